using Experiments.Contracts;
using Experiments.Tests;

namespace Experiments.Reporting.Tests;

/// <summary>The views of analyses against checked-in texts.</summary>
public sealed class AnalysisViewTests
{
    private static readonly StudyTables Units = SampleStudy.Empty.With(
    [
        Unit(0, "linear-sigmoid", 100, "unit", 97, 3, 0.771, 0.046, 0.69, 0.13),
        Unit(0, "linear-sigmoid", 100, "random-direction", 200, 0, 0.718, 0.03, 0.93, 0.1),
        Unit(0, "linear-sigmoid", 100, "random-images", 200, 0, 0.303, 0.01, 2.36, 0.04),
        Unit(3, "conv2d-relu", 3136, "unit", 0, 3136, null, 0, null, 0),
        Unit(3, "conv2d-relu", 3136, "random-direction", 200, 0, 1, 0, 0, 0),
    ]);

    internal static readonly StudyTables Noise = SampleStudy.Empty
        .With(
        [
            Point("FC10(1e-4)", "noise", 0.06, 10_000, 9_072, 0.0600001), Point("FC10(1e-4)", "noise", 1, 10_000, 3_900, 1.0000301),
            Point("FC10(1e-4)", "noise-clipped", 0.06, 10_000, 9_001, 0.0431),
            Point("FC10(1e-4)", "adversarial-rescaled", 0.06, 1000, 12, 0.0552),
            Point("FC10(1e-4)", "adversarial-within", 0.06, 1000, 0, null), Point("FC200-200-10", "noise", 0.06, 10_000, 9_807, 0.06),
        ])
        .With([Direction(clipped: false, 33, 4, 0.0528), Direction(clipped: true, 0, 0, 0.039)]);

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

    private static StudyRow<UnitGroupRow> Unit(
        int layer, string kind, int units, string basis, int draws, int tied, double? purity, double width, double? entropy,
        double entropyWidth) => new(
        SampleStudy.Names("units", model: "FC100-100-10", data: "test"),
        new UnitGroupRow
        {
            Job = SampleStudy.Key(layer), Model = SampleStudy.Key(
                1), Data = "mnist/test", Layer = layer, LayerKind = kind, Units = units, Basis = basis, Top = 8,
            Draws = draws, Tied = tied, Purity = purity, PurityLow = purity - width, PurityHigh = purity + width, Entropy = entropy,
            EntropyLow = entropy - entropyWidth, EntropyHigh = entropy + entropyWidth,
        });

    private static StudyRow<NoiseCurveRow> Point(
        string model, string perturbation, double size, int images, int correct, double? distortion)
    {
        return new(
            SampleStudy.Names("noise", model: model),
            new NoiseCurveRow
            {
                Job = SampleStudy.Key(0), Model = SampleStudy.Key(
                    1), Data = "mnist/test", Perturbation = perturbation, Step = 0, Size = size, Images = images,
                Correct = correct, MeanDistortion = distortion,
            });
    }

    private static StudyRow<RandomDirectionRow> Direction(bool clipped, int fooled, int images, double distortion)
    {
        return new(
            SampleStudy.Names("directions", source: "FC10(1e-4)", attack: "lbfgs"),
            new RandomDirectionRow
            {
                Job = SampleStudy.Key(
                    0), Model = SampleStudy.Key(1), Set = SampleStudy.Key(2), Clipped = clipped, Images = 1000, Moved = 926, Tries = 92_600,
                Fooled = fooled, ImagesFooled = images, AdversarialDistortion = 0.0528,
                MeanDistortion = distortion,
            });
    }
}
