using System.Text;

namespace Experiments.Settings;

/// <summary>A UTF-8 text and where its lines begin.</summary>
public sealed class SourceText
{
    /// <summary>Characters of a text of the file that an error shows.</summary>
    public const int MostShown = 80;

    private readonly byte[] _utf8;
    private readonly List<int> _lineStarts = [0];

    public SourceText(string text)
    {
        _utf8 = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < _utf8.Length; i++)
        {
            if (_utf8[i] == (byte)'\n')
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <summary>A text as an error shows it: cut where it is too long to be read.</summary>
    public static string Shorten(string text, int most = MostShown)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= most ? text : text[..most] + "…";
    }

    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>Line and column of a byte, both counted from 1, the column in UTF-16 units as editors count it.</summary>
    public (int Line, int Column) PositionOf(int offset)
    {
        var index = _lineStarts.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        var start = _lineStarts[line];
        return (line + 1, Encoding.UTF8.GetCharCount(_utf8, start, Math.Min(offset, _utf8.Length) - start) + 1);
    }

    /// <summary>The byte at a position given as a line and a byte in that line, both counted from 0.</summary>
    internal int OffsetOf(long line, long byteInLine) =>
        line < _lineStarts.Count ? (int)Math.Min(_utf8.Length, _lineStarts[(int)line] + byteInLine) : _utf8.Length;
}
