using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

/// <summary>
/// Name, key and columns of a table, for EF's model and for the SQL that reads and writes rows without it: building EF's model and its first query cost
/// a short command more time than all of its work.
/// </summary>
internal abstract class Table(Type rowType, string name)
{
    internal Type RowType { get; } = rowType;

    internal string Name { get; } = name;

    internal abstract IReadOnlyList<Column> Columns { get; }

    /// <summary>The columns of the primary key, in its order.</summary>
    internal abstract IReadOnlyList<Column> Key { get; }

    /// <summary>All columns, separated by commas: of an INSERT, and of the SELECT that <see cref="Table{TRow}.Read"/> understands.</summary>
    internal abstract string ColumnList { get; }

    /// <summary>The row at a reader that selected <see cref="ColumnList"/>.</summary>
    internal abstract object ReadRow(DbDataReader reader);

    internal abstract void AddTo(ModelBuilder model);
}

/// <summary>The table of a record: one column per property, named in snake case.</summary>
/// <typeparam name="TRow">The record.</typeparam>
internal abstract class Table<TRow> : Table
    where TRow : class
{
    private readonly string[] _key;
    private readonly Lazy<Column<TRow>[]> _columns;

    /// <param name="name">The table's name.</param>
    /// <param name="key">The properties of the primary key.</param>
    protected Table(string name, params string[] key)
        : base(typeof(TRow), name)
    {
        _key = key;
        _columns = new(() => [.. typeof(TRow).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => Column<TRow>.Of(property, ColumnOf(property.Name)))]);
    }

    internal sealed override IReadOnlyList<Column<TRow>> Columns => _columns.Value;

    internal sealed override IReadOnlyList<Column> Key => [.. _key.Select(property => Columns.First(c => c.Property == property))];

    internal sealed override string ColumnList => string.Join(", ", Columns.Select(c => c.Name));

    internal sealed override object ReadRow(DbDataReader reader) => Read(reader);

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

    internal sealed override void AddTo(ModelBuilder model)
    {
        var entity = model.Entity<TRow>();
        entity.ToTable(Name);
        entity.HasKey(_key);
        foreach (var column in Columns)
        {
            entity.Property(column.Property).HasColumnName(column.Name);
        }

        Configure(entity);
    }

    /// <summary>The name of a property's column.</summary>
    protected virtual string ColumnOf(string property) => SnakeCase.Of(property);

    /// <summary>Adds checks, indexes and foreign keys.</summary>
    protected virtual void Configure(EntityTypeBuilder<TRow> builder)
    {
    }
}
