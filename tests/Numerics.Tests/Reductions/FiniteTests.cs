namespace Experiments.Numerics.Tests;

public class FiniteTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void All_OneElementIsNoNumber_SaysSoWhereverItStands(float value)
    {
        for (var length = 1; length < 70; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var x = Enumerable.Repeat(float.MaxValue, length).ToArray();
                Assert.True(Finite.All(x));
                x[at] = value;
                Assert.False(Finite.All(x), $"{at} of {length}");
            }
        }
    }

    [Fact]
    public void All_NoElements_IsTrue() => Assert.True(Finite.All([]));
}
