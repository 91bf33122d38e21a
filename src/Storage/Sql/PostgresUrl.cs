using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Experiments.Storage;

/// <summary>
/// A connection URL as libpq reads it and providers hand it out: <c>postgres://user:password@host:port/database?sslmode=require</c>. Parsed
/// here and not by <see cref="Uri"/>, which refuses or cuts a password that is not percent-encoded, without saying so.
/// </summary>
internal static partial class PostgresUrl
{
    private static readonly Dictionary<string, Action<NpgsqlConnectionStringBuilder, string>> Settings = new(StringComparer.Ordinal)
    {
        ["application_name"] = (builder, value) => builder.ApplicationName = value,
        ["channel_binding"] = (builder, value) => builder.ChannelBinding = Choice<ChannelBinding>(value),
        ["connect_timeout"] = (builder, value) => builder.Timeout = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture),
        ["dbname"] = (builder, value) => builder.Database = value,
        ["gssencmode"] = (builder, value) => builder.GssEncryptionMode = Choice<GssEncryptionMode>(value),
        ["host"] = (builder, value) => builder.Host = value,
        ["options"] = (builder, value) => builder.Options = value,
        ["passfile"] = (builder, value) => builder.Passfile = value,
        ["password"] = (builder, value) => builder.Password = value,
        ["port"] = (builder, value) => builder.Port = Port(value),
        ["sslcert"] = (builder, value) => builder.SslCertificate = value,
        ["sslkey"] = (builder, value) => builder.SslKey = value,
        ["sslmode"] = (builder, value) => builder.SslMode = Choice<SslMode>(value),
        ["sslpassword"] = (builder, value) => builder.SslPassword = value,
        ["sslrootcert"] = (builder, value) => builder.RootCertificate = value,
        ["target_session_attrs"] = (builder, value) => builder.TargetSessionAttributes = value,
        ["user"] = (builder, value) => builder.Username = value,
    };

    internal static bool IsOne(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FormatException">The text is no such URL. The message goes on after "database connection" and repeats nothing of
    /// it, because any part can be a piece of the password.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        if (BadEscape().IsMatch(rest))
        {
            throw new FormatException("has a '%' without two hexadecimal digits; a '%' itself must be written %25");
        }

        var end = rest.IndexOfAny(['/', '?', '#']) is >= 0 and var found ? found : rest.Length;
        var (authority, tail) = (rest[..end], rest[end..]);
        if (tail.Contains('#', StringComparison.Ordinal) || (!authority.Contains('@', StringComparison.Ordinal)
            && tail.Contains('@', StringComparison.Ordinal)))
        {
            throw new FormatException(
                "has a '/', '?' or '#' where none can stand; in a user name or password they must be written %2F, %3F and %23");
        }

        var builder = new NpgsqlConnectionStringBuilder { Port = NpgsqlConnection.DefaultPort };
        var at = authority.LastIndexOf('@');
        ReadUser(builder, authority[..Math.Max(at, 0)]);
        ReadHost(builder, authority[(at + 1)..]);
        var query = tail.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? mark : tail.Length;
        builder.Database = Decode(tail[..query].Trim('/'));
        foreach (var setting in tail[query..].TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            Read(builder, setting);
        }

        return builder;
    }

    private static void ReadUser(NpgsqlConnectionStringBuilder builder, string user)
    {
        var parts = user.Split(':', 2);
        if (parts[0].Length > 0)
        {
            builder.Username = Decode(parts[0]);
        }

        if (parts.Length == 2)
        {
            builder.Password = Decode(parts[1]);
        }
    }

    private static void ReadHost(NpgsqlConnectionStringBuilder builder, string host)
    {
        // Several hosts keep their ports; so does an address in brackets its colons.
        var colon = host.Contains(',', StringComparison.Ordinal) || host.EndsWith(']') ? -1 : host.LastIndexOf(':');
        builder.Host = Decode(colon < 0 ? host : host[..colon]);
        if (colon >= 0 && colon < host.Length - 1)
        {
            builder.Port = Port(host[(colon + 1)..]);
        }
    }

    private static void Read(NpgsqlConnectionStringBuilder builder, string setting)
    {
        var (name, value) = setting.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals
            ? (setting[..equals], Decode(setting[(equals + 1)..]))
            : (setting, "");
        if (!Settings.TryGetValue(name.ToLowerInvariant(), out var set))
        {
            throw new FormatException(
                "has a setting after '?' that is not known; they must be of " + string.Join(", ", Settings.Keys)
                    + " (a '?' of a password must be written %3F)");
        }

        try
        {
            set(builder, value);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException)
        {
            throw new FormatException($"has a {name.ToLowerInvariant()} that cannot be used; it must be one that libpq takes");
        }
    }

    private static int Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw new FormatException(
                "has a port that is none; it must be 1 to 65535 (':' and '@' of a user name or password must be written %3A and %40)");

    /// <summary>libpq writes <c>verify-full</c>.</summary>
    private static T Choice<T>(string value)
        where T : struct, Enum =>
        value.All(c => char.IsAsciiLetter(c) || c == '-')
            ? Enum.Parse<T>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true)
            : throw new FormatException("must be a word");

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex BadEscape();
}
