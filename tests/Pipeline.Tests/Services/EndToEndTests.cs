using Experiments.Contracts;

namespace Experiments.Pipeline.Tests;

public sealed class EndToEndTests
{
    [Fact]
    public async Task Run_TinyStudy_FillsEveryCellOfEveryTable()
    {
        await using var bench = await Workbench.OpenAsync();

        // Long enough that both networks have learnt something.
        var study = TinyStudy.Text.Replace("\"epochs\": 6", "\"epochs\": 24", StringComparison.Ordinal);
        var summary = await bench.RunAsync(TinyStudy.Of(study));

        Assert.Empty(await bench.Studies.ReadFailuresAsync("tiny-study", default));
        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);
        Assert.Equal(["linear", "mlp"], tables.Of<ModelRow>().Select(m => m.Names.Model!));
        Assert.All(tables.Of<ModelRow>(), m => Assert.InRange(tables.TestOf(m.Names.Model!)!.Row.ErrorRate!.Value, 0, 0.2));
        Assert.Equal(["linear/test", "linear/P1", "mlp/test"], tables.Of<ModelErrorRow>().Select(e => $"{e.Names.Model!}/{e.Names.Data!}"));
        Assert.Equal(
            ["table2/linear/lbfgs", "table2/mlp/lbfgs", "table2/linear/louder", "table2/mlp/louder", "table2//noise", "small//noise"],
            tables.Of<AdversarialSetRow>().Select(d => $"{d.Names.Table!}/{d.Names.Source}/{d.Names.Attack!}"));
        foreach (var shape in tables.Shapes)
        {
            Assert.Equal(
                shape.Rows.SelectMany(r => shape.Victims.Select(v => (r.Source, r.Attack, v))),
                tables.Of<TransferCellRow>().Where(t => t.Names.Table! == shape.Table).Select(
                    t => (t.Names.Source, t.Names.Attack!, t.Names.Victim!)));
        }

        var noise = tables.Of<AdversarialSetRow>().Single(d => d.Names.Table! == "table2" && d.Names.Attack! == "noise").Row;
        Assert.Equal(40, noise.Images);
        Assert.Null(noise.SuccessRate);
        Assert.All(tables.Of<AdversarialSetRow>().Where(d => d.Names.Attack! == "lbfgs"), d => Assert.Equal(1, d.Row.SuccessRate));
        Assert.Equal(100, 100
            * tables.Of<TransferCellRow>().Single(t => t.Names is { Source: "linear", Attack: "lbfgs", Victim: "linear" }).Row.ErrorRate);
    }

    [Fact]
    public async Task Run_Replicates_FillsEveryCellInEachAndNoTwoAreAlike()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.RunAsync(TinyStudy.Of(TinyStudy.Text.ReplaceOnce("\"seed\": 7,", "\"seed\": 7, \"replicates\": 2,")));

        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);
        var cells = tables.Of<TransferCellRow>();
        Assert.Equal([1, 2], cells.Select(cell => cell.Names.Replicate).Distinct());
        Assert.Equal(2 * tables.Shapes.Sum(shape => shape.Rows.Count * shape.Victims.Count), cells.Count);
        Assert.Equal(4, tables.Of<ModelRow>().Select(model => (model.Row.Weights, model.Row.Seed)).Distinct().Count());
        Assert.Equal(cells.Count / 2, tables.Summarised().Of<TransferCellRow>().Count);
        Assert.All(tables.Summarised().Of<TransferCellRow>(), cell => Assert.Equal(
            cell.Replicates.Average(replicate => ((TransferCellRow)replicate.Untyped).ErrorRate), cell.Row.ErrorRate));
    }

    [Fact]
    public async Task StreamRows_TinyStudy_HasOneRowPerPerturbedImageInTableOrder()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);

        var lines = await bench.Studies.StreamRowsAsync("tiny-study", ResultTable.Of(typeof(AdversarialExampleRow)), default)
            .Cast<StudyRow<AdversarialExampleRow>>()
            .ToListAsync();

        Assert.Equal(4 * 20 + 40 + 20, lines.Count);
        Assert.Equal(Enumerable.Range(0, 20), lines.Where(l => l.Names is { Source: "mlp", Attack: "lbfgs" }).Select(l => l.Row.Image));
        Assert.Equal(
            Enumerable.Range(0, 10).SelectMany(i => new[] { (i, 0), (i, 1) }),
            lines.Where(l => l.Names.Table! == "small").Select(l => (l.Row.Image, l.Row.Draw)));
        Assert.All(lines.Where(l => l.Names.Attack! == "lbfgs"), l => Assert.NotEqual(l.Row.Label, l.Row.TargetClass));
        Assert.All(lines, l => Assert.Equal(l.Row.C is null, l.Row.ProjectedGradientNorm is null));
        Assert.Contains(lines, l => l.Row.ProjectedGradientNorm > 0);
    }

    [Fact]
    public async Task Run_OtherWorkersThreadsAndShards_GivesTheSameTablesExamplesAndImages()
    {
        var runs = new List<string>();
        foreach (var (threads, workers, shard) in new[] { (1, 1, 8), (2, 2, 500), (2, 3, 3) })
        {
            await using var bench = await Workbench.OpenAsync(threads);
            await bench.RunAsync(TinyStudy.Document, shard, workers);
            runs.Add(await Everything.ReadAsync(bench.Studies, "tiny-study"));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Fact]
    public async Task Run_FinishedStudyAgain_RunsNothing()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);
        var before = await bench.Services.Ledger.ListWorkersAsync(default);

        await bench.RunAsync(TinyStudy.Document);

        Assert.Equal(before.Sum(w => w.Done), (await bench.Services.Ledger.ListWorkersAsync(default)).Sum(w => w.Done));
    }

    [Fact]
    public async Task Plan_ModelAndImagesAddedToFinishedStudy_RunsOnlyWhatIsNew()
    {
        await using var bench = await Workbench.OpenAsync();
        var text = TinyStudy.Seeded;
        await bench.RunAsync(TinyStudy.Of(text), shardImages: 5);
        var grown = text
            .Replace("test[0..20)", "test[0..25)", StringComparison.Ordinal)
            .Replace("\"name\": \"tiny-study\"", "\"name\": \"renamed\"", StringComparison.Ordinal)
            .Replace("linear", "softmax regression", StringComparison.Ordinal);

        var plan = await bench.Engine(5).PlanAsync(TinyStudy.Of(grown), default);

        // 5 sets of table2, each with one shard more; every set and cell of table2 reads more images than before. "small" is as it was.
        Assert.Equal(
            [("train", 2, 2), ("errors", 3, 3), ("craft", 25, 20), ("collect", 6, 1), ("evaluate", 14, 2)],
            plan.Kinds.Select(k => (k.Kind, k.Jobs, k.Cached)));
        Assert.All(plan.Kinds, k => Assert.Equal(k.Cached < k.Jobs, k.Work > TimeSpan.Zero));
        Assert.Equal(plan.Kinds.Sum(k => k.Work!.Value.TotalSeconds) / plan.Workers, plan.EstimatedTime!.Value.TotalSeconds, 0.1);
    }

    [Fact]
    public async Task Plan_FreshDatabase_RunsNothingAndEstimatesNothing()
    {
        await using var bench = await Workbench.OpenAsync();

        var plan = await bench.Engine().PlanAsync(TinyStudy.Document, default);

        Assert.Equal(0, plan.Cached);
        Assert.Null(plan.EstimatedTime);
        Assert.All(plan.Kinds, k => Assert.Null(k.Work));
        Assert.Empty(await bench.Studies.ListAsync(default));
    }

    [Fact]
    public async Task Run_FewerImagesByOverride_PerturbsThatMany()
    {
        await using var bench = await Workbench.OpenAsync();

        await bench.RunAsync(TinyStudy.Of(TinyStudy.Text, images: 4));

        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);
        Assert.All(tables.Of<AdversarialSetRow>(), d => Assert.Equal(d.Names.Attack! == "noise" ? 8 : 4, d.Row.Images));
    }

    [Fact]
    public async Task ReadPictures_LbfgsOnLinear_ShowsOriginalsAndWhatTheLinesSay()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document, shardImages: 3);

        var pictures = await bench.Studies.ReadPicturesAsync("tiny-study", "table2", "linear", "lbfgs", 7, default);

        Assert.Equal(Enumerable.Range(0, 7), pictures.Select(p => p.Example.Row.Image));
        foreach (var picture in pictures)
        {
            var squares = picture.Original.ToArray().Zip(picture.Perturbed.ToArray(), (a, b) => ((double)b - a) * ((double)b - a)).Sum();
            Assert.Equal(picture.Example.Row.Distortion, Math.Sqrt(squares / 20), 12);
            Assert.True(picture.Example.Row.Distortion > 0);
        }
    }

    [Fact]
    public async Task OpenWeights_NameOrKey_OpensTheSameSafetensorsFile()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);
        var engine = bench.Engine();
        var key = (await bench.Studies.ReadTablesAsync("tiny-study", default)).Of<ModelRow>()[1].Row.Job.Value;

        await using var byName = await bench.Studies.OpenWeightsAsync("mlp", null, default);
        await using var byKey = await bench.Studies.OpenWeightsAsync(key[..10], "tiny-study", default);

        var file = Networks.SafetensorsReader.Read(byName);
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], file.Tensors.Select(t => t.Name));
        Assert.Equal(file.Tensors[0].Values.ToArray(), Networks.SafetensorsReader.Read(byKey).Tensors[0].Values.ToArray());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("0123456789")]
    [InlineData("a")]
    public async Task OpenWeights_UnknownModel_NamesThoseThatExist(string model)
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);

        var error = await Assert.ThrowsAsync<ModelNotFoundException>(() => bench.Studies.OpenWeightsAsync(model, null, default));

        Assert.Equal(
            $"model is '{model}'; it must be the name of one trained model, or at least 8 digits of its key: linear, mlp.", error.Message);
    }

    [Fact]
    public async Task Get_UnknownStudy_NamesThoseSubmitted()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.Engine().SubmitAsync(TinyStudy.Document, default);

        var error = await Assert.ThrowsAsync<StudyNotFoundException>(() => bench.Studies.GetAsync("tony", default));

        Assert.Equal("study is 'tony'; it must be one of those submitted: tiny-study.", error.Message);
    }
}
