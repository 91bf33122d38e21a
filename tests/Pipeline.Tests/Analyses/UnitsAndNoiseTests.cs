using Experiments.Contracts;
using Experiments.Pipeline.Data;
using Experiments.Testing;

namespace Experiments.Pipeline.Tests;

/// <summary>The analyses of units and of random distortion in a whole study, held against the attacks and examples of the same
/// study.</summary>
public sealed class UnitsAndNoiseTests
{
    private static readonly string Text = TinyStudy.Text
        .Replace(
            "\"draws\": 2 },",
            "\"draws\": 1 },\n    { \"name\": \"chance\", \"type\": \"random-direction\", \"of\": \"lbfgs\", "
                + "\"draws\": 6, \"clip\": false },",
            StringComparison.Ordinal)
        .Replace("\"lbfgs\", \"louder\", \"noise\"]", "\"lbfgs\", \"louder\", \"noise\", \"chance\"]", StringComparison.Ordinal)
        .TrimEnd().TrimEnd('}')
        + """
          "analyses": [
            { "name": "units", "type": "units", "model": "mlp", "layers": [0, 1], "data": "test", "top": 4, "directions": 12 },
            { "name": "curve", "type": "noise-curve", "models": ["linear", "mlp"], "data": "attacked", "sizes": [0.05, 0.2, 0.4],
              "transfer": "table2", "attack": "lbfgs" },
            { "name": "directions", "type": "random-directions", "transfer": "table2", "attack": "lbfgs", "directions": 6 },
          ],
        }
        """;

    [Fact]
    public async Task Run_AnyThreadsShardsAndWorkers_GivesTheSameTables()
    {
        var runs = new List<string>();
        foreach (var (threads, workers, shard) in new[] { (1, 1, 8), (2, 2, 3) })
        {
            await using var bench = await Workbench.OpenAsync(threads);
            var summary = await bench.RunAsync(TinyStudy.Of(Text), shard, workers);
            Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
            runs.Add(StudyText.Of(await bench.Studies.ReadTablesAsync("tiny-study", default)));
        }

        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public async Task Units_EveryLayer_HasAllUnitsDirectionsAndChoicesAndTheirMeans()
    {
        await using var bench = await RunAsync();
        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);
        var draws = await bench.Services.Results.ReadRowsAsync<UnitDrawRow>("tiny-study", default);

        Assert.Equal(
            ["0 random-direction 12", "0 random-images 12", "0 unit 8", "1 random-direction 12", "1 random-images 12", "1 unit 3"],
            tables.Of<UnitGroupRow>().Select(u => $"{u.Row.Layer} {u.Row.Basis} {u.Row.Draws + u.Row.Tied}"));
        Assert.Equal(tables.Of<UnitGroupRow>().Sum(u => u.Row.Draws + u.Row.Tied), draws.Count);
        foreach (var (group, i) in tables.Of<UnitGroupRow>().Select((group, i) => (group.Row, i)))
        {
            var own = draws.Where(d => d.Job == draws[i < 3 ? 0 : ^1].Job && d.Basis == group.Basis && !d.Tied).ToList();
            Assert.Equal(own.Average(d => d.Purity), group.Purity!.Value, 12);
            Assert.Equal(own.Average(d => d.Entropy), group.Entropy!.Value, 12);
            Assert.All(own, d => Assert.Equal(4, d.Images.Split(' ').Distinct().Count()));
        }
    }

    [Fact]
    public async Task ReadUnitPictures_FinishedStudy_ShowsTheImagesOfTheRows()
    {
        await using var bench = await RunAsync();
        var draws = await bench.Services.Results.ReadRowsAsync<UnitDrawRow>("tiny-study", default);

        var layers = await bench.Studies.ReadUnitPicturesAsync("tiny-study", 3, default).ToListAsync();

        Assert.Equal(["units mlp 0", "units mlp 1"], layers.Select(l => $"{l.Analysis} {l.Model} {l.Layer}"));
        var images =
            JobImages.Load(bench.Services.Data, new DataResolver(bench.Services.Data).Resolve(TinyStudy.Read(Text).Data["test"], seed: 7));
        Assert.Equal(["unit", "random-direction", "random-images"], layers[0].Strips.Select(s => s.Basis).Distinct());
        foreach (var strip in layers[0].Strips)
        {
            var row = draws.First(d => d.Basis == strip.Basis && d.Draw == strip.Draw);
            var positions = row.Images.Split(' ').Select(int.Parse).ToList();
            Assert.Equal(positions.Select(images.Label), strip.Labels);
            var pixels = new float[images.Shape.Length];
            images.CopyRange(positions[1], 1, pixels);
            Assert.Equal(pixels, strip.Images[1].ToArray());
        }
    }

    [Fact]
    public async Task NoiseCurve_SizesOfTheStudysOwnAttacks_CountsWhatTheirCellsCount()
    {
        await using var bench = await RunAsync();
        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);

        foreach (var model in new[] { "linear", "mlp" })
        {
            var noise = tables.Of<TransferCellRow>()
                .Single(t => t.Names.Table! == "table2" && t.Names.Attack! == "noise" && t.Names.Victim! == model).Row;
            var louder = tables.Of<TransferCellRow>()
                .Single(t => t.Names.Attack! == "louder" && t.Names.Source == model && t.Names.Victim! == model).Row;
            Assert.Equal(noise.Images - noise.Errors, Point(tables, model, "noise-clipped", 0.2).Correct);
            Assert.Equal(Mean(tables, "noise", model), Point(tables, model, "noise-clipped", 0.2).MeanDistortion!.Value, 12);
            Assert.Equal(louder.Images - louder.Errors, Point(tables, model, "adversarial-rescaled", 0.4).Correct);
            Assert.Equal(Mean(tables, "louder", model), Point(tables, model, "adversarial-rescaled", 0.4).MeanDistortion!.Value, 12);
            Assert.True(Point(tables, model, "noise", 0.4).MeanDistortion > Point(tables, model, "noise-clipped", 0.4).MeanDistortion);
        }
    }

    [Fact]
    public async Task NoiseCurve_Within_CountsTheExamplesThatNeedMore()
    {
        await using var bench = await RunAsync();
        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);
        var examples = await bench.Studies.StreamRowsAsync("tiny-study", ResultTable.Of(typeof(AdversarialExampleRow)), default)
            .Cast<StudyRow<AdversarialExampleRow>>()
            .Where(e => e.Names.Attack! == "lbfgs")
            .ToListAsync();

        foreach (var (names, point) in tables.Of<NoiseCurveRow>().Where(n => n.Row.Perturbation == "adversarial-within"))
        {
            var right = examples.Count(e => e.Names.Source == names.Model && e.Row.PredictedBefore == e.Row.Label
                && !(e.Row.PredictedAfter != e.Row.Label && e.Row.Distortion <= point.Size));
            Assert.Equal((20, right), (point.Images, point.Correct));
        }

        // Else the test could not tell the sizes apart.
        Assert.True(tables.Of<NoiseCurveRow>().Where(n => n.Row.Perturbation == "adversarial-within").Select(n => n.Row.Correct).Distinct()
            .Count() > 2);
    }

    [Fact]
    public async Task RandomDirections_OfEverySource_CountsWhatTheAttackOfTheSameSeedCounts()
    {
        await using var bench = await RunAsync();
        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);

        Assert.Equal(["linear False", "linear True", "mlp False", "mlp True"], tables.Of<RandomDirectionRow>()
            .Select(r => $"{r.Names.Source} {r.Row.Clipped}"));
        foreach (var line in tables.Of<RandomDirectionRow>().Where(r => !r.Row.Clipped))
        {
            var cell = tables.Of<TransferCellRow>().Single(
                t => t.Names.Attack! == "chance" && t.Names.Source == line.Names.Source && t.Names.Victim! == line.Names.Source).Row;
            Assert.Equal(cell.VictimCorrect, line.Row.Tries);
            Assert.Equal(cell.ErrorRateVictimCorrect!.Value, line.Row.FooledRate!.Value, 12);
            Assert.Equal(line.Row.AdversarialDistortion, line.Row.MeanDistortion, 6);
            Assert.InRange(line.Row.ImagesFooled, line.Row.Fooled > 0 ? 1 : 0, line.Row.Fooled);
        }
    }

    [Theory]
    [InlineData("\"layers\": [0, 1]", "\"layers\": [0, 3]", "analyses[0].layers: layers has 3; it must be from 0 to 1 for 'mlp'.")]
    [InlineData(
        "\"model\": \"mlp\", \"layers\"",
        "\"model\": \"mpl\", \"layers\"",
        "analyses[0].model: model is 'mpl'; it must be the name of a model: linear, mlp. Did you mean 'mlp'?")]
    [InlineData(
        "\"top\": 4",
        "\"top\": 4, \"maxImages\": 4",
        "analyses[0].maxImages: maxImages is 4; it must be more than top, which is 4, to leave a choice among tiny's images.")]
    [InlineData("\"sizes\": [0.05,", "\"sizes\": [0,", "analyses[1].sizes: sizes has 0; it must be above 0 and at most 10.")]
    [InlineData(
        "\"transfer\": \"table2\", \"attack\": \"lbfgs\" },",
        "\"attack\": \"lbfgs\" },",
        "analyses[1].attack: transfer is missing; it must be given with attack, or both left out.")]
    [InlineData(
        "\"attack\": \"lbfgs\", \"directions\": 6",
        "\"attack\": \"noise\", \"directions\": 6",
        "analyses[2].attack: attack is 'noise', a control; it must be one that is made on a source model.")]
    [InlineData(
        "\"attack\": \"lbfgs\", \"directions\": 6",
        "\"attack\": \"lbfgs\", \"sources\": [\"mlpp\"]",
        "analyses[2].sources[0]: sources[0] is 'mlpp'; it must be the name of a model: linear, mlp. Did you mean 'mlp'?")]
    public void Read_AnalysisThatDoesNotFit_SaysWhatMustBe(string old, string replacement, string expected)
    {
        var error = Assert.Throws<StudyValidationException>(() => TinyStudy.Read(Text.Replace(old, replacement, StringComparison.Ordinal)));

        Assert.Equal([expected], error.Errors.Select(e => $"{e.Path}: {e.Message}"));
    }

    private static NoiseCurveRow Point(StudyTables tables, string model, string perturbation, double size) =>
        tables.Of<NoiseCurveRow>().Single(n => n.Names.Model! == model && n.Row.Perturbation == perturbation && n.Row.Size == size).Row;

    private static double Mean(StudyTables tables, string attack, string model) =>
        ((AdversarialSetRow)tables.Of<TransferCellRow>().First(
            t => t.Names.Attack! == attack && t.Names.Victim! == model && (t.Names.Source ?? model) == model).Joined[0]!)
            .MeanDistortion!.Value;

    [Fact]
    public async Task Claims_OfNoiseDirectionsAndUnits_AreJudgedByTheRowsOfTheAnalyses()
    {
        await using var bench = await Workbench.OpenAsync();
        var text = Text
            .Replace("\"mlp\"", "\"FC200-200-10\"", StringComparison.Ordinal)
            .Replace("\"type\": \"FC200-200-10\"", "\"type\": \"mlp\"", StringComparison.Ordinal)
            .ReplaceOnce("\"seed\": 7,", "\"seed\": 7, \"compareWith\": \"szegedy2013\",")
            .ReplaceOnce("[0.05, 0.2, 0.4]", "[0.05, 0.2, 1]");
        var summary = await bench.RunAsync(TinyStudy.Of(text));
        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);

        var half = tables.Of<ClaimRow>().Single(c => c.Row.Claim == "half-right-in-noise").Row;
        var point = Point(tables, "FC200-200-10", "noise", 1);
        Assert.Equal(((double)point.Correct / point.Images, 0.51, "number"), (half.Ours, half.Theirs, half.Rule));
        Assert.EndsWith(
            "of 2 pairs, clearly in 2; clearly reversed in 0",
            tables.Of<ClaimRow>().Single(c => c.Row.Claim == "dense-but-improbable").Row.Detail,
            StringComparison.Ordinal);
        var special = tables.Of<ClaimRow>().Single(c => c.Row.Claim == "units-are-not-special").Row;
        var purities = tables.Of<UnitGroupRow>().GroupBy(u => u.Row.Layer).Select(g => (Of(g, "random-direction"), Of(g, "unit"))).ToList();
        Assert.StartsWith($"holds in {purities.Count(p => p.Item1 > p.Item2)} of 2 pairs", special.Detail, StringComparison.Ordinal);

        static double Of(IEnumerable<StudyRow<UnitGroupRow>> lines, string basis) =>
            lines.Single(u => u.Row.Basis == basis).Row.Purity!.Value;
    }

    [Fact]
    public async Task Claims_CurveWithoutThePoint_SaysNothingOfIt()
    {
        await using var bench = await Workbench.OpenAsync();

        var summary =
            await bench.RunAsync(TinyStudy.Of(Text.ReplaceOnce("\"seed\": 7,", "\"seed\": 7, \"compareWith\": \"szegedy2013\",")));

        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        var claims = (await bench.Studies.ReadTablesAsync("tiny-study", default)).Of<ClaimRow>().Select(c => c.Row.Claim).ToList();
        Assert.Contains("dense-but-improbable", claims);
        Assert.DoesNotContain("noise-spares-more", claims);
    }

    [Fact]
    public async Task Verify_StudyWithUnitsAndNoise_FindsNoDifference()
    {
        await using var bench = await RunAsync();

        var report = await bench.Engine().VerifyAsync("tiny-study", 1, new Progress<VerifyProgress>(), default);

        Assert.Empty(report.Differences);
        Assert.Equal(report.Finished, report.Compared);
    }

    private static async Task<Workbench> RunAsync()
    {
        var bench = await Workbench.OpenAsync();
        var summary = await bench.RunAsync(TinyStudy.Of(Text));
        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        return bench;
    }
}
