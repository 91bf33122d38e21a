using System.Text;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Finds what a statement of PostgreSQL calls by name, without parsing it: every name before a bracket, outside of texts and
/// comments. Where the server could read a text or a name in another way than here, the statement is refused.</summary>
internal static class SqlCalls
{
    /// <returns>Names of functions, and words such as <c>in</c> that only look like one; each once.</returns>
    /// <exception cref="QueryException">The statement cannot be read here without a doubt: a letter outside of ASCII or a carriage return
    /// alone outside of quotes, a word or number next to a quote, a text, name or comment that does not end, a parameter.</exception>
    internal static IReadOnlyCollection<string> In(string sql)
    {
        HashSet<string> names = [];
        string? before = null;
        for (var at = 0; at < sql.Length;)
        {
            var start = at;
            RequirePlain(sql, at);
            switch (sql[at])
            {
                case '-' when Next(sql, at) == '-':
                    at = EndOfLine(sql, at);
                    continue;
                case '/' when Next(sql, at) == '*':
                    at = EndOfComment(sql, at);
                    continue;
                case ' ' or '\t' or '\n' or '\r':
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
                    (_, at) = Quoted(sql, at, "text");
                    break;
                case '"':
                    (before, at) = Quoted(sql, at, "name");
                    continue;
                case '$':
                    at = EndOfDollars(sql, at);
                    break;
                case var first when IsWord(first):
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

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    private static QueryException Doubtful(string what, string rule) => new($"query has {what}; it must {rule}.");

    /// <summary>The characters that the server certainly reads as they are read here.</summary>
    private static void RequirePlain(string sql, int at)
    {
        if (sql[at] is not ((>= ' ' and <= '~') or '\t' or '\n') && !(sql[at] == '\r' && Next(sql, at) == '\n'))
        {
            throw Doubtful($"the character U+{(int)sql[at]:X4} outside of quotes", "have only ASCII there, in lines that end as usual");
        }
    }

    /// <summary>A word before a quote can change what the quote means: <c>E'…'</c>, <c>U&amp;"…"</c>.</summary>
    private static void RequireApart(string sql, int quote)
    {
        if (quote > 0 && sql[quote - 1] is var before && (IsWord(before) || before is '\'' or '"' or '$' or '&'))
        {
            throw Doubtful($"'{before}' next to the quote {sql[quote]}", "have a space between them, and no texts with escapes");
        }
    }

    private static int EndOfLine(string sql, int at)
    {
        while (at < sql.Length && sql[at] != '\n')
        {
            RequireLineEnd(sql, at++);
        }

        return at;
    }

    /// <summary>The server ends a comment at a carriage return too.</summary>
    private static void RequireLineEnd(string sql, int at)
    {
        if (sql[at] == '\r' && Next(sql, at) != '\n')
        {
            throw Doubtful("a carriage return in a comment", "have lines that end as usual");
        }
    }

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
                    return at;
                }
            }
            else
            {
                at++;
            }
        }

        throw Doubtful("a comment without an end", "have one: */");
    }

    /// <summary>A quote within is doubled.</summary>
    private static (string Text, int End) Quoted(string sql, int at, string what)
    {
        RequireApart(sql, at);
        var quote = sql[at];
        var text = new StringBuilder();
        for (at++; at < sql.Length; at++)
        {
            if (sql[at] == quote)
            {
                if (Next(sql, at) != quote)
                {
                    return (text.ToString(), at + 1);
                }

                at++;
            }

            text.Append(sql[at]);
        }

        throw Doubtful($"a {what} without an end", $"have one: {quote}");
    }

    /// <summary>Behind <c>$$text$$</c> or <c>$tag$text$tag$</c>.</summary>
    private static int EndOfDollars(string sql, int at)
    {
        RequireApart(sql, at);
        var end = at + 1;
        while (end < sql.Length && IsWord(sql[end]))
        {
            end++;
        }

        if (end >= sql.Length || sql[end] != '$' || char.IsAsciiDigit(Next(sql, at)))
        {
            throw Doubtful("a '$' that begins no text", "have no parameter");
        }

        var mark = sql[at..(end + 1)];
        return sql.IndexOf(mark, end + 1, StringComparison.Ordinal) is >= 0 and var close
            ? close + mark.Length
            : throw Doubtful("a text without an end", $"have one: {mark}");
    }

    private static int EndOfWord(string sql, int at)
    {
        while (at < sql.Length && IsWord(sql[at]))
        {
            at++;
        }

        return at;
    }
}
