using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Experiments.Attacks;
using Experiments.Networks;

namespace Experiments.Pipeline;

/// <summary>
/// The perturbed images of one shard as a safetensors file, which PyTorch and NumPy read: <c>images</c> [rows, channels, height, width], and per row
/// <c>position</c> in the split, <c>draw</c>, <c>label</c> and <c>target_class</c> (-1 for none). The same images give the same bytes.
/// </summary>
public sealed class PerturbedImages
{
    private const int MaxHeaderBytes = 4096;
    private const int NoTarget = -1;
    private const int ChunkValues = 16 * 1024;

    private readonly float[] _images;
    private readonly int[] _positions;
    private readonly int[] _draws;
    private readonly int[] _labels;
    private readonly int[] _targets;

    private PerturbedImages(TensorShape shape, int rows)
    {
        Shape = shape;
        _images = new float[checked(rows * shape.Length)];
        (_positions, _draws, _labels, _targets) = (new int[rows], new int[rows], new int[rows], new int[rows]);
    }

    public TensorShape Shape { get; }

    /// <summary>Rows: clean images times draws.</summary>
    public int Count => _positions.Length;

    /// <summary>[rows, shape], values in [0, 1].</summary>
    public ReadOnlyMemory<float> Images => _images;

    /// <summary>Position of each row's clean image in its split.</summary>
    public IReadOnlyList<int> Positions => _positions;

    public IReadOnlyList<int> Draws => _draws;

    /// <summary>Bytes in memory, for caches.</summary>
    public long Bytes => 4L * (_images.Length + 4L * Count);

    /// <summary>The class that a row was driven towards; null for none.</summary>
    public int? TargetClass(int row) => _targets[row] == NoTarget ? null : _targets[row];

    /// <summary>One perturbed image, [shape].</summary>
    public ReadOnlyMemory<float> Image(int row) => _images.AsMemory(row * Shape.Length, Shape.Length);

    private int[][] IntColumns => [_positions, _draws, _labels, _targets];

    internal static PerturbedImages Of(AdversarialBatch batch, TensorShape shape)
    {
        var file = new PerturbedImages(shape, batch.Examples.Count);
        batch.Images.Span.CopyTo(file._images);
        for (var row = 0; row < file.Count; row++)
        {
            var example = batch.Examples[row];
            (file._positions[row], file._draws[row], file._labels[row]) = (example.Image, example.Draw, example.Label);
            file._targets[row] = example.TargetClass ?? NoTarget;
        }

        return file;
    }

    /// <summary>Writes the file.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = Header(Shape, Count);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        await stream.WriteAsync(length, cancellationToken);
        await stream.WriteAsync(header, cancellationToken);
        await WriteColumnAsync(stream, _images, cancellationToken);
        foreach (var column in IntColumns)
        {
            await WriteColumnAsync(stream, column, cancellationToken);
        }
    }

    /// <summary>Reads what <see cref="WriteAsync"/> wrote. The file is untrusted: its sizes are checked before anything is allocated.</summary>
    /// <exception cref="InvalidDataException">The file is not one of perturbed images of this shape.</exception>
    public static async Task<PerturbedImages> ReadAsync(Stream stream, TensorShape shape, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            var lengthBytes = new byte[8];
            await stream.ReadExactlyAsync(lengthBytes, cancellationToken);
            var length = BinaryPrimitives.ReadInt64LittleEndian(lengthBytes);
            if (length is < 2 or > MaxHeaderBytes)
            {
                throw new InvalidDataException($"the header has {length} bytes; it must have 2 to {MaxHeaderBytes}.");
            }

            var header = new byte[length];
            await stream.ReadExactlyAsync(header, cancellationToken);
            var rows = RowsOf(header);

            // The header says nothing but shape and rows, so it must be exactly the one that these are written with.
            if (!header.AsSpan().SequenceEqual(Header(shape, rows)) || (stream.CanSeek && stream.Length - stream.Position != rows * RowBytes(shape)))
            {
                throw new InvalidDataException($"the file does not hold images of {shape} and their columns.");
            }

            var file = new PerturbedImages(shape, rows);
            await ReadColumnAsync(stream, file._images, cancellationToken);
            foreach (var column in file.IntColumns)
            {
                await ReadColumnAsync(stream, column, cancellationToken);
            }

            return file;
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("the file of perturbed images ends early.", e);
        }
    }

    private static int RowsOf(byte[] header)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            var rows = json.RootElement.GetProperty("label").GetProperty("shape")[0].GetInt32();
            return rows >= 1 ? rows : throw new InvalidDataException($"the file has {rows} rows; it must have at least 1.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("the file's header is not one of perturbed images.", e);
        }
    }

    private static long RowBytes(TensorShape shape) => 4L * (shape.Length + 4);

    private static byte[] Header(TensorShape shape, int rows)
    {
        var offset = 4L * rows * shape.Length;
        var text = new StringBuilder($"{{\"images\":{{\"dtype\":\"F32\",\"shape\":[{rows},{shape.Channels},{shape.Height},{shape.Width}],\"data_offsets\":[0,{offset}]}}");
        foreach (var name in new[] { "position", "draw", "label", "target_class" })
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $",\"{name}\":{{\"dtype\":\"I32\",\"shape\":[{rows}],\"data_offsets\":[{offset},{offset + 4L * rows}]}}");
            offset += 4L * rows;
        }

        text.Append('}');

        // The format wants the tensors to start at a multiple of 8 bytes.
        return Encoding.ASCII.GetBytes(text.Append(' ', (8 - text.Length % 8) % 8).ToString());
    }

    /// <summary>The format is little-endian, and so is every machine with the vectors that this program needs.</summary>
    private static async Task WriteColumnAsync<T>(Stream stream, T[] values, CancellationToken cancellationToken)
        where T : struct
    {
        var buffer = new byte[ChunkValues * 4];
        for (var start = 0; start < values.Length; start += ChunkValues)
        {
            var n = Math.Min(ChunkValues, values.Length - start);
            MemoryMarshal.AsBytes(values.AsSpan(start, n)).CopyTo(buffer);
            await stream.WriteAsync(buffer.AsMemory(0, 4 * n), cancellationToken);
        }
    }

    private static async Task ReadColumnAsync<T>(Stream stream, T[] values, CancellationToken cancellationToken)
        where T : struct
    {
        var buffer = new byte[ChunkValues * 4];
        for (var start = 0; start < values.Length; start += ChunkValues)
        {
            var n = Math.Min(ChunkValues, values.Length - start);
            await stream.ReadExactlyAsync(buffer.AsMemory(0, 4 * n), cancellationToken);
            buffer.AsSpan(0, 4 * n).CopyTo(MemoryMarshal.AsBytes(values.AsSpan(start, n)));
        }
    }
}
