namespace Experiments.Settings;

/// <summary>Finds the known name that a misspelt one was probably meant to be.</summary>
public static class Spelling
{
    /// <summary>Names of a file that an error lists.</summary>
    public const int MostListed = 3;

    /// <summary>Names that the nearest one is looked for among.</summary>
    private const int MostCompared = 1_000;

    /// <summary>" Did you mean 'x'?" for the nearest known name, or nothing where none is near.</summary>
    public static string Hint(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        var nearest = known.Take(MostCompared)
            .Select(k => (Name: k, Distance: Distance(name.ToLowerInvariant(), k.ToLowerInvariant())))
            .Where(k => k.Distance <= Math.Max(1, Math.Min(name.Length, k.Name.Length) / 3))
            .OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal)
            .Select(k => k.Name)
            .FirstOrDefault();
        return nearest is null ? "" : $" Did you mean '{nearest}'?";
    }

    /// <summary>Names that a file gives to its parts: "a, b, c and 1997 more", or "none is defined".</summary>
    public static string ListOf(IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var text = string.Join(", ", known.Take(MostListed).Select(name => SourceText.Shorten(name)));
        return text.Length == 0 ? "none is defined"
            : known.Count > MostListed ? $"{text} and {known.Count - MostListed} more"
            : text;
    }

    /// <summary>The error of a value that is not the name of one of the file's parts.</summary>
    /// <param name="label">What has the value.</param>
    /// <param name="quoted">The value as the error quotes it: a string in quotation marks.</param>
    /// <param name="known">The names.</param>
    public static string NotAmong(string label, string quoted, IReadOnlyCollection<string> known) =>
        $"{label} is {quoted}; it must be one of: {ListOf(known)}.{HintOfQuoted(quoted, known)}";

    /// <summary>The error of a value that is not one of a catalogue's names, all of which it lists: <c>NAME is VALUE; it must be one of: a,
    /// b. Did you mean 'a'?</c></summary>
    /// <param name="label">What has the value.</param>
    /// <param name="quoted">The value as the error quotes it: a string in quotation marks.</param>
    /// <param name="known">The names.</param>
    public static string Unknown(string label, string quoted, IReadOnlyList<string> known) =>
        $"{label} is {quoted}; it must be one of: {string.Join(", ", known)}.{HintOfQuoted(quoted, known)}";

    private static string HintOfQuoted(string quoted, IEnumerable<string> known) =>
        quoted.StartsWith('\'') ? Hint(quoted.Trim('\''), known) : "";

    /// <summary>V. I. Levenshtein's distance with swaps of neighbours: letters to insert, delete, change or swap.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64)
        {
            return a == b ? 0 : int.MaxValue;
        }

        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(d[i - 1, j - 1] + change, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
