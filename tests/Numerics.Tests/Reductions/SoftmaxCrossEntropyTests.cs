namespace Experiments.Numerics.Tests;

public class SoftmaxCrossEntropyTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(17, 10)]
    [InlineData(5, 16)]
    [InlineData(4, 1000)]
    public void Evaluate_RandomLogits_AsInDoublePrecision(int n, int k)
    {
        var logits = TestData.Uniform(n * k, 7).Select(value => value * 20).ToArray();
        var labels = Enumerable.Range(0, n).Select(row => row * 31 % k).ToArray();
        var (losses, gradient) = (new float[n], new float[n * k]);

        SoftmaxCrossEntropy.Evaluate(logits, labels, n, k, losses, gradient);

        for (var row = 0; row < n; row++)
        {
            var (loss, expected) = Reference(logits[(row * k)..((row + 1) * k)], labels[row]);
            // Relative: 2^-24 per unit of a logit's distance from the largest, and some 30 more roundings.
            Assert.Equal(loss, losses[row], (30 + 40) * Math.ScaleB(loss, -24));
            for (var j = 0; j < k; j++)
            {
                Assert.Equal(expected[j], gradient[row * k + j], (30 + 40) * Math.ScaleB(Math.Abs(expected[j]), -24));
            }
        }
    }

    [Fact]
    public void Evaluate_AlmostCertainLabel_LossAndGradientKeepTheirPrecision()
    {
        float[] logits = [30f, 0f, 5f];
        var (losses, gradient) = (new float[1], new float[3]);

        SoftmaxCrossEntropy.Evaluate(logits, [0], 1, 3, losses, gradient);

        var (loss, expected) = Reference(logits, 0);
        Assert.Equal(1, losses[0] / loss, 1e-6);
        Assert.Equal(1, gradient[0] / expected[0], 1e-6);
        Assert.Equal(1, gradient[1] / expected[1], 1e-6);
    }

    [Fact]
    public void Evaluate_HugeLogits_NothingOverflows()
    {
        var (losses, gradient) = (new float[2], new float[4]);

        SoftmaxCrossEntropy.Evaluate([1e30f, -1e30f, 1e30f, -1e30f], [0, 1], 2, 2, losses, gradient);

        Assert.Equal([0f, 2e30f], losses);
        Assert.Equal([0f, 0f, 1f, -1f], gradient.Select(Math.Abs).Zip(gradient, (a, g) => a == 0 ? 0f : g));
    }

    [Fact]
    public void Evaluate_GradientScale_ScalesTheGradientOnly()
    {
        var logits = TestData.Uniform(20, 8);
        var (losses, gradient, scaledLosses, scaled) = (new float[2], new float[20], new float[2], new float[20]);

        SoftmaxCrossEntropy.Evaluate(logits, [3, 4], 2, 10, losses, gradient);
        SoftmaxCrossEntropy.Evaluate(logits, [3, 4], 2, 10, scaledLosses, scaled, 0.25f);

        Bits.AssertEqual(losses, scaledLosses);
        Bits.AssertEqual([.. gradient.Select(g => 0.25f * g)], scaled);
    }

    [Fact]
    public void Evaluate_RowsTogetherOrAlone_LossesOrGradientOnly_InPlace_SameBits()
    {
        const int K = 10;
        var logits = TestData.Uniform(7 * K, 9);
        int[] labels = [0, 1, 2, 3, 9, 5, 6];
        var (losses, gradient) = (new float[7], new float[7 * K]);
        SoftmaxCrossEntropy.Evaluate(logits, labels, 7, K, losses, gradient);

        for (var row = 0; row < 7; row++)
        {
            var (loss, rowGradient) = (new float[1], logits[(row * K)..((row + 1) * K)]);
            SoftmaxCrossEntropy.Evaluate(rowGradient, [labels[row]], 1, K, loss, []);
            SoftmaxCrossEntropy.Evaluate(rowGradient, [labels[row]], 1, K, [], rowGradient);

            Bits.AssertEqual([losses[row]], loss);
            Bits.AssertEqual(gradient.AsSpan(row * K, K), rowGradient);
        }
    }

    [Theory]
    [InlineData(new[] { 0, 3 }, 2, 3, 6, 2, 6, "labels[1] is 3; it must be in [0, 3) (Parameter 'labels')")]
    [InlineData(new[] { -1 }, 1, 3, 3, 1, 3, "labels[0] is -1; it must be in [0, 3) (Parameter 'labels')")]
    [InlineData(new[] { 0 }, 2, 3, 6, 2, 6, "labels.Length is 1; it must be at least 2 (Parameter 'labels')")]
    [InlineData(new[] { 0, 0 }, 2, 3, 5, 2, 6, "logits.Length is 5; it must be at least 6 (Parameter 'logits')")]
    [InlineData(new[] { 0, 0 }, 2, 3, 6, 1, 6, "losses.Length is 1; it must be at least 2 (Parameter 'losses')")]
    [InlineData(new[] { 0, 0 }, 2, 3, 6, 2, 4, "logitGradient.Length is 4; it must be at least 6 (Parameter 'logitGradient')")]
    public void Evaluate_BadLabelOrShape_Refused(int[] labels, int n, int k, int logits, int losses, int gradient, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<ArgumentException>(
                () => SoftmaxCrossEntropy.Evaluate(new float[logits], labels, n, k, new float[losses], new float[gradient])).Message);

    private static (double Loss, double[] Gradient) Reference(float[] logits, int label)
    {
        var max = (double)logits.Max();
        var terms = logits.Select(z => Math.Exp(z - max)).ToArray();
        var sum = terms.Sum();
        var others = terms.Where((_, j) => j != label).Sum();
        var gradient = terms.Select(term => term / sum).ToArray();
        gradient[label] = -others / sum;
        // -log(p) = -log(1 - others / sum); by its series where that is tiny.
        var q = others / sum;
        return (q < 1e-5 ? q + q * q / 2 : Math.Log(sum) + max - logits[label], gradient);
    }
}
