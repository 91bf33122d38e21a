using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>One of a study's tables: its columns, and where its rows are.</summary>
public abstract class StudyTable
{
    /// <summary>As commands and files name it.</summary>
    public abstract string Name { get; }

    /// <summary>Every study has it; the others appear only where the study has rows for them.</summary>
    public bool Always { get; init; }

    /// <summary>For people.</summary>
    internal abstract string Title { get; }

    public abstract int CountRows(StudyTables tables);

    /// <summary>Writes the table into a report.</summary>
    internal abstract void Write(StudyTables tables, HtmlWriter html);

    /// <summary>Writes the table whole.</summary>
    /// <param name="tables">The study.</param>
    /// <param name="format">What to write.</param>
    /// <param name="output">Where to.</param>
    /// <param name="width">Columns of the terminal, for <see cref="TableFormat.Text"/>.</param>
    public abstract void Write(StudyTables tables, TableFormat format, TextWriter output, int width);
}

/// <param name="definition">The columns.</param>
/// <param name="rows">Takes the rows from the study.</param>
public sealed class StudyTable<TRow>(TableDefinition<TRow> definition, Func<StudyTables, IReadOnlyList<TRow>> rows) : StudyTable
{
    public override string Name => definition.Name;

    internal override string Title => definition.Title;

    internal override void Write(StudyTables tables, HtmlWriter html) => HtmlTable.Write(html, definition, rows(tables));

    public override int CountRows(StudyTables tables) => rows(tables).Count;

    public override void Write(StudyTables tables, TableFormat format, TextWriter output, int width) =>
        TableWriters.Create(format, definition, output, width).WriteAll(rows(tables));
}
