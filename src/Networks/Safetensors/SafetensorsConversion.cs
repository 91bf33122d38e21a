using System.Buffers.Binary;

namespace Experiments.Networks;

/// <summary>Values of other precisions as single precision.</summary>
internal static class SafetensorsConversion
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Reads a tensor of halves or doubles. Halves are widened, which is exact; doubles go to the nearest float, those beyond its
    /// range to an infinity, which no network takes.</summary>
    /// <exception cref="InvalidDataException">The file ends too early.</exception>
    internal static float[] ReadValues(Stream stream, SafetensorsHeader.Entry entry, long dataStart)
    {
        var values = new float[stream.CanSeek ? entry.Length : Math.Min(entry.Length, SafetensorsReader.FirstValues)];
        var buffer = new byte[BufferBytes];
        for (var done = 0; done < entry.Length;)
        {
            if (done == values.Length)
            {
                Array.Resize(ref values, (int)Math.Min(entry.Length, 2L * done));
            }

            var count = Math.Min(BufferBytes / entry.ItemBytes, values.Length - done);
            var bytes = buffer.AsSpan(0, count * entry.ItemBytes);
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length)
            {
                throw SafetensorsReader.Truncated(entry, dataStart + entry.Begin + (long)done * entry.ItemBytes + read);
            }

            for (var i = 0; i < count; i++)
            {
                values[done + i] = Convert(bytes[(i * entry.ItemBytes)..], entry.Type);
            }

            done += count;
        }

        return values;
    }

    private static float Convert(ReadOnlySpan<byte> bytes, string type) => type switch
    {
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "type must be a precision that is converted."),
    };
}
