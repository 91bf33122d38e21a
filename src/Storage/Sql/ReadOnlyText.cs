using System.Text;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>What can be said of a statement before a database sees it.</summary>
internal static class ReadOnlyText
{
    internal const string Rule = "it must be one statement that only reads";

    private static readonly string[] Readers = ["select", "with", "values", "explain"];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The database has the last word; this one gives the clearer message, and keeps statements out that a read-only transaction
    /// would let pass.</summary>
    /// <exception cref="QueryException">The statement does not begin as one that reads, or has characters that no database
    /// takes.</exception>
    internal static void Check(string sql)
    {
        RequireText(sql);
        var start = SkipComments(sql);
        var word = string.Concat(sql[start..].TakeWhile(char.IsAsciiLetter)).ToLowerInvariant();
        if (sql.Length == start)
        {
            throw new QueryException($"query is empty; {Rule}.");
        }

        // "(SELECT …) UNION …" begins with a bracket.
        if (sql[start] != '(' && !Readers.Contains(word))
        {
            throw new QueryException(
                $"query begins with '{(word.Length > 0 ? word : sql[start])}'; {Rule}: {string.Join(", ", Readers).ToUpperInvariant()}.");
        }
    }

    internal static QueryException TooSlow(QueryLimits limits) =>
        new($"query took longer than {limits.Time.TotalSeconds:0.###} s, its limit.");

    /// <summary>A text with a NUL ends there for some readers and goes on for others; half a surrogate pair cannot be sent.</summary>
    private static void RequireText(string sql)
    {
        if (sql.Contains('\0', StringComparison.Ordinal))
        {
            throw new QueryException($"query has the character NUL; {Rule}, as text.");
        }

        try
        {
            Strict.GetByteCount(sql);
        }
        catch (EncoderFallbackException)
        {
            throw new QueryException($"query has half of a surrogate pair; {Rule}, as text.");
        }
    }

    private static int SkipComments(string sql)
    {
        var at = 0;
        while (at < sql.Length)
        {
            var next = char.IsWhiteSpace(sql[at]) ? at + 1
                : sql.AsSpan(at).StartsWith("--") ? End(sql, "\n", at)
                : sql.AsSpan(at).StartsWith("/*") ? End(sql, "*/", at)
                : at;
            if (next == at)
            {
                break;
            }

            at = next;
        }

        return at;
    }

    private static int End(string sql, string mark, int from) =>
        sql.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var at ? at + mark.Length : sql.Length;
}
