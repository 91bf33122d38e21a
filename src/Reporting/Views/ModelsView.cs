using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The networks with their errors and the distortion that it takes to fool them, as the paper's Table 1, the paper's values in
/// brackets.</summary>
internal static class ModelsView
{
    private const int RateDecimals = 2;

    internal static IEnumerable<StyledLine> Lines(StudyTables tables, int width)
    {
        if (tables.Of<ModelRow>().Count == 0)
        {
            yield break;
        }

        foreach (var line in Figures.Title("Networks: errors on clean images in percent, and how far images are moved to fool them", width))
        {
            yield return line;
        }
        yield return StyledLine.Empty;
        var rows = tables.Of<ModelRow>()
            .Select(model => new Network(model, FirstAttackOn(model.Names.Model!, tables), tables.TestOf(model.Names.Model!)))
            .ToList();
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

    /// <summary>The first attack of the study that is made on the model itself: amplified copies and the like come after what they start
    /// from.</summary>
    private static StudyRow<AdversarialSetRow>? FirstAttackOn(string model, StudyTables tables) =>
        tables.Of<AdversarialSetRow>().FirstOrDefault(d => d.Names.Source == model);

    private static Grid Table(List<Network> rows)
    {
        List<(GridColumn Column, Func<Network, GridCell> Cell)> columns =
        [
            (new("model", RightAligned: false, NamesRow: true), n => GridCell.Of(n.Name)),
            (new("training error", RightAligned: true),
                n => GridCell.Of(HumanFormat.BarePercent(n.Model.Row.TrainErrorRate, RateDecimals))),
            (new("(paper)", RightAligned: true), n => Figures.Paper(Published(n.Model))),
            (new("test error", RightAligned: true),
                n => Figures.Cell(n.Test is { } test ? HumanFormat.BarePercent(test.Row.ErrorRate, RateDecimals) : null)),
            (new("95 %", RightAligned: true),
                n => GridCell.Of(Figures.Interval(n.Test?.Row.ErrorRateLow, n.Test?.Row.ErrorRateHigh, RateDecimals), Tone.Muted)),
            (new("(paper)", RightAligned: true), n => Figures.Paper(Published(n.Test))),
            (new("RMS", RightAligned: true),
                n => Figures.Cell(n.Distortion is { } set ? Figures.Distortion(set.Row) : null)),
            (new("(paper)", RightAligned: true),
                n => Figures.Paper(n.Distortion?.Published is { } p ? HumanFormat.PublishedDistortion(p) : null)),
            (new("success", RightAligned: true),
                n => GridCell.Of(n.Distortion?.Row.SuccessRate is { } s ? HumanFormat.BarePercent(s) : "")),
            (new("failures", RightAligned: true), n => GridCell.Of(n.Distortion is { } set ? Figures.Failed(set) : "", Tone.Warning)),
        ];
        var cells = rows.Select(row => columns.Select(column => column.Cell(row)).ToArray()).ToList();
        List<int> shown = [.. Enumerable.Range(0, columns.Count).Where(i => cells.Any(row => row[i].Lines.Count > 0))];
        return new Grid(
            [.. shown.Select(i => columns[i].Column)], [.. cells.Select(row => shown.Select(i => row[i]).ToArray())], spaced: false);
    }

    private static string? Published(StudyRow? row) => row?.Published is { } known ? HumanFormat.BarePublishedPercent(known) : null;

    private static IEnumerable<string> Notes(List<Network> rows)
    {
        var training = Figures.Denominators(rows.Select(row => (row.Name, (int?)row.Model.Row.TrainImages)));
        var test = Figures.Denominators(rows.Select(row => (row.Name, row.Test?.Row.Images)));
        if (training.Length > 0 && test.Length > 0)
        {
            var interval = rows.Any(row => row.Test?.Replicates.Count > 1) ? "Student's interval over replicates" : "Wilson's interval";
            yield return $"Training images: {training}. Test images: {test}; 95 % is {interval}.";
        }

        foreach (var attack in rows.Where(row => row.Distortion is not null).GroupBy(row => row.Distortion!.Names.Attack!))
        {
            var images = Figures.Denominators(attack.Select(row => (row.Name, (int?)row.Distortion!.Row.Images)));
            var over = attack.First().Distortion!.Row.AttackClass is null or AttackClasses.MinimalNorm
                ? $"the images read as it wanted in the end, of {images}; those misread before count with the little that they needed"
                : $"all images, {images}";
            yield return $"RMS: mean distortion by {attack.Key} over {over}. Success: percent of the images right before.";
        }
    }

    private sealed record Network(StudyRow<ModelRow> Model, StudyRow<AdversarialSetRow>? Distortion, StudyRow<ModelErrorRow>? Test)
    {
        internal string Name => Model.Names.Model!;
    }
}
