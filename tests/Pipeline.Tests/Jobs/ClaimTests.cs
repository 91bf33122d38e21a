using Experiments.Contracts;
using Experiments.Pipeline.Jobs.Claims;
using Experiments.Pipeline.Planning;

namespace Experiments.Pipeline.Tests;

public sealed class ClaimTests
{
    private static readonly string Compared = TinyStudy.Text
        .Replace("\"linear\"", "\"FC10(1e-4)\"", StringComparison.Ordinal)
        .Replace("\"seed\": 7,", "\"seed\": 7, \"compareWith\": \"szegedy2013\",", StringComparison.Ordinal);

    [Fact]
    public async Task Run_StudyThatComparesItself_JudgesWhatItHasResultsFor()
    {
        await using var bench = await Workbench.OpenAsync();

        var summary = await bench.RunAsync(TinyStudy.Of(Compared));

        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);
        Assert.Equal(
            [
                "always-fooled", "crosses-networks", "table1: error of FC10(1e-4) on train", "table1: error of FC10(1e-4) on test",
                "table2: error of FC10(1e-4), fed lbfgs on FC10(1e-4)", "table2: distortion of lbfgs on FC10(1e-4)",
            ],
            tables.Of<ClaimRow>().Select(c => c.Row.Claim));
        var own = tables.Of<ClaimRow>().Single(c => c.Row.Statement == "error of FC10(1e-4), fed lbfgs on FC10(1e-4)").Row;
        var cell = tables.Of<TransferCellRow>().Single(t => t.Names is { Source: "FC10(1e-4)", Attack: "lbfgs", Victim: "FC10(1e-4)" }).Row;
        Assert.Equal(
            ((double?)cell.ErrorRate!.Value, (double?)cell.ErrorRateLow, (double?)cell.ErrorRateHigh, (double?)1.0, "reproduced"),
            ((double?)own.Ours, own.Low, own.High, own.Theirs, own.Verdict));
        var distortion = tables.Of<ClaimRow>().Single(c => c.Row.Unit == "distortion").Row;
        Assert.Equal(
            tables.Of<AdversarialSetRow>().First(d => d.Names is { Source: "FC10(1e-4)", Attack: "lbfgs" }).Row.MeanDistortionWanted!.Value,
            distortion.Ours);
        Assert.InRange(distortion.Ours, distortion.Low!.Value, distortion.High!.Value);
        Assert.Equal("40 of 40 in 2 sets", tables.Of<ClaimRow>()[0].Row.Detail);
    }

    [Fact]
    public async Task Verify_Claims_AreRecomputedFromTheirInputs()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Of(Compared));

        var report = await bench.Engine().VerifyAsync("tiny-study", 1, new Progress<VerifyProgress>(), default);

        Assert.Empty(report.Differences);
        Assert.Equal(report.Finished, report.Compared);
    }

    [Fact]
    public void Plan_Claim_ReadsTheJobsThatDecideIt()
    {
        var plan = new Planner(new TinyLibrary()).Plan(TinyStudy.Read(Compared));

        var kinds = plan.Jobs.ToDictionary(j => j.Job.Key, j => j.Job.Kind);
        var claims = plan.Jobs.Where(j => j.Job.Kind == "claim").ToDictionary(
            j => plan.Names.Single(n => n.Job == j.Job.Key), j => j.Job.Inputs.Select(i => $"{i.Role} {kinds[i.Key]}"));
        Assert.Equal(["value collect", "value collect"], claims.Single(c => c.Key.Table == "always-fooled").Value);
        Assert.Equal(
            ["more evaluate", "less errors", "more evaluate", "less errors"], claims.Single(c => c.Key.Table == "crosses-networks").Value);
        Assert.Equal(["value train"], claims.Single(c => c.Key is { Model: not null, Data: "train" }).Value);
    }

    [Theory]
    [InlineData("conv2d-relu", "conv3", true, 2)]
    [InlineData("linear", "fc1", true, 0)]
    [InlineData("linear-relu", "conv1", false, 0)]
    [InlineData("max-pool", "conv12", false, 11)]
    public void PaperLayers_KindAndName_TellSortAndPlace(string kind, string layer, bool fits, int place) =>
        Assert.Equal((fits, place), (PaperLayers.IsOfSort(kind, layer), PaperLayers.Place(layer)));

    [Fact]
    public void Plan_WithoutComparison_HasNoClaims() =>
        Assert.DoesNotContain(new Planner(new TinyLibrary()).Plan(TinyStudy.Read(TinyStudy.Text)).Jobs, j => j.Job.Kind == "claim");
}
