using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Perturbations on images that they were not made for: a row for each source and kind, a column for each victim, fooling rates in
/// the cells.</summary>
internal static class UniversalView
{
    internal static IEnumerable<StyledLine> Lines(string analysis, StudyTables tables, int width)
    {
        var lines = tables.Of<UniversalCellRow>().Where(line => line.Names.Table! == analysis).ToList();
        foreach (var line in Figures.Title($"{analysis}: perturbations on images that they were not made for", width)
            .Concat(Figures.Note("Share of images whose class by the column's network changes, in percent; [95 % interval].", width)))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        var beside = Table(lines, stacked: false);
        foreach (var line in (beside.Fits(width) ? beside : Table(lines, stacked: true)).Layout(width))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        var images = Figures.Denominators(lines.Select(line => (line.Names.Victim!, (int?)line.Row.Images)));
        var note =
            $"Images: {images}, others than the perturbations were made for. universal: one perturbation for all images; mean: of the "
                + "set's perturbations; other-image: the set's perturbations in turn; random: "
                + "a direction for each image, the control. RMS: after clipping to [0, 1]; the same for all before.";
        foreach (var line in Figures.Note(note, width))
        {
            yield return line;
        }
    }

    /// <summary>The analyses of a study that have results.</summary>
    internal static IEnumerable<string> Names(StudyTables tables) =>
        tables.Of<UniversalCellRow>().Select(line => line.Names.Table!).Distinct();

    private static Grid Table(List<StudyRow<UniversalCellRow>> lines, bool stacked)
    {
        var victims = lines.Select(line => line.Names.Victim!).Distinct().ToList();
        GridColumn[] columns =
        [
            new("made on", RightAligned: false, NamesRow: true),
            new("perturbation", RightAligned: false, NamesRow: true),
            new("RMS", RightAligned: true),
            .. victims.Select(victim => new GridColumn(victim, RightAligned: true)),
        ];
        return new Grid(
            columns,
            [.. lines.GroupBy(line => line.Names.Source).SelectMany(source => Rows([.. source], victims, stacked))],
            spaced: stacked);
    }

    private static IEnumerable<GridCell[]> Rows(List<StudyRow<UniversalCellRow>> source, List<string> victims, bool stacked)
    {
        foreach (var (kind, first) in Kinds(source).Select((kind, i) => (kind, i == 0)))
        {
            yield return
            [
                first ? GridCell.Of(source[0].Names.Source!) : GridCell.Empty,
                GridCell.Of(kind),
                GridCell.Of(HumanFormat.Distortion(source.First(line => line.Row.Perturbation == kind).Row.MeanDistortion)),
                .. victims.Select(
                    victim => Cell(source.FirstOrDefault(line => line.Names.Victim! == victim && line.Row.Perturbation == kind), stacked)),
            ];
        }
    }

    /// <summary>What is made for the purpose first, the control last.</summary>
    private static IEnumerable<string> Kinds(List<StudyRow<UniversalCellRow>> lines)
    {
        string[] order = ["universal", "mean", "other-image", "random"];
        return lines.Select(line => line.Row.Perturbation).Distinct().OrderBy(kind => Array.IndexOf(order, kind));
    }

    private static GridCell Cell(StudyRow<UniversalCellRow>? line, bool stacked)
    {
        if (line is null)
        {
            return Figures.Cell(null);
        }

        var (rate, interval) =
            (HumanFormat.BarePercent(line.Row.FoolingRate), Figures.Interval(line.Row.FoolingRateLow, line.Row.FoolingRateHigh));
        return stacked ? new GridCell([new(rate), new(interval, Tone.Muted)]) : GridCell.Of($"{rate} [{interval}]");
    }
}
