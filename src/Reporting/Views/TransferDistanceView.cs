using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Transfer distances: a row for each set, a column for each victim; in a cell the median magnification and the median change there.</summary>
internal static class TransferDistanceView
{
    internal static IEnumerable<StyledLine> Lines(string analysis, StudyTables tables, int width)
    {
        var lines = tables.TransferDistances.Where(line => line.Analysis == analysis).ToList();
        foreach (var line in Figures.Title($"{analysis}: how far perturbations have to be lengthened to fool the column's network", width)
            .Concat(Figures.Note("Median of the smallest magnification that fools, [first and third quartile]; below it the median RMS change there.", width)))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        foreach (var line in Table(lines).Layout(width))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        var note = $"Over the images that the victim reads correctly without a change. >{Number(lines[0].Cap)}: not within the largest magnification tried. A magnification of 1 is the perturbation as it was made. "
            + "The curves are in the table transfer-distance-points.";
        foreach (var line in Figures.Note(note, width))
        {
            yield return line;
        }
    }

    /// <summary>The analyses of a study that have results.</summary>
    internal static IEnumerable<string> Names(StudyTables tables) => tables.TransferDistances.Select(line => line.Analysis).Distinct();

    private static Grid Table(List<TransferDistanceLine> lines)
    {
        var victims = lines.Select(line => line.Victim).Distinct().ToList();
        GridColumn[] columns = [new("made on", RightAligned: false, NamesRow: true), .. victims.Select(victim => new GridColumn(victim, RightAligned: true))];
        return new Grid(columns, [.. lines.GroupBy(line => (line.Source, line.Attack)).Select(set => Row([.. set], victims))], spaced: true);
    }

    private static GridCell[] Row(List<TransferDistanceLine> set, List<string> victims)
    {
        List<StyledText> name = set[0].Source is { } source ? [new(source), new(set[0].Attack, Tone.Muted)] : [new(set[0].Attack)];
        return [new GridCell(name), .. victims.Select(victim => Cell(set.FirstOrDefault(line => line.Victim == victim)))];
    }

    private static GridCell Cell(TransferDistanceLine? line)
    {
        if (line is null)
        {
            return Figures.Cell(null);
        }

        string Quartile(double? value) => value is { } known ? Number(known) : $">{Number(line.Cap)}";
        List<StyledText> lines = [new($"{Quartile(line.MedianMagnification)} [{Quartile(line.FirstQuartile)}-{Quartile(line.ThirdQuartile)}]")];
        if (line.MedianDistortion is { } distortion)
        {
            lines.Add(new StyledText(HumanFormat.Distortion(distortion), Tone.Muted));
        }

        return new GridCell(lines);
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
