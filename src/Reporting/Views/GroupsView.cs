using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Ways to train compared over seeds: mean errors, and differences from a baseline seed by seed.</summary>
internal static class GroupsView
{
    private const int Decimals = 2;

    /// <summary>The rows of each comparison.</summary>
    internal static IEnumerable<IReadOnlyList<ModelGroupLine>> Comparisons(StudyTables tables) => tables.Groups.GroupBy(line => line.Table).Select(rows => rows.ToList());

    /// <summary>One comparison.</summary>
    internal static IEnumerable<StyledLine> Lines(IReadOnlyList<ModelGroupLine> rows, int width)
    {
        foreach (var line in Figures.Title($"{rows[0].Table}: errors on {rows[0].Data} in percent over seeds, {Figures.Legend(rows.Any(row => row.PaperError is not null))}", width))
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

    private static Grid Table(IReadOnlyList<ModelGroupLine> rows)
    {
        List<(GridColumn Column, Func<ModelGroupLine, string> Cell)> columns =
        [
            (new("networks", RightAligned: false, NamesRow: true), line => line.Group),
            (new("seeds", RightAligned: true), line => HumanFormat.Count(line.Models)),
            (new("mean error", RightAligned: true), line => HumanFormat.BarePercent(line.MeanError, Decimals)),
            (new("95 %", RightAligned: true), line => line is { Low: { } low, High: { } high } ? Figures.Interval(Math.Max(0, low), Math.Min(1, high), Decimals) : ""),
            (new("(paper)", RightAligned: true), line => line.PaperError is { } paper ? $"({HumanFormat.BarePublishedPercent(paper)})" : ""),
            (new("smallest to largest", RightAligned: true), line => Figures.Interval(line.SmallestError, line.LargestError, Decimals)),
            (new("difference", RightAligned: true), line => line.MeanDifference is { } mean ? Signed(mean) : ""),
            (new("95 %", RightAligned: true), line => line is { DifferenceLow: { } low, DifferenceHigh: { } high } ? $"{Signed(low)} to {Signed(high)}" : ""),
        ];
        List<int> shown = [.. Enumerable.Range(0, columns.Count).Where(i => rows.Any(line => columns[i].Cell(line).Length > 0))];
        return new Grid([.. shown.Select(i => columns[i].Column)], [.. rows.Select(line => shown.Select(i => GridCell.Of(columns[i].Cell(line))).ToArray())], spaced: false);
    }

    private static string Signed(double fraction) => (fraction > 0 ? "+" : "") + HumanFormat.BarePercent(fraction, Decimals);

    private static IEnumerable<string> Notes(IReadOnlyList<ModelGroupLine> rows)
    {
        yield return $"Images per network: {Figures.Denominators(rows.Select(line => (line.Group, (int?)line.Images)))}; 95 % is Student's interval of the mean over seeds.";
        foreach (var baseline in rows.Where(line => line.Baseline is not null).Select(line => line.Baseline).Distinct())
        {
            yield return $"Difference: from '{baseline}' with the same seed, in percentage points, on average; below 0 is better.";
        }
    }
}
