using System.Text;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Finds what a statement of PostgreSQL calls by name, without parsing it: every name before a bracket, outside of texts and
/// comments.</summary>
internal static class SqlCalls
{
    /// <returns>Names of functions, and words such as <c>in</c> that only look like one; each once.</returns>
    /// <exception cref="QueryException">A name is written with escapes (<c>U&amp;"…"</c>), so that it cannot be read here.</exception>
    internal static IReadOnlyCollection<string> In(string sql)
    {
        HashSet<string> names = [];
        string? before = null;
        for (var at = 0; at < sql.Length;)
        {
            var start = at;
            switch (sql[at])
            {
                case '-' when Next(sql, at) == '-':
                    at = EndOf(sql, "\n", at);
                    continue;
                case '/' when Next(sql, at) == '*':
                    at = EndOfComment(sql, at);
                    continue;
                case var space when char.IsWhiteSpace(space):
                    at++;
                    continue;
                case '(':
                    if (before is not null)
                    {
                        names.Add(before);
                    }

                    at++;
                    break;
                case '\'':
                    at = EndOfQuoted(sql, at, escapes: start > 0 && sql[start - 1] is 'e' or 'E');
                    break;
                case '"':
                    (before, at) = QuotedName(sql, at);
                    continue;
                case '$' when EndOfDollars(sql, at) is { } end:
                    at = end;
                    break;
                case var first when char.IsLetter(first) || first == '_':
                    at = EndOfWord(sql, at);
                    before = sql[start..at].ToLowerInvariant();
                    continue;
                default:
                    at++;
                    break;
            }

            before = null;
        }

        return names;
    }

    private static char Next(string sql, int at) => at + 1 < sql.Length ? sql[at + 1] : '\0';

    private static int EndOf(string sql, string mark, int from) =>
        sql.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var at ? at + mark.Length : sql.Length;

    /// <summary>Comments nest.</summary>
    private static int EndOfComment(string sql, int at)
    {
        var depth = 0;
        while (at < sql.Length)
        {
            if (sql[at] == '/' && Next(sql, at) == '*')
            {
                (depth, at) = (depth + 1, at + 2);
            }
            else if (sql[at] == '*' && Next(sql, at) == '/')
            {
                at += 2;
                if (--depth == 0)
                {
                    break;
                }
            }
            else
            {
                at++;
            }
        }

        return Math.Min(at, sql.Length);
    }

    /// <summary>A quote within is doubled, or in a text with escapes also behind a backslash.</summary>
    private static int EndOfQuoted(string sql, int at, bool escapes)
    {
        for (at++; at < sql.Length; at++)
        {
            if (escapes && sql[at] == '\\')
            {
                at++;
            }
            else if (sql[at] == '\'')
            {
                if (Next(sql, at) != '\'')
                {
                    return at + 1;
                }

                at++;
            }
        }

        return sql.Length;
    }

    private static (string Name, int End) QuotedName(string sql, int at)
    {
        if (at >= 2 && sql[at - 1] == '&' && sql[at - 2] is 'u' or 'U')
        {
            throw new QueryException($"query has a name with escapes (U&\"…\"); {ReadOnlyText.Rule} and spells names out.");
        }

        var name = new StringBuilder();
        for (at++; at < sql.Length; at++)
        {
            if (sql[at] == '"')
            {
                if (Next(sql, at) != '"')
                {
                    return (name.ToString(), at + 1);
                }

                at++;
            }

            name.Append(sql[at]);
        }

        return (name.ToString(), sql.Length);
    }

    /// <summary>Behind <c>$$text$$</c> or <c>$tag$text$tag$</c>; null where the dollar begins none.</summary>
    private static int? EndOfDollars(string sql, int at)
    {
        var end = at + 1;
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] == '_'))
        {
            end++;
        }

        return end < sql.Length && sql[end] == '$' && !char.IsAsciiDigit(Next(sql, at)) ? EndOf(sql, sql[at..(end + 1)], end + 1) : null;
    }

    private static int EndOfWord(string sql, int at)
    {
        while (at < sql.Length && (char.IsLetterOrDigit(sql[at]) || sql[at] is '_' or '$'))
        {
            at++;
        }

        return at;
    }
}
