using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>A study as the paper prints it: networks, errors per slice of data, and every transfer table, the published values beside
/// ours.</summary>
public static class StudyView
{
    // More rows than this are for programs.
    private const int MostRows = 60;

    /// <summary>The tables whose rows stand in a view of their own, in some form; the others are shown as they are.</summary>
    private static readonly HashSet<Type> Shown =
    [
        typeof(ModelRow), typeof(ModelErrorRow), typeof(AdversarialSetRow), typeof(TransferCellRow), typeof(ModelGroupRow),
        typeof(SpectralLayerRow), typeof(LayerGainRow), typeof(UniversalCellRow), typeof(TransferDistanceRow),
        typeof(TransferDistancePointRow), typeof(UnitGroupRow), typeof(NoiseCurveRow), typeof(ClaimRow),
    ];

    /// <param name="tables">The study as it stands; cells without a result are marked.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <returns>Lines without line ends, none longer than <paramref name="width"/> unless a single name is.</returns>
    public static IReadOnlyList<StyledLine> Lines(StudyTables tables, int width)
    {
        ArgumentNullException.ThrowIfNull(tables);
        tables = tables.Summarised();
        List<StyledLine> lines = [.. Replicated.Note(tables) is { } note ? Figures.Note(note, width) : []];
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
        foreach (var table in StudyTable.In(tables).Where(table => !Shown.Contains(table.Declaration.Row)))
        {
            AppendPart(lines, AsItIs(table, tables, width));
        }

        AppendPart(lines, ClaimsView.Lines(tables, width));
        return lines;
    }

    private static IEnumerable<StyledLine> AsItIs(StudyTable table, StudyTables tables, int width)
    {
        var rows = tables.Of(table.Declaration);
        if (rows.Count > MostRows)
        {
            return Figures.Title($"{table.Title}: {HumanFormat.Plural(rows.Count, "row")}, shown by --table {table.Name}", width);
        }

        return rows.Count == 0
            ? []
            : [.. Figures.Title(table.Title, width), StyledLine.Empty, .. table.Define(tables).Grid(rows).Layout(width)];
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
