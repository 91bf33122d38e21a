namespace Experiments.Contracts.Tests;

public sealed class JobCountsTests
{
    [Theory]
    [InlineData(2, 2, 0, 0, true, StudyState.Unknown)]
    [InlineData(2, 2, 0, 1, true, StudyState.Failed)]
    [InlineData(2, 3, 0, 0, false, StudyState.Open)]
    [InlineData(2, 2, 1, 0, false, StudyState.Running)]
    public void Over_JobsOfAnUnknownKind_AreWaitedForByNobody(int waiting, int ready, int leased, int failed, bool over, StudyState state)
    {
        var counts = new JobCounts(waiting, ready, leased, 5, failed, 0) { Unknown = 2 };

        Assert.Equal(over, counts.Over);
        Assert.Equal(state, new StudySummary { Name = "s", SubmittedAt = default, Jobs = counts }.State);
    }

    [Theory]
    [InlineData(0, 0, 0, 5, 0, 0, true)]
    [InlineData(0, 1, 0, 5, 0, 0, false)]
    [InlineData(0, 0, 1, 5, 0, 0, false)]
    [InlineData(2, 0, 0, 5, 0, 0, false)]
    [InlineData(2, 0, 0, 5, 1, 0, true)]
    [InlineData(2, 0, 0, 5, 0, 1, true)]
    [InlineData(0, 0, 0, 5, 0, 1, true)]
    public void Over_IsThatNothingCanRunAnyMore(int waiting, int ready, int leased, int done, int failed, int cancelled, bool over)
    {
        var counts = new JobCounts(waiting, ready, leased, done, failed, cancelled);

        Assert.Equal(over, counts.Over);
        Assert.Equal(waiting + ready + leased + done + failed + cancelled, counts.Total);
    }

    [Theory]
    [InlineData(0, 0, 0, 5, 0, 0, false, StudyState.Finished)]
    [InlineData(0, 0, 0, 5, 0, 0, true, StudyState.Finished)]
    [InlineData(0, 0, 0, 5, 0, 2, false, StudyState.Cancelled)]
    [InlineData(0, 1, 0, 5, 0, 0, true, StudyState.Cancelled)]
    [InlineData(3, 0, 0, 5, 1, 2, false, StudyState.Cancelled)]
    [InlineData(3, 0, 0, 5, 1, 0, false, StudyState.Failed)]
    [InlineData(3, 0, 1, 5, 0, 0, false, StudyState.Running)]
    [InlineData(3, 1, 0, 5, 0, 0, false, StudyState.Open)]
    [InlineData(3, 1, 0, 5, 0, 0, false, StudyState.Superseded, true)]
    [InlineData(0, 0, 0, 5, 0, 0, false, StudyState.Finished, true)]
    public void State_ACancelledStudy_IsNotFinished(
        int waiting, int ready, int leased, int done, int failed, int cancelled, bool isCancelled, StudyState state,
        bool isSuperseded = false) =>
        Assert.Equal(state, new StudySummary
        {
            Name = "s", SubmittedAt = default, Jobs = new(waiting, ready, leased, done, failed, cancelled), IsCancelled = isCancelled,
            IsSuperseded = isSuperseded,
        }.State);
}
