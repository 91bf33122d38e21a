namespace Experiments.Reporting;

/// <summary>Aligned columns; tables wider than the terminal are cut into blocks of columns.</summary>
internal sealed class TextTableWriter<TRow>(TableDefinition<TRow> table, TextWriter output, int width) : TableWriter<TRow>(table, output)
{
    private readonly List<TRow> _rows = [];

    public override void Begin() => _rows.Clear();

    public override void Write(TRow row) => _rows.Add(row);

    public override void End()
    {
        foreach (var line in Table.Grid(_rows).Layout(width))
        {
            Output.Write($"{line}\n");
        }
    }
}
