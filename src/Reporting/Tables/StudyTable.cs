using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The table of a study that a record declares: the study's names, the record's columns, published values beside ours, joined
/// columns, the job.</summary>
public sealed class StudyTable
{
    private readonly ResultTable _table;

    private StudyTable(ResultTable table) => _table = table;

    /// <summary>Every table that people read: those that every study has first.</summary>
    public static IReadOnlyList<StudyTable> All { get; } =
        [.. ResultTable.All.Where(table => table.View is not null).OrderByDescending(table => table.Always).Select(
            table => new StudyTable(table))];

    /// <summary>As commands and files name it.</summary>
    public string Name => _table.View!;

    /// <summary>For people.</summary>
    public string Title => _table.Title;

    /// <inheritdoc cref="ResultTableAttribute.Streamed"/>
    public bool Streamed => _table.Streamed;

    /// <summary>What declares it.</summary>
    public ResultTable Declaration => _table;

    /// <summary>The table of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static StudyTable Get(string name) =>
        All.FirstOrDefault(table => table.Name == name)
        ?? throw new ArgumentException(
            $"table is '{name}'; it must be one of: {string.Join(", ", All.Select(table => table.Name))}.", nameof(name));

    /// <summary>The table whose rows are of this record.</summary>
    public static StudyTable Of<TRow>()
        where TRow : ResultRow =>
        All.First(table => table._table.Row == typeof(TRow));

    /// <summary>The tables that a study has, those apart that are streamed.</summary>
    public static IEnumerable<StudyTable> In(StudyTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return All.Where(table => !table.Streamed && (table._table.Always || tables.Of(table._table).Count > 0));
    }

    /// <summary>The columns.</summary>
    /// <param name="tables">The study, for what stands beside its networks; null for a table that is streamed.</param>
    public TableDefinition<StudyRow> Define(StudyTables? tables) => new(Name, Title,
    [
        .. _table.Names.Select(name => new TableColumn<StudyRow>(
            name.Column(), name.Header(), ColumnFormat.Text, row => name.Of(row.Names)) { NamesRow = true }),
        new TableColumn<StudyRow>("replicate", "replicate", ColumnFormat.Ordinal, row => row.Names.Replicate)
        {
            NamesRow = true, ForPrograms = tables is not { HasReplicates: true },
        },
        .. _table.Columns.Where(column => !column.IsHidden && column != _table.Job).SelectMany(Columns),
        .. tables is not null && _table.Row == typeof(ModelRow) ? TestColumns(tables) : [],
        .. _table.Joined.SelectMany(
            (joined, i) => joined.Columns.Select(property => JoinedColumn(ResultTable.Of(joined.Table).Column(property), i))),
        new TableColumn<StudyRow>(
            _table.Job.Name, "key", ColumnFormat.Key, row => row.Replicates.Count > 1 ? default(TableValue) : row.Names.Job.Value)
        {
            ForPrograms = _table.Row != typeof(ModelRow)
        },
    ]);

    /// <summary>Writes the table whole: people get the rows as they are, so a study with replicates is summarised first or shown with
    /// each.</summary>
    /// <param name="tables">The study.</param>
    /// <param name="format">What to write.</param>
    /// <param name="output">Where to.</param>
    /// <param name="width">Columns of the terminal, for <see cref="TableFormat.Text"/>.</param>
    public void Write(StudyTables tables, TableFormat format, TextWriter output, int width)
    {
        ArgumentNullException.ThrowIfNull(tables);
        TableWriters.Create(format, Define(tables), output, width).WriteAll(tables.Of(_table));
    }

    private IEnumerable<TableColumn<StudyRow>> Columns(ResultColumn column)
    {
        yield return new(column.Name, column.Header, column.Format, row => Replicated.Value(row, column))
        {
            NamesRow = column.NamesRow,
            Instead = column.InfiniteWhere is null ? null
                : row => _table.IsInfinite(column, row.Untyped) ? HumanFormat.Infinite : null,
        };
        if (column.IsPublished)
        {
            yield return PublishedColumn(column.Name, column.Header, column.Format, row => row.Published);
        }
    }

    private static TableColumn<StudyRow> PublishedColumn(string name, string header, ColumnFormat format, Func<StudyRow, double?> value) =>
        new(
            $"paper_{name}", $"paper: {header}",
            format == ColumnFormat.Rate ? ColumnFormat.PublishedRate : ColumnFormat.PublishedDistortion, row => value(row));

    private static TableColumn<StudyRow> JoinedColumn(ResultColumn column, int join) =>
        new(column.Name, column.Header, column.Format, row => Replicated.Joined(row, column, join))
        {
            NamesRow = column.NamesRow,
        };

    /// <summary>A network's errors on the data that it is tested on, as the paper's table of networks has them.</summary>
    private static IEnumerable<TableColumn<StudyRow>> TestColumns(StudyTables tables)
    {
        StudyRow<ModelErrorRow>? Test(StudyRow row) => tables.TestOf(row.Names.Model!);
        yield return new("test_images", "test images", ColumnFormat.Count, row => Test(row)?.Row.Images);
        yield return new("test_error_rate", "test error", ColumnFormat.Rate, row => Test(row)?.Row.ErrorRate);
        yield return PublishedColumn("test_error_rate", "test error", ColumnFormat.Rate, row => Test(row)?.Published);
    }
}
