using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Transfer distances: a row for each set, a column for each victim; in a cell the median magnification and the median change
/// there.</summary>
internal static class TransferDistanceView
{
    internal static IEnumerable<StyledLine> Lines(string analysis, StudyTables tables, int width)
    {
        var lines = tables.Of<TransferDistanceRow>().Where(line => line.Names.Table! == analysis).ToList();
        foreach (var line in Figures.Title($"{analysis}: how far perturbations have to be lengthened to fool the column's network", width)
            .Concat(Figures.Note(
                "Median of the smallest magnification that fools, [first and third quartile]; below it the median RMS change there.",
                width)))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        foreach (var line in Table(lines).Layout(width))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        var note =
            $"Over the images that the victim reads correctly without a change. >{Number(lines[0].Row.Cap)}: not within the largest "
                + "magnification tried. A magnification of 1 is the perturbation as it was made. "
                + "The curves are in the table transfer-distance-points.";
        foreach (var line in Figures.Note(note, width))
        {
            yield return line;
        }
    }

    /// <summary>The analyses of a study that have results.</summary>
    internal static IEnumerable<string> Names(StudyTables tables) =>
        tables.Of<TransferDistanceRow>().Select(line => line.Names.Table!).Distinct();

    private static Grid Table(List<StudyRow<TransferDistanceRow>> lines)
    {
        var victims = lines.Select(line => line.Names.Victim!).Distinct().ToList();
        GridColumn[] columns =
            [new("made on", RightAligned: false, NamesRow: true), .. victims.Select(victim => new GridColumn(victim, RightAligned: true))];
        return new Grid(
            columns,
            [.. lines.GroupBy(line => (line.Names.Source, line.Names.Attack!)).Select(set => Row([.. set], victims))],
            spaced: true);
    }

    private static GridCell[] Row(List<StudyRow<TransferDistanceRow>> set, List<string> victims)
    {
        List<StyledText> name =
            set[0].Names.Source is { } source ? [new(source), new(set[0].Names.Attack!, Tone.Muted)] : [new(set[0].Names.Attack!)];
        return [new GridCell(name), .. victims.Select(victim => Cell(set.FirstOrDefault(line => line.Names.Victim! == victim)))];
    }

    private static GridCell Cell(StudyRow<TransferDistanceRow>? line)
    {
        if (line is null)
        {
            return Figures.Cell(null);
        }

        string Quartile(double? value) => value is { } known ? Number(known) : $">{Number(line.Row.Cap)}";
        List<StyledText> lines =
            [new($"{Quartile(line.Row.MedianMagnification)} [{Quartile(line.Row.FirstQuartile)}-{Quartile(line.Row.ThirdQuartile)}]")];
        if (line.Row.MedianDistortion is { } distortion)
        {
            lines.Add(new StyledText(HumanFormat.Distortion(distortion), Tone.Muted));
        }

        return new GridCell(lines);
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
