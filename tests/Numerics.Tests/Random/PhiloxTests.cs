namespace Experiments.Numerics.Tests;

public class PhiloxTests
{
    /// <summary>The published known answers for philox4x32-10: file kat_vectors of Random123 (Salmon et al. 2011).</summary>
    [Theory]
    [InlineData(
        0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Scramble_PublishedCounter_PublishedAnswer(
        uint c0, uint c1, uint c2, uint c3, uint key0, uint key1, uint expected0, uint expected1, uint expected2, uint expected3)
    {
        Philox.Scramble(ref c0, ref c1, ref c2, ref c3, key0, key1);

        Assert.Equal([expected0, expected1, expected2, expected3], new[] { c0, c1, c2, c3 });
    }
}
