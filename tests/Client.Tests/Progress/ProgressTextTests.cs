using Experiments.Contracts;
using Experiments.Tests;

namespace Experiments.Client.Tests;

public sealed class ProgressTextTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void View_EveryMoment_LooksAsCheckedIn(int width) => Golden.Check(
        string.Join("\n", FakeStudies.Moments.Select(
            moment => string.Concat(ProgressText.View("szegedy2013", moment, width, unicode: true).Select(l => $"{l}\n")))),
        $"view-{width}");

    [Theory]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(80)]
    public void View_AnyWidth_NoLineIsLonger(int width) => Assert.All(
        FakeStudies.Moments.SelectMany(moment => ProgressText.View("szegedy2013", moment, width, unicode: false)),
        line => Assert.InRange(line.ToString().Length, 1, width));

    [Theory]
    [InlineData(0, 3, 2, "waiting: 3 jobs in other workers' hands")]
    [InlineData(5, 0, 1, "waiting: 1 job for a worker or for another try")]
    public void ViewAndLine_NothingRunsHere_SayWhatIsWaitedFor(int waiting, int leased, int ready, string expected)
    {
        var moment = FakeStudies.Moments[^1] with { Running = [], Jobs = new JobCounts(waiting, ready, leased, 10, 0, 0) };

        Assert.Contains(ProgressText.View("s", moment, 80, unicode: true), line => line.ToString() == $"  {expected}");
        Assert.EndsWith($"; {expected}", ProgressText.Line(moment), StringComparison.Ordinal);
    }

    [Fact]
    public void ViewAndLine_QuotaIsUsedUp_SaySoWhateverRuns()
    {
        const string Waits = "waits: the quota of ann is used up (3 jobs at once)";
        var moment = FakeStudies.Moments[2] with { Waits = Waits };

        Assert.Contains(ProgressText.View("s", moment, 80, unicode: true), line => line.ToString() == $"  {Waits}");
        Assert.Contains($"; {Waits}; train FC100-100-10", ProgressText.Line(moment), StringComparison.Ordinal);
        Assert.EndsWith($"; {Waits}", ProgressText.Line(moment with { Running = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void View_NoUnicode_IsAscii() => Assert.All(
        FakeStudies.Moments.SelectMany(moment => ProgressText.View("szegedy2013", moment, 80, unicode: false)),
        line => Assert.True(System.Text.Ascii.IsValid(line.ToString())));

    [Fact]
    public void PlainProgress_ManyReports_WritesAtMostOneLineInFiveSeconds()
    {
        var output = new StringWriter();
        var progress = new PlainProgress(output);

        foreach (var moment in FakeStudies.Moments)
        {
            progress.Report(moment);
        }

        // At 0, 7 and 14 seconds; the moments at 2 and 8 come too early.
        Assert.Equal(3, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Golden.Check(output.ToString(), "plain");
    }
}
