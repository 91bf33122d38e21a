using System.Buffers.Binary;
using System.Text;

namespace Experiments.Networks.Tests;

public class SafetensorsTests
{
    private static readonly byte[] OneFloat = [0, 0, 128, 63];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_WhatWriteWrote_IsEqual(bool canSeek)
    {
        var file = new SafetensorsFile(
            [
                new SafetensorsTensor("b", [2, 3], new float[] { 1, -2, 3.5f, float.MaxValue, -0f, 6 }),
                new SafetensorsTensor("a", [], new float[] { 7 }),
                new SafetensorsTensor("none", [0, 4], default)
            ],
            new Dictionary<string, string> { ["note"] = "\u00e4 \"quoted\"" });
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, file);

        var read = SafetensorsReader.Read(canSeek ? new MemoryStream(stream.ToArray()) : new OneWayStream(stream.ToArray()));

        Assert.Equal(
            ["none", "a", "b"], read.Tensors.Select(tensor => tensor.Name).OrderByDescending(name => name.Length).ThenBy(name => name));
        foreach (var tensor in file.Tensors)
        {
            var other = read.Tensors.Single(candidate => candidate.Name == tensor.Name);
            Assert.Equal(tensor.Shape, other.Shape);
            Assert.Equal(tensor.Values.ToArray(), other.Values.ToArray());
        }

        Assert.Equal(file.Metadata, read.Metadata);
    }

    [Fact]
    public void Read_ManyValuesFromOneWayStream_AllArrive()
    {
        var values = Enumerable.Range(0, 700_001).Select(i => (float)i).ToArray();
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream, new SafetensorsFile([new SafetensorsTensor("w", [700_001], values)], new Dictionary<string, string>()));

        Assert.Equal(values, SafetensorsReader.Read(new OneWayStream(stream.ToArray())).Tensors[0].Values.ToArray());
    }

    [Fact]
    public void Write_KnownContent_KnownBytes()
    {
        using var stream = new MemoryStream();

        SafetensorsWriter.Write(
            stream, new SafetensorsFile([new SafetensorsTensor("w", [1], new float[] { 1 })], new Dictionary<string, string>()));

        const string header = """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        Assert.Equal(File(header.PadRight(56), OneFloat), stream.ToArray());
    }

    /// <summary>Bits from IEEE 754 and from the definition of bfloat16, the upper half of a float: 1, -2.5, the smallest subnormal half,
    /// the largest half; pi to the nearest float.</summary>
    [Theory]
    [InlineData("F16", new byte[] { 0x00, 0x3C, 0x00, 0xC1, 0x01, 0x00, 0xFF, 0x7B }, new[] { 1f, -2.5f, 5.9604645E-08f, 65504f })]
    [InlineData("BF16", new byte[] { 0x80, 0x3F, 0x20, 0xC0, 0x49, 0x40 }, new[] { 1f, -2.5f, 3.140625f })]
    [InlineData("F64", new byte[] { 0x18, 0x2D, 0x44, 0x54, 0xFB, 0x21, 0x09, 0x40 }, new[] { 3.1415927f })]
    public void Read_OtherPrecisions_AreWidenedOrRounded(string type, byte[] bytes, float[] expected)
    {
        var header = $$$"""{"w":{"dtype":"{{{type}}}","shape":[{{{expected.Length}}}],"data_offsets":[0,{{{bytes.Length}}}]}}""";

        Assert.Equal(expected, SafetensorsReader.Read(new MemoryStream(File(header, bytes))).Tensors[0].Values.ToArray());
        Assert.Equal(expected, SafetensorsReader.Read(new OneWayStream(File(header, bytes))).Tensors[0].Values.ToArray());
        Assert.Equal(
            $"Byte {8 + header.Length + bytes.Length - 1}: the file ends within w.",
            Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new OneWayStream(File(header, bytes)[..^1]))).Message);
    }

    [Fact]
    public void Read_ManyHalvesFromOneWayStream_AllArrive()
    {
        var bytes = Enumerable.Range(0, 300_001).SelectMany(i => BitConverter.GetBytes((Half)(i % 2048))).ToArray();
        const string header = """{"w":{"dtype":"F16","shape":[300001],"data_offsets":[0,600002]}}""";

        var values = SafetensorsReader.Read(new OneWayStream(File(header, bytes))).Tensors[0].Values.ToArray();

        Assert.Equal(Enumerable.Range(0, 300_001).Select(i => (float)(i % 2048)), values);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_StepCountersOfPyTorch_AreSkipped(bool canSeek)
    {
        const string header = """
            {"bn.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},
            "num_batches_tracked":{"dtype":"I32","shape":[2000],"data_offsets":[12,8012]}}
            """;
        byte[] bytes = File(header, [.. new byte[8], .. OneFloat, .. new byte[8000]]);
        Stream Open(int length) => canSeek ? new MemoryStream(bytes[..length]) : new OneWayStream(bytes[..length]);

        var tensor = Assert.Single(SafetensorsReader.Read(Open(bytes.Length)).Tensors);

        Assert.Equal("w", tensor.Name);
        Assert.Equal([1f], tensor.Values.ToArray());
        Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(Open(bytes.Length - 1)));
    }

    [Theory]
    [InlineData(
        """{"w":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""",
        "Byte 13: w.dtype is I64; it must be one of F32, F16, BF16, F64.")]
    [InlineData(
        """{"num_batches_tracked":{"dtype":"I16","shape":[],"data_offsets":[0,8]}}""",
        "Byte 31: num_batches_tracked.dtype is I16; it must be one of F32, F16, BF16, F64.")]
    [InlineData(
        """{"num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,4]}}""",
        "Byte 31: num_batches_tracked has 4 bytes; it must have 8 for shape [].")]
    [InlineData("""{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}""", "Byte 13: w has 4 bytes; it must have 8 for shape [1].")]
    [InlineData("""{"w":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}}""", "Byte 13: w has 4 bytes; it must have 2 for shape [1].")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "Byte 13: w has 4 bytes; it must have 8 for shape [2].")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "Byte 13: w has 8 bytes; it must have 4 for shape [1].")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "Byte 13: w starts at 4 of the values; it must start at 0, without gap or overlap.")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""",
        "Byte 13: w.data_offsets is [4, 0]; it must be a start and an end not before it.")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""",
        "Byte 13: w.data_offsets is [0]; it must be a start and an end not before it.")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "Byte 37: w.shape has something else than whole numbers from 0 up.")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""",
        "Byte 37: w.shape has something else than whole numbers from 0 up.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", "Byte 53: w.shape has more than 8 numbers.")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[65536,65536,65536,65536],"data_offsets":[0,4]}}""",
        "Byte 13: w.shape is [65536, 65536, 65536, 65536]; it must have at most 2147483591 values.")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[9223372036854775807,2],"data_offsets":[0,4]}}""",
        "Byte 13: w.shape is [9223372036854775807, 2]; it must have at most 2147483591 values.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1]}}""", "Byte 13: w has no data_offsets.")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""",
        "Byte 61: w.more is unknown; it must be dtype, shape or data_offsets.")]
    [InlineData(
        """{"w":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "Byte 28: w.dtype is there twice; it must be there once.")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "Byte 62: tensor 'w' is there twice; it must be there once.")]
    [InlineData(
        """{"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "Byte 66: w starts at 0 of the values; it must start at 4, without gap or overlap.")]
    [InlineData(
        """{"__metadata__":{"a":1},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "Byte 29: __metadata__.a is Number; it must be String.")]
    [InlineData("""[1]""", "Byte 8: the header is StartArray; it must be StartObject.")]
    [InlineData("""{}""", "Byte 10: 4 bytes of values follow; there must be 0.")]
    public void Read_BadHeader_SaysWhereAndWhat(string header, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(File(header, OneFloat))));

        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{]")]
    [InlineData("""{"w":{"dtype":"F32","shape":[[[[[1]]]]],"data_offsets":[0,4]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} {}""")]
    [InlineData("""{"w\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    public void Read_NotJson_SaysWhere(string header)
    {
        var error = Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(File(header, OneFloat))));

        Assert.Matches("^Byte [0-9]+: ", error.Message);
    }

    [Fact]
    public void Read_EveryTruncationAndAnExtraByte_Throws()
    {
        var whole = File("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", OneFloat);
        Assert.Single(SafetensorsReader.Read(new MemoryStream(whole)).Tensors);

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(whole[..length])));
            Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new OneWayStream(whole[..length])));
        }

        Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream([.. whole, 0])));
        Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new OneWayStream([.. whole, 0])));
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 31)]
    [InlineData(SafetensorsReader.MaxHeaderBytes + 1UL)]
    public void Read_HugeHeaderLength_AllocatesNothing(ulong length)
    {
        var bytes = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new OneWayStream(bytes)));

        Assert.Equal($"Byte 0: the header length is {length}; it must be 2 to 16777216.", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_HeaderClaimsTwoGigabytes_AllocatesAtMostMegabytes()
    {
        var header = """{"w":{"dtype":"F32","shape":[536870911],"data_offsets":[0,2147483644]}}""";
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(File(header, OneFloat))));
        Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new OneWayStream(File(header, OneFloat))));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Read_HeaderLengthOfAPipe_IsNotTrusted()
    {
        var bytes = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, SafetensorsReader.MaxHeaderBytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new OneWayStream(bytes)));

        Assert.Equal("Byte 64: the file ends within the header.", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_LongHeaderFromAPipe_Arrives()
    {
        const string form = """{"__metadata__":{"note":"NOTE"},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        var header = form.Replace("NOTE", new string('x', 200_000), StringComparison.Ordinal);

        Assert.Equal([1f], SafetensorsReader.Read(new OneWayStream(File(header, OneFloat))).Tensors[0].Values.ToArray());
    }

    [Fact]
    public void Read_NameOfMegabytes_IsCutInTheMessage()
    {
        var header = $$$"""{"{{{new string('x', 1 << 20)}}}":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""";

        var error = Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(File(header, OneFloat))));

        Assert.Contains($" {new string('x', 80)}… has 8 bytes; it must have 4 for shape [1].", error.Message, StringComparison.Ordinal);
    }

    private static byte[] File(string header, byte[] values)
    {
        var utf8 = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)utf8.Length);
        return [.. length, .. utf8, .. values];
    }

    /// <summary>A stream that does not know its length and gives a few bytes at a time.</summary>
    private sealed class OneWayStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 4099)]);
    }
}
