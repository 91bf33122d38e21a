using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>A study as the paper prints it: networks, errors per slice of data, and every transfer table, the published values beside ours.</summary>
public static class StudyView
{
    /// <param name="tables">The study as it stands; cells without a result are marked.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <returns>Lines without line ends, none longer than <paramref name="width"/> unless a single name is.</returns>
    public static IReadOnlyList<StyledLine> Lines(StudyTables tables, int width)
    {
        ArgumentNullException.ThrowIfNull(tables);
        List<StyledLine> lines = [];
        AppendPart(lines, ModelsView.Lines(tables, width));
        AppendPart(lines, ErrorsView.Lines(tables, width));
        foreach (var comparison in GroupsView.Comparisons(tables))
        {
            AppendPart(lines, GroupsView.Lines(comparison, width));
        }

        foreach (var shape in TransferView.Shapes(tables))
        {
            AppendPart(lines, TransferView.Lines(shape, tables, width));
        }

        AppendAll(lines, SpectralView.Names(tables), name => SpectralView.Lines(name, tables, width));
        AppendAll(lines, UniversalView.Names(tables), name => UniversalView.Lines(name, tables, width));
        AppendAll(lines, TransferDistanceView.Names(tables), name => TransferDistanceView.Lines(name, tables, width));
        AppendPart(lines, UnitsView.Lines(tables, width));
        AppendPart(lines, NoiseView.Curves(tables, width));
        AppendPart(lines, NoiseView.Directions(tables, width));
        AppendPart(lines, ClaimsView.Lines(tables, width));
        return lines;
    }

    private static void AppendAll(List<StyledLine> lines, IEnumerable<string> names, Func<string, IEnumerable<StyledLine>> part)
    {
        foreach (var name in names)
        {
            AppendPart(lines, part(name));
        }
    }

    private static void AppendPart(List<StyledLine> lines, IEnumerable<StyledLine> part)
    {
        var before = lines.Count;
        lines.AddRange(part);
        if (before > 0 && lines.Count > before)
        {
            lines.InsertRange(before, [StyledLine.Empty, StyledLine.Empty]);
        }
    }
}
