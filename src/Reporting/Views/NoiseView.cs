using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Random distortion against adversarial distortion of the same size.</summary>
internal static class NoiseView
{
    private static readonly (string Perturbation, string Name)[] Perturbations =
    [
        ("noise", "Gaussian noise"),
        ("noise-clipped", "noise, clipped to [0, 1]"),
        ("adversarial-rescaled", "adversarial, rescaled"),
        ("adversarial-within", "adversarial, within the size"),
    ];

    internal static IEnumerable<StyledLine> Curves(StudyTables tables, int width)
    {
        foreach (var analysis in tables.NoiseCurves.GroupBy(line => line.Analysis))
        {
            var title = Figures.Title($"{analysis.Key}: accuracy in percent against the size of a perturbation (RMS change per pixel), [95 % interval]", width);
            var notes = Notes([.. analysis]).SelectMany(note => Figures.Note(note, width));
            foreach (var line in (IEnumerable<StyledLine>)[.. title, StyledLine.Empty, .. CurveTable([.. analysis]).Layout(width), StyledLine.Empty, .. notes])
            {
                yield return line;
            }
        }
    }

    internal static IEnumerable<StyledLine> Directions(StudyTables tables, int width)
    {
        if (tables.RandomDirections.Count == 0)
        {
            return [];
        }

        var title = Figures.Title("Random directions of the adversarial norm: how often they fool a network that the attack fools each time", width);
        const string note = "Moved: images that the network reads correctly when clean and wrongly once attacked. The interval is for these images, the directions being the chance; clipping to [0, 1] shortens the change.";
        return [.. title, StyledLine.Empty, .. DirectionTable(tables.RandomDirections).Layout(width), StyledLine.Empty, .. Figures.Note(note, width)];
    }

    private static Grid CurveTable(IReadOnlyList<NoiseLine> lines)
    {
        List<string> models = [.. lines.Select(line => line.Model).Distinct()];
        GridColumn[] columns =
        [
            new("perturbation", RightAligned: false, NamesRow: true), new("size", RightAligned: true, NamesRow: true),
            .. models.Select(model => new GridColumn(model, RightAligned: true)),
        ];
        return new Grid(columns, [.. Perturbations.SelectMany(p => Rows(p.Name, [.. lines.Where(line => line.Perturbation == p.Perturbation)], models))], spaced: false);
    }

    private static IEnumerable<IReadOnlyList<GridCell>> Rows(string name, IReadOnlyList<NoiseLine> lines, IReadOnlyList<string> models) => lines
        .GroupBy(line => line.Size)
        .Select((size, i) => (IReadOnlyList<GridCell>)
        [
            GridCell.Of(i == 0 ? name : ""),
            GridCell.Of(size.Key.ToString("0.###", CultureInfo.InvariantCulture)),
            .. models.Select(model => size.FirstOrDefault(line => line.Model == model) is { } line
                ? GridCell.Of($"{HumanFormat.BarePercent(line.Accuracy)} [{Figures.Interval(line.Low, line.High)}]")
                : GridCell.Of(HumanFormat.Missing, Tone.Muted)),
        ]);

    private static IEnumerable<string> Notes(IReadOnlyList<NoiseLine> lines)
    {
        var images = Figures.Denominators(lines.Select(line => (line.Perturbation, (int?)line.Images)));
        yield return $"Images: {images}. The size is that before clipping.";
        if (lines.Any(line => line.Perturbation.StartsWith("adversarial", StringComparison.Ordinal)))
        {
            yield return "Rescaled: each image's adversarial perturbation, brought to the size, then clipped. Within the size: an image counts as wrong where the attack needs no more than the size, "
                + "towards the class that it aims at; a bound from above on what any attack would leave right.";
        }
    }

    private static Grid DirectionTable(IReadOnlyList<RandomDirectionLine> lines)
    {
        GridColumn[] columns =
        [
            new("network", RightAligned: false, NamesRow: true), new("", RightAligned: false, NamesRow: true), new("adversarial RMS", RightAligned: true), new("RMS", RightAligned: true),
            new("moved", RightAligned: true), new("directions", RightAligned: true), new("fooled", RightAligned: true), new("rate", RightAligned: true),
            new("95 %", RightAligned: true), new("images fooled", RightAligned: true),
        ];
        return new Grid(columns, [.. lines.Select(Row)], spaced: false);
    }

    private static IReadOnlyList<GridCell> Row(RandomDirectionLine line) =>
    [
        GridCell.Of(line.Source),
        GridCell.Of(line.Clipped ? "clipped" : "exact norm", Tone.Muted),
        GridCell.Of(HumanFormat.Distortion(line.AdversarialDistortion)),
        GridCell.Of(HumanFormat.Distortion(line.MeanDistortion)),
        GridCell.Of(HumanFormat.Count(line.Moved)),
        GridCell.Of(HumanFormat.Count(line.Tries)),
        GridCell.Of(HumanFormat.Count(line.Fooled)),
        GridCell.Of(Probability(line.FooledRate)),
        GridCell.Of($"{Probability(line.Low)} to {Probability(line.High)}", Tone.Muted),
        GridCell.Of(HumanFormat.Count(line.ImagesFooled)),
    ];

    /// <summary>Probabilities here are small; percents would be zeros.</summary>
    private static string Probability(double value) => value == 0 ? "0" : value.ToString(value < 0.001 ? "0.0e-0" : "0.####", CultureInfo.InvariantCulture);
}
