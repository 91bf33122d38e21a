namespace Experiments.Reporting;

/// <summary>Aligned columns; tables wider than the terminal are cut into blocks of columns.</summary>
internal sealed class TextTableWriter<TRow>(TableDefinition<TRow> table, TextWriter output, int width) : TableWriter<TRow>(table, output)
{
    private readonly List<IReadOnlyList<GridCell>> _rows = [];

    public override void Begin() => _rows.Clear();

    public override void Write(TRow row) =>
        _rows.Add([.. Table.Columns.Select(column => GridCell.Of(HumanFormat.Value(column.Value(row), column.Format)))]);

    public override void End()
    {
        // Columns without any value say nothing; the other formats keep them, because a program wants the same fields every time.
        List<int> shown = [.. Enumerable.Range(0, Table.Columns.Count).Where(i => _rows.Count == 0 || _rows.Any(row => row[i].Lines.Count > 0))];
        var columns = shown.Select(i => Table.Columns[i]).Select(c => new GridColumn(c.Header, HumanFormat.IsRightAligned(c.Format), c.NamesRow)
        {
            Wraps = c.Format == ColumnFormat.Text,
        });
        var grid = new Grid([.. columns], [.. _rows.Select(row => shown.Select(i => row[i]).ToArray())], spaced: false);
        foreach (var line in grid.Layout(width))
        {
            Output.Write($"{line}\n");
        }
    }
}
