using Experiments.Contracts;
using Experiments.Tests;

namespace Experiments.Reporting.Tests;

/// <summary>The views of analyses against checked-in texts.</summary>
public sealed class AnalysisViewTests
{
    private static readonly StudyTables Units = SampleStudy.Empty with
    {
        Units =
        [
            Unit(0, "linear-sigmoid", 100, "unit", 97, 3, 0.771, 0.046, 0.69, 0.13),
            Unit(0, "linear-sigmoid", 100, "random-direction", 200, 0, 0.718, 0.03, 0.93, 0.1),
            Unit(0, "linear-sigmoid", 100, "random-images", 200, 0, 0.303, 0.01, 2.36, 0.04),
            Unit(3, "conv2d-relu", 3136, "unit", 0, 3136, null, 0, null, 0),
            Unit(3, "conv2d-relu", 3136, "random-direction", 200, 0, 1, 0, 0, 0),
        ],
    };

    private static readonly StudyTables Noise = SampleStudy.Empty with
    {
        NoiseCurves =
        [
            Point("FC10(1e-4)", "noise", 0.06, 10_000, 9_072, 0.0600001), Point("FC10(1e-4)", "noise", 1, 10_000, 3_900, 1.0000301),
            Point("FC10(1e-4)", "noise-clipped", 0.06, 10_000, 9_001, 0.0431), Point("FC10(1e-4)", "adversarial-rescaled", 0.06, 1000, 12, 0.0552),
            Point("FC10(1e-4)", "adversarial-within", 0.06, 1000, 0, null), Point("FC200-200-10", "noise", 0.06, 10_000, 9_807, 0.06),
        ],
        RandomDirections =
        [
            new RandomDirectionLine
            {
                Analysis = "directions", Source = "FC10(1e-4)", Attack = "lbfgs", Clipped = false, Images = 1000, Moved = 926, Tries = 92_600, Fooled = 33, FooledRate = 33 / 92_600.0,
                Low = 0.000254, High = 0.0005, ImagesFooled = 4, AdversarialDistortion = 0.0528, MeanDistortion = 0.0528,
            },
            new RandomDirectionLine
            {
                Analysis = "directions", Source = "FC10(1e-4)", Attack = "lbfgs", Clipped = true, Images = 1000, Moved = 926, Tries = 92_600, Fooled = 0, FooledRate = 0,
                Low = 0, High = 0.0000415, ImagesFooled = 0, AdversarialDistortion = 0.0528, MeanDistortion = 0.039,
            },
        ],
    };

    [Theory]
    [InlineData(120)]
    [InlineData(60)]
    public void Lines_Units_AreTheCheckedInText(int width) => Check(Units, "units", width);

    [Theory]
    [InlineData(140)]
    [InlineData(60)]
    public void Lines_Noise_AreTheCheckedInText(int width) => Check(Noise, "noise", width);

    private static void Check(StudyTables tables, string name, int width)
    {
        var lines = StudyView.Lines(tables, width);

        Assert.All(lines, line => Assert.True(line.ToString().Length <= width, line.ToString()));
        Golden.Check(string.Concat(lines.Select(line => $"{line}\n")), $"{name}-{width}");
    }

    private static UnitLine Unit(int layer, string kind, int units, string basis, int draws, int tied, double? purity, double width, double? entropy, double entropyWidth) => new()
    {
        Analysis = "units", Model = "FC100-100-10", Data = "test", Layer = layer, LayerKind = kind, Units = units, Basis = basis, Top = 8, Draws = draws, Tied = tied,
        Purity = purity, PurityLow = purity - width, PurityHigh = purity + width, Entropy = entropy, EntropyLow = entropy - entropyWidth, EntropyHigh = entropy + entropyWidth,
    };

    private static NoiseLine Point(string model, string perturbation, double size, int images, int correct, double? distortion) => new()
    {
        Analysis = "noise", Model = model, Perturbation = perturbation, Size = size, Images = images, Correct = correct, Accuracy = (double)correct / images,
        Low = Math.Max(0, ((double)correct / images) - 0.01), High = Math.Min(1, ((double)correct / images) + 0.01), MeanDistortion = distortion,
    };
}
