using Experiments.Contracts;
using Experiments.Pipeline.Planning;

namespace Experiments.Pipeline.Tests;

public sealed class CompareModelsTests
{
    private const string Groups = """
        [{ "name": "plain", "models": ["a1", "a2", "a3"] }, { "name": "pools", "models": ["b2", "b1"] },
         { "name": "one", "models": ["c3"] }]
        """;

    [Fact]
    public async Task Run_ThreeGroups_SummarisesTheErrorsOfEachOverSeeds()
    {
        await using var bench = await Workbench.OpenAsync();

        var summary = await bench.RunAsync(TinyStudy.Of(Study(Groups)));

        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        var tables = await bench.Studies.ReadTablesAsync("compare", default);
        double Error(string model) => tables.Of<ModelErrorRow>().Single(e => e.Names.Model == model).Row.ErrorRate!.Value;
        Assert.Equal(["plain", "pools", "one"], tables.Of<ModelGroupRow>().Select(g => g.Names.Model!));
        Assert.All(tables.Of<ModelGroupRow>(), g => Assert.Equal(("recipes", "test", 60), (g.Names.Table!, g.Names.Data!, g.Row.Images)));
        var (plain, pools, one) = (tables.Of<ModelGroupRow>()[0].Row, tables.Of<ModelGroupRow>()[1].Row, tables.Of<ModelGroupRow>()[2].Row);

        Assert.Equal([null, "plain", "plain"], tables.Of<ModelGroupRow>().Select(g => g.Names.Source));
        Assert.Equal((3, 0), (plain.Models, plain.Pairs));
        Assert.Equal((Error("a1") + Error("a2") + Error("a3")) / 3, plain.MeanError, 1e-15);
        Assert.Null(plain.MeanDifference);
        Assert.Equal(plain.MeanError - 4.3026527299 * plain.StandardError!.Value, plain.ErrorLow!.Value, 1e-9);

        Assert.Equal((2, 2), (pools.Models, pools.Pairs));
        Assert.Equal((Error("b1") - Error("a1") + Error("b2") - Error("a2")) / 2, pools.MeanDifference!.Value, 1e-15);
        Assert.True(pools.DifferenceLow <= pools.MeanDifference && pools.MeanDifference <= pools.DifferenceHigh);
        Assert.Equal(Math.Min(Error("b1"), Error("b2")), pools.SmallestError);
        Assert.Equal(Math.Max(Error("b1"), Error("b2")), pools.LargestError);

        Assert.Equal((1, 1), (one.Models, one.Pairs));
        Assert.Equal(Error("c3") - Error("a3"), one.MeanDifference!.Value, 1e-15);
        Assert.Null(one.ErrorLow);
        Assert.Null(one.DifferenceLow);
    }

    [Fact]
    public async Task Verify_Groups_FindsNoDifference()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Of(Study(Groups)));

        Assert.Empty((await bench.Engine().VerifyAsync("compare", 1, new Progress<VerifyProgress>(), default)).Differences);
    }

    [Fact]
    public void Plan_GroupsAndModelsInAnotherOrder_PlansTheSameJobs()
    {
        static IEnumerable<JobKey> Keys(string groups) =>
            new Planner(new TinyLibrary()).Plan(TinyStudy.Read(Study(groups))).Jobs.Select(j => j.Job.Key).Order();

        var other = Keys("""
            [{ "name": "1", "models": ["c3"] }, { "name": "plain", "models": ["a3", "a1", "a2"] },
             { "name": "p", "models": ["b1", "b2"] }]
            """);

        Assert.Equal(Keys(Groups), other);
    }

    [Theory]
    [InlineData(
        """[{ "name": "plain", "models": ["a1", "d1"] }]""",
        "models[1] is 'd1'; it must be the name of a model: a1, a2, a3 and 3 more. Did you mean 'a1'?")]
    [InlineData(
        """[{ "name": "plain", "models": ["a1", "b1"] }]""",
        "models has 'a1' and 'b1' with the same seed, 1; each model of a group must have a seed of its own.")]
    [InlineData(
        """[{ "name": "plain", "models": ["a1"] }, { "name": "plain", "models": ["a2"] }]""",
        "name is 'plain'; it must be the name of one group only.")]
    [InlineData(
        """[{ "name": "plian", "models": ["a1"] }]""", "baseline is 'plain'; it must be the name of a group: plian. Did you mean 'plian'?")]
    [InlineData(
        """[{ "name": "plain", "models": ["a1"] }, { "name": "x", "models": ["b2"] }]""",
        "models has no seed of the baseline's, 'plain'; at least one must be shared.")]
    [InlineData("[]", "groups has 0 items; it must have at least 1.")]
    public void Read_WrongGroups_SaysWhatIsWrong(string groups, string error)
    {
        var found = Assert.Throws<StudyValidationException>(() => TinyStudy.Read(Study(groups)));

        Assert.Contains(found.Errors, e => e.Message == error);
    }

    private static string Study(string groups)
    {
        static string Model(string name, int seed, string rest) =>
            $$"""
            { "name": "{{name}}", "architecture": { "type": "mlp", "hidden": [6] }, "training": "short", "trainOn": "train",
              "seed": {{seed}}{{rest}} }
            """;
        const string Pools =
            """, "adversarialPools": [{ "size": 16, "batchSize": 8, "refresh": 4, "attack": { "type": "pgd", "steps": 1 } }]""";
        return $$"""
            {
              "name": "compare",
              "data": { "train": { "dataset": "tiny", "slice": "train" }, "test": { "dataset": "tiny", "slice": "test" } },
              "trainings": { "short": { "epochs": 2, "batchSize": 16, "learningRate": 0.02 } },
              "models": [{{Model("a1", 1, "")}}, {{Model("a2", 2, "")}}, {{Model("a3", 3, "")}},
                {{Model("b1", 1, Pools)}}, {{Model("b2", 2, Pools)}}, {{Model("c3", 3, Pools)}}],
              "analyses": [{ "name": "recipes", "type": "compare-models", "data": "test", "baseline": "plain", "groups": {{groups}} }],
            }
            """;
    }
}
