using System.Buffers;
using System.Globalization;
using System.Text;

namespace Experiments.Contracts;

/// <summary>
/// Text from a study, a database or a file as it may be shown: in a terminal, a table of any format, a page, a log, an error. Characters
/// that are not seen but do something stand as their escapes, <c>\u001b</c>: controls (what steers a terminal), those that turn the
/// direction of text around, those without a width, halves of a character. Every output calls this at its edge; nothing else decides what
/// is shown. The escapes are those of JSON, so that JSON which went through here is the same JSON.
/// </summary>
public static class VisibleText
{
    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\n\r\t");

    // Unicode 16, Default_Ignorable_Code_Point: what it has beside the category Format.
    private static readonly (int First, int Last)[] Ignorable =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x3164, 0x3164), (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
    ];

    /// <summary>The text on one line: a line break or a tab is a space.</summary>
    public static string Of(string text) => Show(text, keepsLines: false);

    /// <summary>The text with its line breaks, as <c>\n</c>: for what the program itself has put together from lines.</summary>
    public static string Lines(string text) => Show(text, keepsLines: true);

    /// <summary>Whether the text is shown as it is, on one line.</summary>
    public static bool IsVisible(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FirstHidden(text) < 0;
    }

    private static string Show(string text, bool keepsLines)
    {
        ArgumentNullException.ThrowIfNull(text);
        var hidden = FirstHidden(text);
        if (hidden < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text, 0, hidden, text.Length + 16);
        for (var i = hidden; i < text.Length;)
        {
            var length = LengthAt(text, i, out var isHidden);
            if (!isHidden)
            {
                shown.Append(text, i, length);
            }
            else if (LineBreaks.Contains(text[i]))
            {
                length = text.AsSpan(i).StartsWith("\r\n") ? 2 : 1;
                shown.Append(keepsLines && text[i + length - 1] == '\n' ? '\n' : ' ');
            }
            else
            {
                Escape(shown, text.AsSpan(i, length));
            }

            i += length;
        }

        return shown.ToString();
    }

    private static void Escape(StringBuilder shown, ReadOnlySpan<char> character)
    {
        foreach (var unit in character)
        {
            shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }
    }

    /// <returns>The position of the first character that is not shown as it is; -1 for none.</returns>
    private static int FirstHidden(string text)
    {
        var first = text.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        for (var i = first < 0 ? text.Length : first; i < text.Length;)
        {
            var length = LengthAt(text, i, out var isHidden);
            if (isHidden)
            {
                return i;
            }

            i += length;
        }

        return -1;
    }

    private static int LengthAt(string text, int position, out bool isHidden)
    {
        var isWhole = Rune.DecodeFromUtf16(text.AsSpan(position), out var rune, out var length) == OperationStatus.Done;
        isHidden = !isWhole || IsHidden(rune);
        return length;
    }

    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
        || (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF
        || Ignorable.Any(range => rune.Value >= range.First && rune.Value <= range.Last);
}
