using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>What can be said of a statement before a database sees it.</summary>
internal static class ReadOnlyText
{
    internal const string Rule = "it must be one statement that only reads";

    private static readonly string[] Readers = ["select", "with", "values", "explain"];

    /// <summary>The database has the last word; this one gives the clearer message, and keeps statements out that a read-only transaction
    /// would let pass.</summary>
    /// <exception cref="QueryException">The statement does not begin as one that reads.</exception>
    internal static void Check(string sql)
    {
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

    /// <summary>Values as both databases give them.</summary>
    internal static object? Plain(object value) => value switch
    {
        DBNull => null,
        string or bool or long or double => value,
        int or short or byte or sbyte or ushort or uint => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        float or decimal => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        DateTime time => time.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        Array array => string.Join(", ", array.Cast<object>().Select(Plain)),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    };

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
