using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Ways to train compared over seeds: mean errors, and differences from a baseline seed by seed.</summary>
internal static class GroupsView
{
    private const int Decimals = 2;

    /// <summary>The rows of each comparison.</summary>
    internal static IEnumerable<IReadOnlyList<StudyRow<ModelGroupRow>>> Comparisons(StudyTables tables) =>
        tables.Of<ModelGroupRow>().GroupBy(line => line.Names.Table!).Select(rows => rows.ToList());

    /// <summary>One comparison.</summary>
    internal static IEnumerable<StyledLine> Lines(IReadOnlyList<StudyRow<ModelGroupRow>> rows, int width)
    {
        foreach (var line in Figures.Title(
            $"{rows[0].Names.Table!}: errors on {rows[0].Names.Data!} in percent over seeds, "
                + $"{Figures.Legend(rows.Any(row => row.Published is not null))}",
            width))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
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

    private static Grid Table(IReadOnlyList<StudyRow<ModelGroupRow>> rows)
    {
        List<(GridColumn Column, Func<StudyRow<ModelGroupRow>, string> Cell)> columns =
        [
            (new("networks", RightAligned: false, NamesRow: true), line => line.Names.Model!),
            (new("seeds", RightAligned: true), line => HumanFormat.Count(line.Row.Models)),
            (new("mean error", RightAligned: true), line => HumanFormat.BarePercent(line.Row.MeanError, Decimals)),
            (new("95 %", RightAligned: true), line => line.Row is { ErrorLow: { } low, ErrorHigh: { } high }
                ? Figures.Interval(Math.Max(0, low), Math.Min(1, high), Decimals)
                : ""),
            (new("(paper)", RightAligned: true), line => line.Published is { } paper ? $"({HumanFormat.BarePublishedPercent(paper)})" : ""),
            (new("smallest to largest", RightAligned: true),
                line => Figures.Interval(line.Row.SmallestError, line.Row.LargestError, Decimals)),
            (new("difference", RightAligned: true), line => line.Row.MeanDifference is { } mean ? Signed(mean) : ""),
            (new("95 %", RightAligned: true),
                line => line.Row is { DifferenceLow: { } low, DifferenceHigh: { } high } ? $"{Signed(low)} to {Signed(high)}" : ""),
        ];
        List<int> shown = [.. Enumerable.Range(0, columns.Count).Where(i => rows.Any(line => columns[i].Cell(line).Length > 0))];
        return new Grid(
            [.. shown.Select(i => columns[i].Column)],
            [.. rows.Select(line => shown.Select(i => GridCell.Of(columns[i].Cell(line))).ToArray())],
            spaced: false);
    }

    private static string Signed(double fraction) => (fraction > 0 ? "+" : "") + HumanFormat.BarePercent(fraction, Decimals);

    private static IEnumerable<string> Notes(IReadOnlyList<StudyRow<ModelGroupRow>> rows)
    {
        yield return $"Images per network: {Figures.Denominators(rows.Select(line => (line.Names.Model!, (int?)line.Row.Images)))}; 95 % "
            + "is Student's interval of the mean over seeds.";
        foreach (var baseline in rows.Where(line => line.Names.Source is not null).Select(line => line.Names.Source).Distinct())
        {
            yield return $"Difference: from '{baseline}' with the same seed, in percentage points, on average; below 0 is better.";
        }
    }
}
