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
