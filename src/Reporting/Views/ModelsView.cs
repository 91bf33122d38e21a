using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The networks with their errors and the distortion that it takes to fool them, as the paper's Table 1, the paper's values in brackets.</summary>
internal static class ModelsView
{
    private const int RateDecimals = 2;

    internal static IEnumerable<StyledLine> Lines(StudyTables tables, int width)
    {
        if (tables.Models.Count == 0)
        {
            yield break;
        }

        foreach (var line in Figures.Title("Networks: errors on clean images in percent, and how far images are moved to fool them", width))
        {
            yield return line;
        }
        yield return StyledLine.Empty;
        var rows = tables.Models.Select(model => (Model: model, Distortion: FirstAttackOn(model.Model, tables))).ToList();
        foreach (var line in Table(rows).Layout(width))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        foreach (var line in Notes(rows).SelectMany(note => Figures.Note(note, width)))
        {
            yield return line;
        }
    }

    /// <summary>The first attack of the study that is made on the model itself: amplified copies and the like come after what they start from.</summary>
    private static DistortionLine? FirstAttackOn(string model, StudyTables tables) => tables.Distortion.FirstOrDefault(d => d.Source == model);

    private static Grid Table(List<(ModelLine Model, DistortionLine? Distortion)> rows)
    {
        List<(GridColumn Column, Func<ModelLine, DistortionLine?, GridCell> Cell)> columns =
        [
            (new("model", RightAligned: false, NamesRow: true), (m, _) => GridCell.Of(m.Model)),
            (new("training error", RightAligned: true), (m, _) => GridCell.Of(HumanFormat.BarePercent(m.TrainError, RateDecimals))),
            (new("(paper)", RightAligned: true), (m, _) => Figures.Paper(Published(m.PaperTrainError))),
            (new("test error", RightAligned: true), (m, _) => Figures.Cell(m.TestError is { } rate ? HumanFormat.BarePercent(rate, RateDecimals) : null)),
            (new("95 %", RightAligned: true), (m, _) => GridCell.Of(Figures.Interval(m.TestError, m.TestImages, RateDecimals), Tone.Muted)),
            (new("(paper)", RightAligned: true), (m, _) => Figures.Paper(Published(m.PaperTestError))),
            (new("RMS", RightAligned: true), (_, d) => Figures.Cell(d is null ? null : HumanFormat.Distortion(d.MeanDistortion))),
            (new("(paper)", RightAligned: true), (_, d) => Figures.Paper(d?.PaperDistortion is { } p ? HumanFormat.PublishedDistortion(p) : null)),
            (new("success", RightAligned: true), (_, d) => GridCell.Of(d?.Success is { } s ? HumanFormat.BarePercent(s) : "")),
        ];
        var cells = rows.Select(row => columns.Select(column => column.Cell(row.Model, row.Distortion)).ToArray()).ToList();
        List<int> shown = [.. Enumerable.Range(0, columns.Count).Where(i => cells.Any(row => row[i].Lines.Count > 0))];
        return new Grid([.. shown.Select(i => columns[i].Column)], [.. cells.Select(row => shown.Select(i => row[i]).ToArray())], spaced: false);
    }

    private static string? Published(double? rate) => rate is { } known ? HumanFormat.BarePublishedPercent(known) : null;

    private static IEnumerable<string> Notes(List<(ModelLine Model, DistortionLine? Distortion)> rows)
    {
        var training = Figures.Denominators(rows.Select(row => (row.Model.Model, row.Model.TrainImages)));
        var test = Figures.Denominators(rows.Select(row => (row.Model.Model, row.Model.TestImages)));
        if (training.Length > 0 && test.Length > 0)
        {
            yield return $"Training images: {training}. Test images: {test}; 95 % is Wilson's interval.";
        }

        foreach (var attack in rows.Where(row => row.Distortion is not null).GroupBy(row => row.Distortion!.Attack))
        {
            var images = Figures.Denominators(attack.Select(row => (row.Model.Model, (int?)row.Distortion!.Images)));
            yield return $"RMS: mean distortion by {attack.Key}, perturbed images: {images}; success: percent of them read as the attack wanted.";
        }
    }
}
