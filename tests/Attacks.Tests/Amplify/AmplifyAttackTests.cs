namespace Experiments.Attacks.Tests;

public sealed class AmplifyAttackTests
{
    [Fact]
    public void Craft_BoxInactive_KeepsTheDirectionAndReachesTheStddev()
    {
        float[] x0 = [0.5f, 0.5f, 0.5f, 0.5f];
        float[] x = [0.51f, 0.48f, 0.5f, 0.5f];

        var batch = Amplify(x0, x, 0.1);

        Assert.Equal(0.1, batch.Examples[0].Distortion, 6);
        Assert.Equal(-2.0, (batch.Image(0)[1] - 0.5) / (batch.Image(0)[0] - 0.5), 4);
        Assert.Equal(0.5f, batch.Image(0)[3]);
    }

    [Fact]
    public void Craft_BoxActive_ClipsAfterRescaling()
    {
        float[] x0 = [0f, 0.95f];
        float[] x = [0.1f, 1f];

        var batch = Amplify(x0, x, 0.5);

        Assert.Equal(1f, batch.Image(0)[1]);
        Assert.Equal(0.5 * Math.Sqrt(2) * 2 / Math.Sqrt(5), batch.Image(0)[0], 5);
    }

    [Fact]
    public void Craft_NoPerturbation_StaysClean()
    {
        float[] x0 = [0.25f, 0.75f];

        var batch = Amplify(x0, x0, 0.1);

        Assert.Equal(x0, batch.Image(0).ToArray());
        Assert.Equal(0.0, batch.Examples[0].Distortion);
    }

    [Fact]
    public void Constructor_StddevNotAboveZero_SaysTheRule()
    {
        var error = Assert.Throws<ArgumentException>(() => new AmplifyAttack(new AmplifyOptions { Stddev = 0 }));

        Assert.Equal("attack amplify: stddev is 0; it must be above 0 and at most 10. (Parameter 'options')", error.Message);
    }

    private static AdversarialBatch Amplify(float[] x0, float[] x, double stddev) =>
        AttackRunner.Craft(
            new AmplifyAttack(new AmplifyOptions { Stddev = stddev }),
            new AttackInput { Images = x0, Length = x0.Length, Labels = new[] { 3 }, Positions = new[] { 17 }, BaseImages = x, Seed = 1 },
            progress: null,
            CancellationToken.None);
}
