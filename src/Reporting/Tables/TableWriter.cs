namespace Experiments.Reporting;

/// <summary>Writes a table row by row, so that a table of any length needs the memory of one row; only the text format keeps the rows,
/// because its columns are as wide as their widest cell.</summary>
/// <typeparam name="TRow">The record whose rows the table shows.</typeparam>
public abstract class TableWriter<TRow>
{
    protected TableWriter(TableDefinition<TRow> table, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(output);
        Table = table;
        Output = output;
    }

    protected TableDefinition<TRow> Table { get; }

    protected TextWriter Output { get; }

    /// <summary>Writes what comes before the rows.</summary>
    public abstract void Begin();

    public abstract void Write(TRow row);

    /// <summary>Writes what comes after the rows.</summary>
    public abstract void End();

    public void WriteAll(IEnumerable<TRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Begin();
        foreach (var row in rows)
        {
            Write(row);
        }

        End();
    }
}

/// <summary>Makes writers by format.</summary>
public static class TableWriters
{
    /// <param name="format">What to write.</param>
    /// <param name="table">The columns.</param>
    /// <param name="output">Where to.</param>
    /// <param name="width">Columns of the terminal; the text format cuts wider tables into blocks.</param>
    /// <typeparam name="TRow">The record whose rows the table shows.</typeparam>
    public static TableWriter<TRow> Create<TRow>(TableFormat format, TableDefinition<TRow> table, TextWriter output, int width) =>
        format switch
        {
            TableFormat.Text => new TextTableWriter<TRow>(table, output, width),
            TableFormat.Json => new JsonTableWriter<TRow>(table, output),
            TableFormat.Csv => new CsvTableWriter<TRow>(table, output),
            TableFormat.Markdown => new MarkdownTableWriter<TRow>(table, output),
            TableFormat.Latex => new LatexTableWriter<TRow>(table, output),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "format must be a member of TableFormat."),
        };
}
