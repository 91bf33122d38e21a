using System.Buffers.Binary;

namespace Experiments.Testing;

/// <summary>Makes damaged inputs out of sound ones: what a bad disk, a careless editor or an attacker would. The same seed gives the same
/// inputs.</summary>
/// <param name="seed">Of the choices.</param>
internal sealed class Mutations(int seed)
{
    private static readonly uint[] Numbers =
    [
        0, 1, 2, 3, 7, 8, 127, 128, 255, 256, 1023, 4096, 32767, 32768, 65535, 65536, 1 << 24, int.MaxValue, 0x80000000, uint.MaxValue - 1,
        uint.MaxValue,
    ];

    private static readonly string[] Texts =
    [
        "", "0", "-1", "-0", "1e999", "1e-999", "0.1", "9007199254740993", "9223372036854775808", "null", "true", "[]", "{}", "\"\"",
        "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "[[[[[[[[", "{\"a\":", "]", "}", ",", ":", "//", "/*", "*/", "\0", "\r", "\n", "\u00a0",
        "\u202e", "\u200b", "\u001b[2J", "\uffff", "%00", "%", "=", ";", "'", "''", "\"", "$$", "$a$", "E'", "--", "(", ")", "..",
        "[0..1)", "@", "@2",
    ];

    private readonly Random _random = new(seed);

    internal int Below(int count) => _random.Next(count);

    /// <summary>One of the inputs with one to eight changes.</summary>
    internal byte[] Bytes(IReadOnlyList<byte[]> corpus)
    {
        var bytes = new List<byte>(corpus[Below(corpus.Count)]);
        for (var changes = 1 + Below(8); changes > 0; changes--)
        {
            Change(bytes, corpus);
        }

        return [.. bytes];
    }

    /// <summary>One of the texts with one to eight changes.</summary>
    internal string Text(IReadOnlyList<string> corpus)
    {
        var text = corpus[Below(corpus.Count)];
        for (var changes = 1 + Below(8); changes > 0; changes--)
        {
            text = Change(text, corpus);
        }

        return text;
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        var (at, count) = (Below(bytes.Count + 1), Below(Math.Min(bytes.Count, 64) + 1));
        count = Math.Min(count, bytes.Count - at);
        switch (Below(7))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << Below(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)Below(256);
                break;
            case 2:
                bytes.RemoveRange(at, count);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, count));
                break;
            case 4 when at + 4 <= bytes.Count:
                OverwriteNumber(bytes, at);
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                var other = corpus[Below(corpus.Count)];
                var from = Below(other.Length + 1);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + Below(256))]);
                break;
        }
    }

    private void OverwriteNumber(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[4];
        var value = Numbers[Below(Numbers.Length)];
        if (Below(2) == 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(number, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(number, value);
        }

        for (var i = 0; i < number.Length; i++)
        {
            bytes[at + i] = number[i];
        }
    }

    /// <summary>Cuts, doubles or replaces a piece between two places where words of a text end, or puts something in between.</summary>
    private string Change(string text, IReadOnlyList<string> corpus)
    {
        var (a, b) = (WordAt(text), WordAt(text));
        var (start, end) = a < b ? (a, b) : (b, a);
        end = Math.Min(end, start + 200);
        return Below(6) switch
        {
            0 => text.Remove(start, end - start),
            1 => text.Insert(end, text[start..end]),
            2 => text[..start] + Texts[Below(Texts.Length)] + text[end..],
            3 => text.Insert(start, Texts[Below(Texts.Length)]),
            4 => text.Insert(start, ((char)Below(char.MaxValue + 1)).ToString()),
            _ => text[..start] + Piece(corpus[Below(corpus.Count)]) + text[end..],
        };
    }

    private string Piece(string text)
    {
        var start = WordAt(text);
        return text[start..Math.Min(text.Length, start + Below(200))];
    }

    private int WordAt(string text)
    {
        var at = Below(text.Length + 1);
        for (var steps = Below(4) == 0 ? 0 : 40; steps > 0 && at > 0 && at < text.Length && char.IsAsciiLetterOrDigit(text[at]); steps--)
        {
            at++;
        }

        return at;
    }
}
