using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

/// <summary>Made-up results of spectral analyses and of universality, for tests of how they look.</summary>
public static class SampleAnalyses
{
    private static readonly string[] Networks = ["FC10(1)", "conv"];

    public static StudyTables Tables { get; } = SampleStudy.Empty with
    {
        Spectral =
        [
            Layer("FC10(1)", 0, "linear", 3.25, 1, null, 3.25),
            Layer("conv", 0, "conv2d-relu", 9.4321, 1, 9.1, 9.4321), Layer("conv", 1, "max-pool", 1, 1, null, 9.4321), Layer("conv", 2, "linear-sigmoid", 40, 0.25, null, 94.321),
        ],
        Gains = [.. Networks.SelectMany(n => Enumerable.Range(0, n == "conv" ? 3 : 1).SelectMany(layer => new[] { Gain(n, layer, "lbfgs", "random", 0.5), Gain(n, layer, "lbfgs", "set", 2.5), Gain(n, layer, "noise", "random", 0.6), Gain(n, layer, "noise", "set", 0.61) }))],
        Universal = [.. Networks.SelectMany(source => Networks.SelectMany(victim => new[] { ("mean", 210), ("other-image", 300), ("random", 24), ("universal", 805) }.Select(kind => Tried(source, victim, kind.Item1, kind.Item2))))],
        TransferDistances = [.. Networks.SelectMany(victim => new[] { Far("FC10(1)", "lbfgs", victim, victim == "conv" ? null : 1), Far(null, "noise", victim, 3.4567) }), Far("conv", "lbfgs", "conv", 1)],
    };

    private static SpectralLine Layer(string model, int layer, string kind, double bound, double activation, double? padded, double product) => new()
    {
        Analysis = "layers", Model = model, Layer = layer, Name = $"{layer}", Kind = kind, OutputShape = "10", OperationBound = bound, Method = "power iteration to 1e-5", ZeroPaddedNorm = padded,
        ActivationBound = activation, Bound = bound * activation, CumulativeBound = product, Converged = layer != 2,
    };

    private static GainLine Gain(string model, int layer, string attack, string direction, double gain) => new()
    {
        Analysis = "layers", Model = model, Source = attack == "noise" ? null : model, Attack = attack, Direction = direction, Layer = layer, Images = attack == "noise" ? 5000 : 1000,
        MeanGain = gain, MedianGain = gain, MaxGain = 1.23456 * gain, MeanCumulativeGain = gain * (layer + 1), MedianCumulativeGain = gain, MaxCumulativeGain = 3 * gain,
    };

    private static UniversalLine Tried(string source, string victim, string kind, int fooled)
    {
        var interval = WilsonInterval.For(fooled, 1000);
        return new UniversalLine
        {
            Analysis = "universality", Source = source, Attack = "lbfgs", Perturbation = kind, Victim = victim, Images = 1000, Fooled = fooled, FoolingRate = fooled / 1000.0,
            Low = interval.Low, High = interval.High, ImagesVictimCorrect = 980, ErrorRateVictimCorrect = 0.5, MeanDistortion = 0.0771,
        };
    }

    private static TransferDistanceLine Far(string? source, string attack, string victim, double? median) => new()
    {
        Analysis = "distances", Source = source, Attack = attack, Victim = victim, Images = 1000, ImagesVictimCorrect = 980, FooledRate = 0.75, Cap = 16,
        FirstQuartile = 0.75, MedianMagnification = median, ThirdQuartile = median * 2, MedianDistortion = median * 0.05,
    };
}
