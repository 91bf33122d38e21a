namespace Experiments.Numerics.Tests;

public class CrossEntropyDirectionTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(10, 1)]
    [InlineData(10, 20)]
    [InlineData(1000, 3)]
    public void Evaluate_RandomLogits_AsInDoublePrecision(int k, float spread)
    {
        for (var draw = 0; draw < 50; draw++)
        {
            var logits = TestData.Uniform(k, draw).Select(value => value * spread).ToArray();
            var label = draw * 31 % k;
            var direction = new float[k];

            CrossEntropyDirection.Evaluate(logits, label, sign: 1, direction);

            var max = logits.Where((_, j) => j != label).Max();
            var sum = logits.Where((_, j) => j != label).Sum(z => Math.Exp((double)z - max));
            for (var j = 0; j < k; j++)
            {
                var expected = j == label ? -1 : Math.Exp((double)logits[j] - max) / sum;
                Assert.Equal(expected, direction[j], (30 + 3 * spread) * Math.ScaleB(Math.Abs(expected), -24));
            }
        }
    }

    [Fact]
    public void Evaluate_OtherSign_PointsTheOtherWay()
    {
        var logits = TestData.Uniform(10, 4);
        float[] up = new float[10], down = new float[10];

        CrossEntropyDirection.Evaluate(logits, 6, sign: 1, up);
        CrossEntropyDirection.Evaluate(logits, 6, sign: -1, down);

        Assert.Equal(up.Select(d => -d), down);
    }

    [Fact]
    public void Evaluate_InPlace_SameBits()
    {
        var logits = TestData.Uniform(10, 4);
        var direction = new float[10];
        CrossEntropyDirection.Evaluate(logits, 6, sign: 1, direction);

        CrossEntropyDirection.Evaluate(logits, 6, sign: 1, logits);

        Bits.AssertEqual(direction, logits);
    }

    [Theory]
    [InlineData(1, 1, 0, "direction.Length is 1; it must be that of logits, 1, and at least 2 (Parameter 'direction')")]
    [InlineData(3, 4, 0, "direction.Length is 4; it must be that of logits, 3, and at least 2 (Parameter 'direction')")]
    [InlineData(3, 3, 3, "label is 3; it must be in [0, 3) (Parameter 'label')")]
    public void Evaluate_UnfitSpans_NameTheRule(int logits, int direction, int label, string message)
    {
        var error = Assert.Throws<ArgumentException>(
            () => CrossEntropyDirection.Evaluate(new float[logits], label, sign: 1, new float[direction]));

        Assert.Equal(message, error.Message);
    }
}
