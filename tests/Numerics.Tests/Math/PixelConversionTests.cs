namespace Experiments.Numerics.Tests;

public class PixelConversionTests
{
    [Fact]
    public void ToUnitInterval_EveryByteAtEveryLength_ByteOver255()
    {
        for (var length = 0; length <= 256; length++)
        {
            var bytes = Enumerable.Range(0, length).Select(i => (byte)(255 - i)).ToArray();
            var x = Enumerable.Repeat(-1f, length + 2).ToArray();

            PixelConversion.ToUnitInterval(bytes, x);

            Bits.AssertEqual([.. bytes.Select(b => b / 255f), -1f, -1f], x);
        }
    }

    [Fact]
    public void ToUnitInterval_ResultTooShort_Refused() =>
        Assert.Equal(
            "x.Length is 2; it must be at least bytes.Length, 3 (Parameter 'x')",
            Assert.Throws<ArgumentException>(() => PixelConversion.ToUnitInterval(new byte[3], new float[2])).Message);
}
