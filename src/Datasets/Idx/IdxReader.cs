using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Experiments.Settings;

namespace Experiments.Datasets;

/// <summary>
/// Reads IDX files of unsigned bytes (the format of the MNIST files; http://yann.lecun.com/exdb/mnist/): two zero bytes, 0x08, the number
/// of dimensions, each dimension as a big-endian 32-bit integer, then the elements. Gzipped files (of one member) are recognised by their
/// first bytes.
/// </summary>
/// <remarks>
/// The file is untrusted. Sizes are checked before anything is allocated for them: against the file's length, or against the most that a
/// gzipped file of its length can unpack to. Never more is unpacked than the header declares, plus one byte to see that nothing follows.
/// </remarks>
public static class IdxReader
{
    private const byte UnsignedBytes = 0x08;

    // RFC 1951 cannot pack better than 258 bytes into 2 bits; a bound that no valid file exceeds.
    private const long MaxUnpackedPerPackedByte = 1032;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Plain or gzipped.</param>
    /// <param name="dimensions">What the file must have, slowest first; 1 to 255 of them. Checked before anything is allocated.</param>
    /// <exception cref="DataFileException">The content is not an IDX file of unsigned bytes with these dimensions, or is cut short, damaged
    /// or too long.</exception>
    /// <exception cref="IOException">The file cannot be read, or is no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IdxArray Read(string path, IReadOnlyList<IdxDimension> dimensions)
    {
        using var file = RegularFile.OpenRead(path);
        return Read(file, path, dimensions);
    }

    /// <summary>Reads from a stream.</summary>
    /// <param name="stream">Plain or gzipped, at its start; seekable.</param>
    /// <param name="file">What errors call it.</param>
    /// <param name="dimensions">What the file must have, slowest first; 1 to 255 of them. Checked before anything is allocated.</param>
    /// <inheritdoc cref="Read(string, IReadOnlyList{IdxDimension})"/>
    public static IdxArray Read(Stream stream, string file, IReadOnlyList<IdxDimension> dimensions)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(dimensions);
        if (dimensions.Count is < 1 or > 255)
        {
            throw new ArgumentException($"dimensions.Count is {dimensions.Count}; it must be in [1, 255]", nameof(dimensions));
        }

        var length = stream.Length;
        if (!IsGzip(stream))
        {
            return new Content(stream, file).Read(dimensions, longestContent: length, exactLength: length);
        }

        using var unpacked = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        var array = new Content(unpacked, file).Read(dimensions, longestContent: length * MaxUnpackedPerPackedByte, exactLength: null);
        RequireTrailer(stream, file, array.DataPosition + (long)array.Data.Length);
        return array;
    }

    /// <summary>The decompressor stops without a word where a file is cut after its last element; the length at the file's end
    /// tells.</summary>
    private static void RequireTrailer(Stream stream, string file, long unpackedLength)
    {
        Span<byte> trailer = stackalloc byte[4];
        stream.Position = stream.Length - trailer.Length;
        stream.ReadExactly(trailer);
        var stated = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (stated != (uint)unpackedLength)
        {
            throw new DataFileException(
                file, unpackedLength,
                $"the unpacked length in the last 4 bytes of the gzipped file is {stated}; it must be {unpackedLength} "
                    + "(is the file cut short?)");
        }
    }

    internal static int HeaderBytes(int dimensionCount) => 4 + 4 * dimensionCount;

    private static bool IsGzip(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return read == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }

    /// <summary>The unpacked content, read from its start to its end.</summary>
    private sealed class Content(Stream stream, string file)
    {
        private long _position;

        public IdxArray Read(IReadOnlyList<IdxDimension> required, long longestContent, long? exactLength)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var dimensions = ReadHeader(required, hash);
            var size = RequireSize(dimensions, longestContent, exactLength);

            var data = new byte[size];
            ReadExactly(data, "the header declares");
            RequireEnd();
            hash.AppendData(data);
            return new IdxArray(dimensions, data, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }

        private int[] ReadHeader(IReadOnlyList<IdxDimension> required, IncrementalHash hash)
        {
            var dimensionCount = required.Count;
            var header = new byte[HeaderBytes(dimensionCount)];
            ReadExactly(header.AsSpan(0, 4), "an IDX file starts with");
            var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
            var expected = (uint)(UnsignedBytes << 8 | dimensionCount);
            if (magic != expected)
            {
                var fault = 0;
                while (header[fault] == (byte)(expected >> (24 - 8 * fault)))
                {
                    fault++;
                }

                throw Fault(fault, $"magic is 0x{magic:x8}; it must be 0x{expected:x8} (unsigned bytes, dimensions: {dimensionCount})");
            }

            ReadExactly(header.AsSpan(4), "a header of this many dimensions needs");
            hash.AppendData(header);
            var dimensions = new int[dimensionCount];
            for (var d = 0; d < dimensionCount; d++)
            {
                var size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + 4 * d));
                if (size is 0 or > int.MaxValue)
                {
                    throw Fault(4 + 4 * d, $"the {required[d].Name} is {size}; it must be in [1, {int.MaxValue}]");
                }

                if (required[d].Required is { } wanted && size != wanted)
                {
                    var reason = required[d].Reason is { } why ? $", {why}" : "";
                    throw Fault(4 + 4 * d, $"the {required[d].Name} is {size}; it must be {wanted}{reason}");
                }

                dimensions[d] = (int)size;
            }

            return dimensions;
        }

        /// <summary>The product of the dimensions, once it is known that so much can follow.</summary>
        private int RequireSize(int[] dimensions, long longestContent, long? exactLength)
        {
            var header = HeaderBytes(dimensions.Length);
            long size = 1;
            for (var d = 0; d < dimensions.Length; d++)
            {
                size *= dimensions[d];
                if (size > Array.MaxLength)
                {
                    throw Fault(
                        4,
                        $"the size declared by the header is over {Array.MaxLength} bytes ({Shape(dimensions)}); it must be at most that");
                }
            }

            if (header + size > longestContent)
            {
                var end = exactLength is null ? $"at most {longestContent} bytes when unpacked" : $"{longestContent} bytes";
                throw Fault(
                    exactLength ?? 4,
                    $"the length is {end}; it must be {header + size} bytes, as the header declares ({Shape(dimensions)})");
            }

            if (exactLength > header + size)
            {
                throw Trailing(header + size);
            }

            return (int)size;
        }

        private void ReadExactly(Span<byte> buffer, string reason)
        {
            var needed = _position + buffer.Length;
            while (!buffer.IsEmpty)
            {
                var read = ReadSome(buffer);
                if (read == 0)
                {
                    throw Fault(_position, $"the content is {_position} bytes; it must be at least {needed} bytes, as {reason}");
                }

                _position += read;
                buffer = buffer[read..];
            }
        }

        private void RequireEnd()
        {
            Span<byte> one = stackalloc byte[1];
            if (ReadSome(one) != 0)
            {
                throw Trailing(_position);
            }
        }

        private int ReadSome(Span<byte> buffer)
        {
            try
            {
                return stream.Read(buffer);
            }
            catch (InvalidDataException e)
            {
                throw Fault(_position, "the gzipped data is damaged; it must unpack without error", e);
            }
        }

        private DataFileException Trailing(long end) =>
            Fault(end, $"the content goes on after {end} bytes; it must end there, as the header declares");

        private DataFileException Fault(long position, string problem, Exception? inner = null) => new(file, position, problem, inner);

        private static string Shape(int[] dimensions) => string.Join(" x ", dimensions);
    }
}
