namespace Experiments.Numerics.Tests;

public class SoftmaxComplementTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(10, 1)]
    [InlineData(10, 20)]
    [InlineData(17, 5)]
    [InlineData(1000, 3)]
    public void Evaluate_RandomLogits_AsInDoublePrecision(int k, float spread)
    {
        for (var draw = 0; draw < 50; draw++)
        {
            var logits = TestData.Uniform(k, draw).Select(value => value * spread).ToArray();
            var label = draw * 31 % k;
            var gradient = new float[k];

            var loss = SoftmaxComplement.Evaluate(logits, label, gradient);

            // Relative: 2^-24 per unit of a logit's distance from the others' largest, and some 30 more roundings.
            var (expectedLoss, expected) = Reference(logits, label);
            Assert.Equal(expectedLoss, loss, (30 + 3 * spread) * Math.ScaleB(expectedLoss, -24));
            for (var j = 0; j < k; j++)
            {
                Assert.Equal(expected[j], gradient[j], (30 + 3 * spread) * Math.ScaleB(Math.Abs(expected[j]), -24));
            }
        }
    }

    [Fact]
    public void Evaluate_InPlace_SameBits()
    {
        var logits = TestData.Uniform(10, 4);
        var gradient = new float[10];
        var loss = SoftmaxComplement.Evaluate(logits, 6, gradient);

        Assert.Equal(loss, SoftmaxComplement.Evaluate(logits, 6, logits));

        Bits.AssertEqual(gradient, logits);
    }

    [Theory]
    [InlineData(0.7f, -1.1f)]
    [InlineData(-12f, 9f)]
    [InlineData(30f, 0f)]
    public void Evaluate_TwoClasses_IsTheCrossEntropyOfTheOther(float labelLogit, float otherLogit)
    {
        float[] logits = [labelLogit, otherLogit];
        float[] gradient = new float[2], expected = new float[2], loss = new float[1];

        var complement = SoftmaxComplement.Evaluate(logits, 0, gradient);

        SoftmaxCrossEntropy.Evaluate(logits, [1], 1, 2, loss, expected);
        Assert.Equal(1, complement / loss[0], 1e-5);
        Assert.Equal(1, gradient[0] / expected[0], 1e-5);
        Assert.Equal(1, gradient[1] / expected[1], 1e-5);
    }

    [Fact]
    public void Evaluate_HugeLogits_NothingOverflows()
    {
        var gradient = new float[3];

        Assert.Equal(2e30f, SoftmaxComplement.Evaluate([1e30f, -1e30f, -2e30f], 0, gradient));
        Assert.Equal([1f, -1f, 0f], gradient.Select(g => g == 0 ? 0f : g));
        Assert.Equal(0f, SoftmaxComplement.Evaluate([-1e30f, 1e30f, 1e30f], 0, gradient));
        Assert.All(gradient, g => Assert.Equal(0f, MathF.Abs(g)));
    }

    [Theory]
    [InlineData(3, 3, 3, "label is 3; it must be in [0, 3) (Parameter 'label')")]
    [InlineData(3, 3, -1, "label is -1; it must be in [0, 3) (Parameter 'label')")]
    [InlineData(1, 1, 0, "logitGradient.Length is 1; it must be that of logits, 1, and at least 2 (Parameter 'logitGradient')")]
    [InlineData(3, 4, 0, "logitGradient.Length is 4; it must be that of logits, 3, and at least 2 (Parameter 'logitGradient')")]
    public void Evaluate_BadLabelOrShape_Refused(int logits, int gradient, int label, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<ArgumentException>(() => SoftmaxComplement.Evaluate(new float[logits], label, new float[gradient])).Message);

    private static (double Loss, double[] Gradient) Reference(float[] logits, int label)
    {
        var others = logits.Where((_, j) => j != label).Select(z => (double)z).ToArray();
        var max = others.Max();
        var sum = others.Sum(z => Math.Exp(z - max));
        // log(1 + e^a) by its series where e^a is tiny.
        var ratio = Math.Exp(logits[label] - max) / sum;
        var loss = ratio < 1e-5 ? ratio - ratio * ratio / 2 : Math.Log(1 + ratio);
        var p = ratio / (1 + ratio);
        return (loss, [.. logits.Select((z, j) => j == label ? p : -p * Math.Exp(z - max) / sum)]);
    }
}
