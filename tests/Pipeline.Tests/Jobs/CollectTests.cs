using Experiments.Contracts;

namespace Experiments.Pipeline.Tests;

public sealed class CollectTests
{
    private const string Budgeted =
        """{ "name": "linf", "type": "pgd", "norm": "linf", "epsilon": 0.3, "stepSize": 0.1, "steps": 5 },""";

    [Fact]
    public async Task Run_SetsOfEveryClass_StoreClassNormAndEpsilon()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(With(Budgeted));

        var sets = (await bench.Studies.ReadTablesAsync("tiny-study", default)).Of<AdversarialSetRow>();

        (string?, string?, double?) Of(string attack) => sets.Where(set => set.Names.Attack == attack)
            .Select(set => (set.Row.AttackClass, set.Row.Norm, set.Row.Epsilon)).Distinct().Single();
        Assert.Equal((AttackClasses.FixedBudget, "linf", 0.3), Of("linf"));
        Assert.Equal((AttackClasses.MinimalNorm, "l2", null), Of("lbfgs"));
        Assert.Equal((AttackClasses.Control, null, null), Of("louder"));
        Assert.Equal((AttackClasses.Control, null, null), Of("noise"));
    }

    [Fact]
    public async Task Run_AnyAttack_CountsAreThoseOfItsExamples()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(With(Budgeted));
        var sets = (await bench.Studies.ReadTablesAsync("tiny-study", default)).Of<AdversarialSetRow>();

        foreach (var set in sets.Where(set => set.Names.Attack is "linf" or "lbfgs"))
        {
            var examples = await ExamplesAsync(bench, set.Names);
            var right = examples.Where(e => e.PredictedBefore == e.Label).ToList();
            var moved = set.Names.Attack == "lbfgs" ? right.Where(e => e.Success == true).ToList() : examples;

            Assert.Equal(
                (examples.Count, examples.Count - right.Count, right.Count, right.Count(e => e.Success == true)),
                (set.Row.Images, set.Row.MisclassifiedBefore, set.Row.Attacked, set.Row.Successes));
            Assert.Equal(right.Count(e => e.Success == false), set.Row.Failures);
            Assert.Equal(examples.Count(e => e.Success == true), set.Row.Wanted);
            Assert.Equal(moved.Average(e => e.Distortion), set.Row.MeanDistortion!.Value, 12);
            Assert.Equal(moved.Average(e => e.Linf!.Value), set.Row.MeanLinf!.Value, 12);
            Assert.Equal(set.Row.MeanDistortion.Value * Math.Sqrt(20), set.Row.MeanL2!.Value, 12);
            Assert.Equal(WilsonInterval.For(set.Row.Successes!.Value, set.Row.Attacked!.Value).Low, set.Row.SuccessRateLow);
        }
    }

    /// <summary>A weak attack looked strong: the images that it failed on were averaged as distortion 0.</summary>
    [Fact]
    public async Task Run_AttackThatFails_HasNoDistortionForIt()
    {
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));

        // As if the search, which alone has a weight c, had found nothing for every third image.
        ledger.Change = (lease, result) => result with
        {
            Rows = [.. result.Rows.Select(row => row is AdversarialExampleRow { C: not null } example && example.Image % 3 == 0
                ? example with { Success = false, Distortion = 0, Linf = 0 }
                : row)],
        };
        await bench.RunAsync(TinyStudy.Document);
        var sets = (await bench.Studies.ReadTablesAsync("tiny-study", default)).Of<AdversarialSetRow>();

        var set = sets.First(line => line.Names.Attack == "lbfgs" && line.Row.Failures > 0);
        var examples = await ExamplesAsync(bench, set.Names);
        var wanted = examples.Where(e => e.Success == true).ToList();

        Assert.Equal(set.Row.Attacked, set.Row.Successes + set.Row.Failures);
        Assert.True(set.Row.MedianDistortion > 0);
        Assert.Equal(SpreadOfValues.Of([.. wanted.Select(e => e.Distortion)]).Mean, set.Row.MeanDistortionWanted);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Verify_RowFromBeforeAColumnWas_IsNoDifference(bool isAdded, int differences)
    {
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        ledger.Change = (lease, result) => result with { Rows = [.. result.Rows.Select(row => row is not AdversarialSetRow set ? row
            : isAdded ? set with { AttackClass = null, Norm = null, Attacked = null, MeanLinf = null }
            : set with { MisclassifiedBefore = null })] };
        await bench.RunAsync(TinyStudy.Document);

        var report = await bench.Engine().VerifyAsync("tiny-study", 1, new Progress<VerifyProgress>(), default);

        Assert.Equal(differences == 0, report.Differences.Count == 0);
        Assert.All(report.Differences, difference => Assert.Contains("MisclassifiedBefore", difference.Place, StringComparison.Ordinal));
    }

    private static StudyDocument With(string attack) => TinyStudy.Of(TinyStudy.Text
        .ReplaceOnce("\"attacks\": [\n", $"\"attacks\": [\n{attack}\n")
        .ReplaceOnce("\"attacks\": [\"lbfgs\",", "\"attacks\": [\"linf\", \"lbfgs\","));

    private static async Task<List<AdversarialExampleRow>> ExamplesAsync(Workbench bench, StudyJob set) => await bench.Studies
        .StreamRowsAsync("tiny-study", ResultTable.Of(typeof(AdversarialExampleRow)), default)
        .Cast<StudyRow<AdversarialExampleRow>>()
        .Where(line => (line.Names.Table, line.Names.Source, line.Names.Attack) == (set.Table, set.Source, set.Attack))
        .Select(line => line.Row)
        .ToListAsync();
}
