namespace Experiments.Reporting;

/// <summary>Breaks text at spaces, and after hyphens where asked to.</summary>
public static class TextWrap
{
    /// <summary>The parts of a text that stay on one line; a space belongs to no part, a hyphen to the part before it.</summary>
    public static IEnumerable<string> Pieces(string text, bool atHyphens)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Split(text, atHyphens).Select(piece => piece.Text);
    }

    /// <summary>Lines of at most <paramref name="width"/> characters; a piece that is longer gets a line of its own and keeps its
    /// length.</summary>
    public static IReadOnlyList<string> Lines(string text, int width, bool atHyphens)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> lines = [];
        var line = "";
        foreach (var (piece, spaceBefore) in Split(text, atHyphens))
        {
            var joined = line + (spaceBefore && line.Length > 0 ? " " : "") + piece;
            if (joined.Length > width && line.Length > 0)
            {
                lines.Add(line);
                joined = piece;
            }

            line = joined;
        }

        lines.Add(line);
        return lines;
    }

    private static IEnumerable<(string Text, bool SpaceBefore)> Split(string text, bool atHyphens)
    {
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var start = 0;
            for (var i = 0; i < word.Length - 1; i++)
            {
                // "1e-4" and "-3" are numbers, not words: a hyphen that follows a letter e or nothing does not break.
                if (atHyphens && word[i] == '-' && i > start && !(word[i - 1] == 'e' && char.IsAsciiDigit(word[i + 1])))
                {
                    yield return (word[start..(i + 1)], start == 0);
                    start = i + 1;
                }
            }

            yield return (word[start..], start == 0);
        }
    }
}
