using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Experiments.Settings;

namespace Experiments.Networks;

/// <summary>Reads safetensors files from anywhere: nothing is allocated on the word of a header alone, and a message says which byte is
/// wrong.</summary>
public static class SafetensorsReader
{
    /// <summary>Values start after at most this many bytes of header.</summary>
    public const int MaxHeaderBytes = 16 << 20;

    /// <summary>Without a known length of the stream, memory starts with this many values and doubles as they arrive.</summary>
    internal const int FirstValues = 1 << 18;

    /// <summary>The same for bytes of the header.</summary>
    private const int FirstHeaderBytes = 1 << 16;

    /// <summary>Reads a file from the stream's position to its end.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, too short, too long, or has tensors of a type that is not
    /// read.</exception>
    public static SafetensorsFile Read(Stream stream) => Read(stream, check: null);

    /// <summary>Reads a file whose header has passed one more check before values are read.</summary>
    internal static SafetensorsFile Read(Stream stream, Action<SafetensorsHeader>? check)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = ReadHeader(stream, out var dataStart);
        check?.Invoke(header);
        var tensors = new List<SafetensorsTensor>(header.Entries.Count);
        foreach (var entry in header.Entries)
        {
            if (entry.IsSkipped)
            {
                Skip(stream, entry, dataStart);
            }
            else
            {
                tensors.Add(new SafetensorsTensor(
                    entry.Name, entry.Shape,
                    entry.Type == SafetensorsHeader.Entry.Single
                        ? ReadValues(stream, entry, dataStart)
                        : SafetensorsConversion.ReadValues(stream, entry, dataStart)));
            }
        }

        if (stream.ReadByte() >= 0)
        {
            throw new InvalidDataException($"Byte {dataStart + header.DataLength}: there are more bytes; the file must end here.");
        }
        return new SafetensorsFile(tensors, header.Metadata);
    }

    /// <summary>Reads and checks the header, and the file's length where the stream knows it; the stream stands at the first
    /// value.</summary>
    /// <exception cref="InvalidDataException">The header is damaged, or the file is too short or too long.</exception>
    internal static SafetensorsHeader ReadHeader(Stream stream, out int dataStart)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
        {
            throw new InvalidDataException("Byte 0: the file ends within the header length; it must be a safetensors file.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length is < 2 or > MaxHeaderBytes)
        {
            throw new InvalidDataException($"Byte 0: the header length is {length}; it must be 2 to {MaxHeaderBytes}.");
        }
        if (stream.CanSeek && (long)length > stream.Length - stream.Position)
        {
            throw new InvalidDataException(
                $"Byte 0: the header length is {length}; it must be at most the {stream.Length - stream.Position} bytes that follow.");
        }

        var header = ReadHeaderBytes(stream, (int)length, prefix.Length);
        dataStart = prefix.Length + header.Length;
        var parsed = SafetensorsHeader.Parse(header, prefix.Length);
        return !stream.CanSeek || stream.Length - stream.Position == parsed.DataLength
            ? parsed
            : throw new InvalidDataException(
                $"Byte {dataStart}: {stream.Length - stream.Position} bytes of values follow; there must be {parsed.DataLength}.");
    }

    /// <summary>Where the stream does not know its length, memory grows with what arrives.</summary>
    private static byte[] ReadHeaderBytes(Stream stream, int length, int position)
    {
        var header = new byte[stream.CanSeek ? length : Math.Min(length, FirstHeaderBytes)];
        for (var done = 0; ;)
        {
            done += stream.ReadAtLeast(header.AsSpan(done), header.Length - done, throwOnEndOfStream: false);
            if (done < header.Length)
            {
                throw new InvalidDataException($"Byte {position + done}: the file ends within the header.");
            }
            if (done == length)
            {
                return header;
            }
            Array.Resize(ref header, (int)Math.Min(length, 2L * done));
        }
    }

    private static void Skip(Stream stream, SafetensorsHeader.Entry entry, long dataStart)
    {
        Span<byte> part = stackalloc byte[1024];
        for (var at = entry.Begin; at < entry.End;)
        {
            var read = stream.Read(part[..(int)Math.Min(part.Length, entry.End - at)]);
            if (read == 0)
            {
                throw Truncated(entry, dataStart + at);
            }

            at += read;
        }
    }

    internal static InvalidDataException Truncated(SafetensorsHeader.Entry entry, long position) =>
        new($"Byte {position}: the file ends within {SourceText.Shorten(entry.Name)}.");

    private static float[] ReadValues(Stream stream, SafetensorsHeader.Entry entry, long dataStart)
    {
        var values = new float[stream.CanSeek ? entry.Length : Math.Min(entry.Length, FirstValues)];
        for (var done = 0; ;)
        {
            var bytes = MemoryMarshal.AsBytes(values.AsSpan(done));
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length)
            {
                throw Truncated(entry, dataStart + entry.Begin + (long)done * sizeof(float) + read);
            }
            if (values.Length == entry.Length)
            {
                break;
            }
            done = values.Length;
            Array.Resize(ref values, (int)Math.Min(entry.Length, 2L * done));
        }

        if (!BitConverter.IsLittleEndian)
        {
            var bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        return values;
    }
}
