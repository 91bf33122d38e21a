using Experiments.Contracts;

namespace Experiments.Pipeline.Tests;

public sealed class SpectralAndUniversalityTests
{
    private const string Analyses = """
        "analyses": [
          { "name": "layers", "type": "spectral", "transfer": "table2", "attacks": ["lbfgs", "noise"] },
          { "name": "universal", "type": "universality", "transfer": "table2", "attack": "lbfgs", "craftOn": "train",
            "maxCraftImages": 20, "images": "test", "maxImages": 30, "stddev": 0.3, "maxRounds": 2 },
          { "name": "far", "type": "transfer-distance", "transfer": "table2", "attacks": ["lbfgs", "noise"], "cap": 8 },
        ],
        """;

    [Fact]
    public async Task Run_StudyWithAnalyses_FillsTheirTables()
    {
        await using var bench = await Workbench.OpenAsync();

        var summary = await bench.RunAsync(TinyStudy.Of(With(Analyses)));

        Assert.Empty(await bench.Studies.ReadFailuresAsync("tiny-study", default));
        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);
        Assert.Equal(["linear/0/linear", "mlp/0/linear-sigmoid", "mlp/1/linear"], tables.Of<SpectralLayerRow>()
            .Select(l => $"{l.Names.Model!}/{l.Row.Layer}/{l.Row.Kind}"));
        Assert.Equal(
            tables.Of<SpectralLayerRow>()[1].Row.Bound * tables.Of<SpectralLayerRow>()[2].Row.Bound,
            tables.Of<SpectralLayerRow>()[2].Row.CumulativeBound,
            1e-12);
        Assert.Equal(
            ["linear/linear/lbfgs", "linear//noise", "mlp/mlp/lbfgs", "mlp//noise"],
            tables.Of<LayerGainRow>().Select(l => $"{l.Names.Model!}/{l.Names.Source}/{l.Names.Attack!}").Distinct());
        Assert.Equal(
            from source in new[] { "linear", "mlp" } from victim in new[] { "linear", "mlp" } from kind in new[] { "mean", "other-image",
                "random", "universal" } select $"{source}/{victim}/{kind}/30",
            tables.Of<UniversalCellRow>().Select(l => $"{l.Names.Source}/{l.Names.Victim!}/{l.Row.Perturbation}/{l.Row.Images}"));
        Assert.Equal(
            from set in new[] { "linear/lbfgs", "mlp/lbfgs", "/noise" } from victim in new[] { "linear", "mlp" } select $"{set}/{victim}",
            tables.Of<TransferDistanceRow>().Select(l => $"{l.Names.Source}/{l.Names.Attack!}/{l.Names.Victim!}"));
    }

    [Fact]
    public async Task Run_StudyWithAnalyses_NoGainIsAboveItsBoundAndNoLengthContradictsTheTransferTable()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Of(With(Analyses)));

        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);

        Assert.All(tables.Of<LayerGainRow>(), gain =>
        {
            var bound = tables.Of<SpectralLayerRow>().Single(l => l.Names.Model! == gain.Names.Model! && l.Row.Layer == gain.Row.Layer);
            Assert.InRange(gain.Row.MaxGain, 0, bound.Row.Bound * (1 + 1e-4));
            Assert.InRange(gain.Row.MaxCumulativeGain, 0, bound.Row.CumulativeBound * (1 + 1e-4));
        });

        // Along the perturbations more than along random directions of the same lengths.
        Assert.All(
            tables.Of<LayerGainRow>().Where(g => g is { Names.Source: not null, Row.Direction: "set" }).GroupBy(g => g.Names.Model!),
            network =>
                Assert.True(
                    network.Last().Row.MeanCumulativeGain > tables.Of<LayerGainRow>().Last(g => g.Names.Model! == network.Key
                        && g is { Names.Source: not null, Row.Direction: "random" }).Row.MeanCumulativeGain));

        // On its own source an attack that always succeeds needs no lengthening.
        Assert.All(
            tables.Of<TransferDistanceRow>().Where(l => l.Names.Source == l.Names.Victim!),
            l => Assert.InRange(l.Row.ThirdQuartile!.Value, 0.1, 1));
        Assert.All(
            tables.Of<TransferDistancePointRow>().GroupBy(p => (p.Names.Source, p.Names.Attack!, p.Names.Victim!, p.Row.Axis)),
            curve => Assert.Equal(curve.Select(p => p.Row.Fooled).Order(), curve.Select(p => p.Row.Fooled)));
        Assert.All(
            tables.Of<TransferDistanceRow>(),
            l => Assert.Equal(
                l.Row.FooledRate,
                tables.Of<TransferDistancePointRow>().Last(p => p.Row.Axis == "magnification" && (p.Names.Source, p.Names.Attack!,
                    p.Names.Victim!) == (l.Names.Source, l.Names.Attack!, l.Names.Victim!)).Row.FooledRate));
        Assert.All(tables.Of<UniversalCellRow>(), l => Assert.InRange(l.Row.MeanDistortion, 0.1, 0.3));
    }

    [Fact]
    public async Task Run_OtherWorkersThreadsAndShards_GivesTheSameTables()
    {
        var runs = new List<string>();
        foreach (var (threads, workers, shard) in new[] { (1, 1, 8), (2, 2, 500), (2, 3, 3) })
        {
            await using var bench = await Workbench.OpenAsync(threads);
            await bench.RunAsync(TinyStudy.Of(With(Analyses)), shard, workers);
            runs.Add(await Everything.ReadAsync(bench.Studies, "tiny-study"));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Fact]
    public async Task Verify_StudyWithAnalyses_FindsNoDifference()
    {
        await using var bench = await Workbench.OpenAsync();
        var summary = await bench.RunAsync(TinyStudy.Of(With(Analyses)));

        var report = await bench.Engine().VerifyAsync("tiny-study", 1, new Progress<VerifyProgress>(), default);

        Assert.Equal(summary.Jobs.Total, report.Compared);
        Assert.Empty(report.Differences);
    }

    [Fact]
    public void Read_NamesThatStandForNothing_AreListedTogether()
    {
        var error = Assert.Throws<StudyValidationException>(() => TinyStudy.Read(With("""
            "analyses": [
              { "name": "a", "type": "spectral", "models": ["lineal"], "transfer": "table3" },
              { "name": "b", "type": "spectral", "attacks": ["lbfgs"] },
              { "name": "c", "type": "universality", "transfer": "table2", "attack": "noise", "craftOn": "train", "images": "tost" },
              { "name": "d", "type": "transfer-distance", "transfer": "small", "attacks": ["lbfgs"], "cap": 0.1 },
            ],
            """)));

        Assert.Contains(
            "models[0] is 'lineal'; it must be the name of a model: linear, mlp. Did you mean 'linear'?",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "analyses[0].transfer: transfer is 'table3'; it must be the name of a transfer: table2, small. Did you mean 'table2'?",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "analyses[1].attacks: attacks is given without transfer; it must name attacks of a transfer.",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "analyses[2].attack: attack is 'noise', a control; it must be one that is made on a source model.",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("analyses[2].images: images is 'tost'; it must be the name of data: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "analyses[3].attacks: attacks has 'lbfgs'; it must be one of transfer 'small': noise.",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("analyses[3].cap: cap is 0.1; it must be above 0.125 and at most 1024.", error.Message, StringComparison.Ordinal);
    }

    private static string With(string analyses) =>
        TinyStudy.Text.Replace("\"transfers\": [", analyses + "\n\"transfers\": [", StringComparison.Ordinal);
}
