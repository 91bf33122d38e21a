namespace Experiments.Attacks.Tests;

public sealed class RandomDirectionAttackTests
{
    [Fact]
    public void Craft_NotClipped_HasTheOtherSetsNormToRounding()
    {
        var (x0, x) = (Enumerable.Repeat(0.25f, 300).ToArray(), Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? 0.5f : 0.25f).ToArray());

        var batch = Move(x0, x, draws: 20, clip: false);

        Assert.Equal(20, batch.Examples.Count);
        Assert.All(batch.Examples, e => Assert.Equal(0.25 / Math.Sqrt(3), e.Distortion, 7));
        Assert.Contains(batch.Images.ToArray(), pixel => pixel < 0f);
    }

    [Fact]
    public void Craft_Clipped_StaysInTheBoxAndLosesNorm()
    {
        var (x0, x) = (new float[300], Enumerable.Repeat(0.5f, 300).ToArray());

        var batch = Move(x0, x, draws: 20, clip: true);

        Assert.All(batch.Images.ToArray(), pixel => Assert.InRange(pixel, 0f, 1f));

        // Half of the squared norm lies in pixels below 0.
        Assert.All(batch.Examples, e => Assert.InRange(e.Distortion, 0.25, 0.42));
    }

    [Fact]
    public void Craft_NoPerturbation_StaysClean()
    {
        float[] x0 = [0.25f, 0.75f];

        var batch = Move(x0, x0, draws: 1, clip: true);

        Assert.Equal(x0, batch.Image(0).ToArray());
    }

    /// <summary>
    /// A linear network of two classes in three dimensions: a uniform direction's component along the normal of the boundary is uniform in
    /// [-1, 1] (Archimedes), so a step of length rho crosses a boundary at distance d with probability (1 - d / rho) / 2.
    /// </summary>
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.18)]
    public void Craft_LinearNetworkInThreeDimensions_CrossesTheBoundaryAsOftenAsTheClosedFormSays(double distance)
    {
        const int draws = 10_000;
        const double length = 0.2;
        double[] normal = [2 / 3.0, -1 / 3.0, 2 / 3.0];
        float[] x0 = [0.5f, 0.5f, 0.5f];
        float[] x = [0.5f, 0.5f, 0.5f + (float)length];
        var bias = (float)(distance - x0.Select((pixel, i) => normal[i] * pixel).Sum());
        var network = new DenseClassifier(new DenseLayer(3, [.. normal.Select(w => (float)w), 0, 0, 0], [bias, 0]));

        var batch = Move(x0, x, draws, clip: false);

        var logits = new float[2 * draws];
        using var pass = network.OpenPass(draws);
        pass.Forward(batch.Images.Span, draws, logits);
        var crossed = Enumerable.Range(0, draws).Count(i => logits[2 * i] < logits[2 * i + 1]);
        var expected = (1 - distance / length) / 2;
        Assert.Equal(expected, (double)crossed / draws, 3 * Math.Sqrt(expected * (1 - expected) / draws));
    }

    [Fact]
    public void Craft_BaseSetOfSeveralDraws_TakesEachImagesOwnNorm()
    {
        float[] x0 = [0.5f, 0.5f];
        float[] bases = [0.6f, 0.5f, 0.5f, 0.7f];

        var batch = AttackRunner.Craft(
            new RandomDirectionAttack(new RandomDirectionOptions { Draws = 2, Clip = false }),
            new AttackInput { Images = x0, Length = 2, Labels = new[] { 3 }, Positions = new[] { 17 }, BaseImages = bases, BaseDraws = 2,
                Seed = 1 },
            progress: null,
            CancellationToken.None);

        Assert.Equal([0.1, 0.1, 0.2, 0.2], batch.Examples.Select(e => Math.Round(e.Distortion * Math.Sqrt(2), 6)));
        Assert.Equal(4, batch.Examples.Select(e => batch.Image(e.Draw)[0]).Distinct().Count());
    }

    [Fact]
    public void Constructor_NoDraws_SaysTheRule()
    {
        var error = Assert.Throws<ArgumentException>(() => new RandomDirectionAttack(new RandomDirectionOptions { Draws = 0 }));

        Assert.Equal("attack random-direction: draws is 0; it must be from 1 to 10000. (Parameter 'options')", error.Message);
    }

    private static AdversarialBatch Move(float[] x0, float[] x, int draws, bool clip) =>
        AttackRunner.Craft(
            new RandomDirectionAttack(new RandomDirectionOptions { Draws = draws, Clip = clip }),
            new AttackInput { Images = x0, Length = x0.Length, Labels = new[] { 3 }, Positions = new[] { 17 }, BaseImages = x, Seed = 1 },
            progress: null,
            CancellationToken.None);
}
