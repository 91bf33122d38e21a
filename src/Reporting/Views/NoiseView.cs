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

    /// <summary>What people read for a kind of perturbation.</summary>
    internal static string NameOf(string perturbation) =>
        Perturbations.FirstOrDefault(known => known.Perturbation == perturbation).Name ?? perturbation;

    internal static IEnumerable<StyledLine> Curves(StudyTables tables, int width)
    {
        foreach (var analysis in tables.Of<NoiseCurveRow>().GroupBy(line => line.Names.Table!))
        {
            var title = Figures.Title(
                $"{analysis.Key}: accuracy in percent against the size of a perturbation (RMS change per pixel), [95 % interval]", width);
            var notes = Notes([.. analysis]).SelectMany(note => Figures.Note(note, width));
            foreach (var line in (IEnumerable<StyledLine>)[.. title, StyledLine.Empty, .. CurveTable([.. analysis]).Layout(width),
                StyledLine.Empty, .. notes])
            {
                yield return line;
            }
        }
    }

    private static Grid CurveTable(IReadOnlyList<StudyRow<NoiseCurveRow>> lines)
    {
        List<string> models = [.. lines.Select(line => line.Names.Model!).Distinct()];
        GridColumn[] columns =
        [
            new("perturbation", RightAligned: false, NamesRow: true), new("size", RightAligned: true, NamesRow: true),
            .. models.Select(model => new GridColumn(model, RightAligned: true)),
        ];
        return new Grid(
            columns,
            [.. Perturbations.SelectMany(p => Rows(p.Name, [.. lines.Where(line => line.Row.Perturbation == p.Perturbation)], models))],
            spaced: false);
    }

    private static IEnumerable<IReadOnlyList<GridCell>> Rows(
        string name, IReadOnlyList<StudyRow<NoiseCurveRow>> lines, IReadOnlyList<string> models) => lines
        .GroupBy(line => line.Row.Size)
        .Select((size, i) => (IReadOnlyList<GridCell>)
        [
            GridCell.Of(i == 0 ? name : ""),
            GridCell.Of(size.Key.ToString("0.###", CultureInfo.InvariantCulture)),
            .. models.Select(model => size.FirstOrDefault(line => line.Names.Model! == model) is { } line
                ? GridCell.Of(
                    $"{HumanFormat.BarePercent(line.Row.Accuracy)} [{Figures.Interval(line.Row.AccuracyLow, line.Row.AccuracyHigh)}]")
                : GridCell.Of(HumanFormat.Missing, Tone.Muted)),
        ]);

    private static IEnumerable<string> Notes(IReadOnlyList<StudyRow<NoiseCurveRow>> lines)
    {
        var images = Figures.Denominators(lines.Select(line => (line.Row.Perturbation, (int?)line.Row.Images)));
        yield return $"Images: {images}. The size is that before clipping.";
        if (lines.Any(line => line.Row.Perturbation.StartsWith("adversarial", StringComparison.Ordinal)))
        {
            yield return "Rescaled: each image's adversarial perturbation, brought to the size, then clipped. Within the size: an image "
                + "counts as wrong where the attack needs no more than the size, "
                + "towards the class that it aims at; a bound from above on what any attack would leave right.";
        }
    }
}
