namespace Experiments.Grains.Tests;

public sealed class OverheadTests
{
    /// <summary>By processor time, which a busy machine stretches less than the clock; benchmarks/GrainOverhead measures both.</summary>
    [Fact]
    public async Task Shard_NothingToCompute_CostsLessThanFiveMilliseconds()
    {
        await OverheadProbe.MeasureAsync(jobs: 100, places: 1);

        var (_, processor) = await OverheadProbe.MeasureAsync(jobs: 400, places: 1);

        Assert.InRange(processor / 400, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));
    }
}
