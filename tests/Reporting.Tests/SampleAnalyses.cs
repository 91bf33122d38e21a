using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

/// <summary>Made-up results of spectral analyses and of universality, for tests of how they look.</summary>
public static class SampleAnalyses
{
    private static readonly string[] Networks = ["FC10(1)", "conv"];

    public static StudyTables Tables { get; } = SampleStudy.Empty
        .With(
        [
            Layer("FC10(1)", 0, "linear", 3.25, 1, null, 3.25),
            Layer("conv", 0, "conv2d-relu", 9.4321, 1, 9.1, 9.4321), Layer("conv", 1, "max-pool", 1, 1, null, 9.4321),
            Layer("conv", 2, "linear-sigmoid", 40, 0.25, null, 94.321),
        ])
        .With(Networks.SelectMany(n => Enumerable.Range(0, n == "conv" ? 3 : 1).SelectMany(layer => new[]
        {
            Gain(n, layer, "lbfgs", "random", 0.5), Gain(n, layer, "lbfgs", "set", 2.5), Gain(n, layer, "noise", "random", 0.6),
            Gain(n, layer, "noise", "set", 0.61),
        })))
        .With(Networks.SelectMany(source => Networks.SelectMany(victim => new[]
        {
            Tried(source, victim, "mean", 210), Tried(source, victim, "other-image", 300), Tried(source, victim, "random", 24),
            Tried(source, victim, "universal", 805),
        })))
        .With(
        [
            .. Networks.SelectMany(
                victim => new[] { Far("FC10(1)", "lbfgs", victim, victim == "conv" ? null : 1), Far(null, "noise", victim, 3.4567) }),
            Far("conv", "lbfgs", "conv", 1),
        ]);

    private static StudyRow<SpectralLayerRow> Layer(
        string model, int layer, string kind, double bound, double activation, double? padded, double product) => new(
        SampleStudy.Names("layers", model: model),
        new SpectralLayerRow
        {
            Job = SampleStudy.Key(
                0), Model = SampleStudy.Key(1), Layer = layer, Name = $"{layer}", Kind = kind, OutputShape = "10", OperationBound = bound,
            Method = "power iteration to 1e-5",
            ZeroPaddedNorm = padded,
            ActivationBound = activation,
            Bound = bound * activation,
            CumulativeBound = product,
            Converged = layer != 2,
        });

    private static StudyRow<LayerGainRow> Gain(string model, int layer, string attack, string direction, double gain) => new(
        SampleStudy.Names("layers", model: model, source: attack == "noise" ? null : model, attack: attack),
        new LayerGainRow
        {
            Job = SampleStudy.Key(0), Model = SampleStudy.Key(1), Set = SampleStudy.Key(2), Direction = direction, Layer = layer,
            Images = attack == "noise" ? 5000 : 1000,
            MeanGain = gain,
            MedianGain = gain,
            MaxGain = 1.23456 * gain,
            MeanCumulativeGain = gain * (layer + 1),
            MedianCumulativeGain = gain, MaxCumulativeGain = 3 * gain,
        });

    private static StudyRow<UniversalCellRow> Tried(string source, string victim, string kind, int fooled)
    {
        return new(
            SampleStudy.Names("universality", source: source, attack: "lbfgs", victim: victim),
            new UniversalCellRow
            {
                Job = SampleStudy.Key(0), Perturbation = kind, Source = SampleStudy.Key(1), Victim = SampleStudy.Key(
                    2), Images = 1000, Fooled = fooled,
                VictimCorrect = 980, ErrorsAmongVictimCorrect = 490, MeanDistortion = 0.0771,
            });
    }

    private static StudyRow<TransferDistanceRow> Far(string? source, string attack, string victim, double? median) => new(
        SampleStudy.Names("distances", source: source, attack: attack, victim: victim),
        new TransferDistanceRow
        {
            Job = SampleStudy.Key(
                0), Set = SampleStudy.Key(1), Victim = SampleStudy.Key(2), Images = 1000, VictimCorrect = 980, Fooled = 735, Cap = 16,
            FirstQuartile = 0.75, MedianMagnification = median, ThirdQuartile = median * 2, MedianDistortion = median * 0.05,
        });
}
