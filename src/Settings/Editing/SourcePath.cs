using System.Globalization;

namespace Experiments.Settings;

/// <summary>One step of a path: into a member or an entry of a name, or to an item of a list.</summary>
/// <param name="Name">The member, or the name of an entry of a list; null for an item by its place.</param>
/// <param name="Index">The item, from 0; used where there is no name.</param>
public readonly record struct PathStep(string? Name, int Index)
{
    public override string ToString() => Name ?? $"[{Index}]";
}

/// <summary>A path into a settings text as people write it and errors print it: <c>models.A.training.epochs</c>,
/// <c>attacks["noise 0.1"].stddev</c>, <c>models[0].seed</c>.</summary>
public static class SourcePath
{
    /// <summary>Steps of the longest path.</summary>
    public const int MaxSteps = 16;

    /// <summary>What a path must be, for errors.</summary>
    public const string Rule =
        "names with dots between them, [\"names in quotation marks\"] where they have dots or brackets, and [places] in lists";

    /// <summary>Reads a path from the start of a text, as far as it goes.</summary>
    /// <param name="text">Begins with the path.</param>
    /// <param name="end">Ends a path where it stands outside quotation marks; null for a path that is the whole text.</param>
    /// <param name="length">Characters of the path.</param>
    /// <returns>The steps; null where the text is no path, or one that is too long.</returns>
    public static IReadOnlyList<PathStep>? Read(string text, char? end, out int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        var steps = new List<PathStep>();
        length = 0;
        while (length < text.Length && text[length] != end)
        {
            if (text[length] == '.' && steps.Count > 0)
            {
                length++;
            }
            else if (steps.Count > 0 && text[length] != '[')
            {
                return null;
            }

            if (ReadStep(text, end, ref length) is not { } step || steps.Count == MaxSteps)
            {
                return null;
            }

            steps.Add(step);
        }

        return steps.Count == 0 ? null : steps;
    }

    private static PathStep? ReadStep(string text, char? end, ref int at)
    {
        if (at < text.Length && text[at] == '[')
        {
            return at + 1 < text.Length && text[at + 1] == '"' ? ReadQuoted(text, ref at) : ReadPlace(text, ref at);
        }

        var start = at;
        while (at < text.Length && text[at] is not ('.' or '[') && text[at] != end)
        {
            at++;
        }

        return at == start ? null : new PathStep(text[start..at], 0);
    }

    private static PathStep? ReadQuoted(string text, ref int at)
    {
        var close = text.IndexOf("\"]", at + 2, StringComparison.Ordinal);
        if (close < 0)
        {
            return null;
        }

        var name = text[(at + 2)..close];
        at = close + 2;
        return new PathStep(name, 0);
    }

    private static PathStep? ReadPlace(string text, ref int at)
    {
        var close = text.IndexOf(']', at);
        if (close < 0 || !int.TryParse(text.AsSpan(at + 1, close - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place))
        {
            return null;
        }

        at = close + 1;
        return new PathStep(null, place);
    }
}
