using System.Data.Common;
using System.Reflection;
using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>A table as its record declares it: for EF's model, which the schema is made of, and for the SQL that reads and writes rows
/// without EF, whose model and first query cost a short command more time than all of its work.</summary>
internal abstract class Table
{
    private readonly StoredTableAttribute? _stored;

    private protected Table(Type rowType)
    {
        RowType = rowType;
        _stored = rowType.GetCustomAttribute<StoredTableAttribute>();
        var result = _stored is null ? ResultTable.Of(rowType) : null;
        Declared = [.. result is not null
            ? result.Columns.Where(column => column.IsStored)
            : rowType.GetProperties().Where(property => property.CanWrite).Select(property => new ResultColumn(property))];
        Name = result?.Name ?? _stored!.Name;
        var key = result?.Key.Select(column => column.Property.Name) ?? _stored!.Key;
        Key = [.. key.Select(property => Declared.First(column => column.Property.Name == property))];
    }

    internal Type RowType { get; }

    internal string Name { get; }

    /// <summary>The columns' declarations.</summary>
    internal IReadOnlyList<ResultColumn> Declared { get; }

    /// <summary>The primary key, in its order.</summary>
    internal IReadOnlyList<ResultColumn> Key { get; }

    internal bool IsOfResults => _stored is null;

    internal bool IsOnPostgresOnly => _stored?.OnPostgresOnly == true;

    internal bool Cascades => _stored?.Cascades == true;

    internal abstract IReadOnlyList<Column> Columns { get; }

    /// <summary>All columns, separated by commas: of an INSERT, and of the SELECT that <see cref="Table{TRow}.Read"/>
    /// understands.</summary>
    internal string ColumnList => string.Join(", ", Columns.Select(c => c.Name));

    /// <summary>Conditions that every row fulfils, by the end of their names.</summary>
    internal IEnumerable<(string Name, string Condition)> Checks =>
        RowType.GetCustomAttributes<CheckAttribute>().Select(check => (check.Name, check.Condition))
            .Concat(Declared.Where(column => column.Check is not null).Select(column => (column.Name, column.Check!)))
            .Concat(Declared.Where(column => column.Values.Count > 0).Select(column => (
                column.Name, $"{column.Name} IN ({string.Join(", ", column.Values.Select(value => $"'{value}'"))})")));

    internal IEnumerable<IndexAttribute> Indexes =>
        Declared.Where(column => column.IsIndexed).Select(column => new IndexAttribute(column.Property.Name))
            .Concat(RowType.GetCustomAttributes<IndexAttribute>());

    /// <summary>Columns that hold the keys of other tables' rows, with those tables' records.</summary>
    internal IEnumerable<(ResultColumn Column, Type Table)> References =>
        from column in Declared
        let table = column.Property.GetCustomAttribute<ReferencesAttribute>()?.Table
            ?? (column.ValueType == typeof(JobKey) ? typeof(JobRecord)
                : column.ValueType == typeof(ArtifactHash) ? typeof(ArtifactRecord)
                : null)
        where table is not null && table != RowType
        select (column, table);

    /// <summary>The foreign keys: columns of this table, in the order of the other table's key.</summary>
    internal IEnumerable<(IReadOnlyList<ResultColumn> Columns, Type Table)> ForeignKeys =>
        from reference in References
        let whole = reference.Table.GetCustomAttribute<StoredTableAttribute>() is { Key.Count: > 1 }
        group reference.Column by (reference.Table, Of: whole ? "" : reference.Column.Name) into columns
        select ((IReadOnlyList<ResultColumn>)[.. columns], columns.Key.Table);

    /// <summary>The row at a reader that selected <see cref="ColumnList"/>.</summary>
    internal abstract object ReadRow(DbDataReader reader);
}

/// <typeparam name="TRow">The record.</typeparam>
/// <inheritdoc cref="Table"/>
internal sealed class Table<TRow> : Table
    where TRow : class
{
    private readonly Lazy<Column<TRow>[]> _columns;

    public Table()
        : base(typeof(TRow)) =>
        _columns = new(() => [.. Declared.Select(column => Column<TRow>.Of(column.Property, column.Name))]);

    internal override IReadOnlyList<Column<TRow>> Columns => _columns.Value;

    internal override object ReadRow(DbDataReader reader) => Read(reader);

    /// <inheritdoc cref="ReadRow"/>
    internal TRow Read(DbDataReader reader)
    {
        var row = Activator.CreateInstance<TRow>();
        var columns = _columns.Value;
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].Read(row, reader, i);
        }

        return row;
    }
}
