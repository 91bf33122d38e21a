using System.Buffers.Binary;
using System.Text;
using Experiments.Testing;

namespace Experiments.Networks.Tests;

/// <summary>Damaged weight files: see <see cref="Fuzz"/>.</summary>
public sealed class SafetensorsFuzzTests
{
    private static readonly byte[][] Corpus =
    [
        File("""{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}""", 16),
        File(
            """
            {"__metadata__":{"k":"v"},"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},
            "b":{"dtype":"BF16","shape":[],"data_offsets":[4,6]}}
            """,
            6),
        File(
            """
            {"0.weight":{"dtype":"F64","shape":[1,3],"data_offsets":[0,24]},
            "0.bias":{"dtype":"F32","shape":[0],"data_offsets":[24,24]}}
            """,
            24),
    ];

    [Fact]
    public void Read_DamagedFile_IsRefusedInWords() =>
        Fuzz.Bytes(Corpus, bytes => SafetensorsReader.Read(new MemoryStream(bytes)), [typeof(InvalidDataException)], WithLength);

    [Fact]
    public void Read_DamagedPipe_IsRefusedInWords() =>
        Fuzz.Bytes(Corpus, bytes => SafetensorsReader.Read(new Pipe(bytes)), [typeof(InvalidDataException)], WithLength);

    private static byte[] File(string header, int bytes) => WithLength(
        [.. new byte[8], .. Encoding.UTF8.GetBytes(header), .. Enumerable.Range(0, bytes).Select(i => (byte)i)]);

    /// <summary>The length of the header as far as its last closing brace.</summary>
    private static byte[] WithLength(byte[] file)
    {
        if (file.Length < 8)
        {
            return file;
        }

        var result = (byte[])file.Clone();
        BinaryPrimitives.WriteInt64LittleEndian(result, Math.Max(0, Array.LastIndexOf(file, (byte)'}') - 7));
        return result;
    }

    /// <summary>What comes has no length.</summary>
    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
