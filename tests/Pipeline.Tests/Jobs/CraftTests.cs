using Experiments.Contracts;

namespace Experiments.Pipeline.Tests;

public sealed class CraftTests
{
    /// <summary>They had a source and said nothing of it.</summary>
    [Fact]
    public async Task Run_AmplifyOfImagesMadeOnASource_HasPredictionsAndWhatTheirAttackWanted()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);

        var examples = await ExamplesAsync(bench);

        var louder = examples.Where(line => line.Names.Attack == "louder").ToList();
        Assert.NotEmpty(louder);
        foreach (var line in louder)
        {
            var start = examples.Single(other => (other.Names.Table, other.Names.Source, other.Names.Attack, other.Row.Image) ==
                (line.Names.Table, line.Names.Source, "lbfgs", line.Row.Image)).Row;
            Assert.NotNull(line.Names.Source);
            Assert.Equal(start.PredictedBefore, line.Row.PredictedBefore);
            Assert.Equal(start.TargetClass, line.Row.TargetClass);
            Assert.NotNull(line.Row.PredictedAfter);
            Assert.Equal(line.Row.PredictedAfter == line.Row.TargetClass, line.Row.Success);
        }

        Assert.Contains(louder, line => line.Row.Success == true);
    }

    [Fact]
    public async Task Run_AnyAttack_SaysWhatTheSourceReadsInBytes()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);

        var examples = await ExamplesAsync(bench);

        Assert.All(examples, line =>
        {
            Assert.Equal(line.Names.Source is not null, line.Row.PredictedAsBytes is not null);
            Assert.Equal(line.Names.Source is not null, line.Row.SuccessAsBytes is not null);
        });
    }

    private static async Task<List<StudyRow<AdversarialExampleRow>>> ExamplesAsync(Workbench bench) => await bench.Studies
        .StreamRowsAsync("tiny-study", ResultTable.Of(typeof(AdversarialExampleRow)), default)
        .Cast<StudyRow<AdversarialExampleRow>>()
        .ToListAsync();
}
