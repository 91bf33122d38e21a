using Npgsql;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Reads a connection to PostgreSQL as people write it. The text holds a password: no message repeats any part of it but host,
/// port and database.</summary>
internal static class PostgresConnectionText
{
    private const string Rule = "it must be postgres://user:password@host:port/database or Host=…;Database=…;Username=…;Password=…";

    /// <param name="text"><c>postgres://user:pass@host:port/name</c>, <c>postgresql://…</c> or Npgsql's keyword form.</param>
    /// <exception cref="StorageException">The text has neither form, or names no host or no database.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var builder = text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)
            ? FromUri(text)
            : FromKeywords(text);
        if (string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database))
        {
            throw Malformed($"names no {(string.IsNullOrEmpty(builder.Host) ? "host" : "database")}");
        }

        builder.ApplicationName ??= "experiments";
        builder.PersistSecurityInfo = false;
        builder.IncludeErrorDetail = false;
        builder.MaxAutoPrepare = 64;
        builder.AutoPrepareMinUsages = 2;
        return builder;
    }

    private static NpgsqlConnectionStringBuilder FromUri(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            throw Malformed("is no URL");
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw Malformed("has a part after '?' or '#', which only the keyword form can say");
        }

        var credentials = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(uri.Host),
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
        };
        if (credentials[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(credentials[0]);
        }

        if (credentials.Length == 2)
        {
            builder.Password = Uri.UnescapeDataString(credentials[1]);
        }

        return builder;
    }

    private static NpgsqlConnectionStringBuilder FromKeywords(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            // The driver's message repeats the text: it is neither shown nor kept.
            throw Malformed("cannot be read");
        }
    }

    private static StorageException Malformed(string fault) => new($"database connection {fault}; {Rule}.", transient: false);
}
