namespace Experiments.Contracts.Tests;

public sealed class JobCountsTests
{
    [Theory]
    [InlineData(0, 0, 0, 5, 0, 0, true)]
    [InlineData(0, 1, 0, 5, 0, 0, false)]
    [InlineData(0, 0, 1, 5, 0, 0, false)]
    [InlineData(2, 0, 0, 5, 0, 0, false)]
    [InlineData(2, 0, 0, 5, 1, 0, true)]
    public void Finished_IsThatNothingCanRunAnyMore(int waiting, int ready, int leased, int done, int failed, int cancelled, bool finished)
    {
        var counts = new JobCounts(waiting, ready, leased, done, failed, cancelled);

        Assert.Equal(finished, counts.Finished);
        Assert.Equal(waiting + ready + leased + done + failed + cancelled, counts.Total);
    }
}
