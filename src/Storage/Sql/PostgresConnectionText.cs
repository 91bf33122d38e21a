using System.Text;
using Npgsql;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Reads a connection to PostgreSQL as people write it. The text holds a password: no message repeats any part of it but host,
/// port and database.</summary>
internal static class PostgresConnectionText
{
    private const string Rule = "it must be postgres://user:password@host:port/database or Host=…;Database=…;Username=…;Password=…";

    /// <param name="text"><c>postgres://user:pass@host:port/name?setting=value</c>, <c>postgresql://…</c> or Npgsql's keyword
    /// form.</param>
    /// <exception cref="StorageException">The text has neither form, or names no host or no database.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string text)
    {
        RequireCharacters(PostgresUrl.IsOne(text) ? Uri.UnescapeDataString(text) : text);
        var builder = PostgresUrl.IsOne(text) ? FromUrl(text) : FromKeywords(text);
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

    /// <summary>Neither the driver nor the server takes a control character or half of a surrogate pair.</summary>
    private static void RequireCharacters(string text)
    {
        if (text.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar))
        {
            throw Malformed("has a character that is no text (a control character or half of a surrogate pair)");
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(string text)
    {
        try
        {
            return PostgresUrl.Parse(text);
        }
        catch (FormatException fault)
        {
            throw Malformed(fault.Message);
        }
        catch (ArgumentException)
        {
            throw Malformed("cannot be read");
        }
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

    // What has a rule of its own needs no other.
    private static StorageException Malformed(string fault) =>
        new($"database connection {(fault.Contains(';', StringComparison.Ordinal) ? fault : $"{fault}; {Rule}")}.", transient: false);
}
