using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Experiments.Storage;

/// <summary>
/// Table, columns and converted values of an entity, taken from the EF model, for inserts without change tracking: a new result table needs its
/// record, its configuration and its migration, and nothing here.
/// </summary>
internal sealed class TableMap
{
    private readonly IProperty[] _properties;

    private TableMap(IEntityType type)
    {
        _properties = [.. type.GetProperties()];
        Entity = type.ClrType;
        Name = type.GetTableName()!;
        Columns = [.. _properties.Select(p => p.GetColumnName())];
        ColumnTypes = [.. _properties.Select(p => p.GetRelationalTypeMapping().StoreType)];
        ColumnList = string.Join(", ", Columns);
    }

    internal Type Entity { get; }

    internal string Name { get; }

    internal IReadOnlyList<string> Columns { get; }

    /// <summary>The database's types: <c>text</c>, <c>bigint</c>.</summary>
    internal IReadOnlyList<string> ColumnTypes { get; }

    /// <summary>The columns for an INSERT, separated by commas.</summary>
    internal string ColumnList { get; }

    /// <summary>The value of one column as the database stores it; <see cref="DBNull"/> for null.</summary>
    internal object Value(object row, int column)
    {
        var property = _properties[column];
        var value = property.GetGetter().GetClrValue(row);
        if (value is null)
        {
            return DBNull.Value;
        }

        var converter = property.GetTypeMapping().Converter;
        return converter is null ? value : converter.ConvertToProvider(value)!;
    }

    /// <summary>The maps of one model.</summary>
    internal sealed class Catalogue(IModel model)
    {
        private readonly ConcurrentDictionary<Type, TableMap> _maps = new();

        internal TableMap this[Type entity] => _maps.GetOrAdd(entity, type => new TableMap(
            model.FindEntityType(type) ?? throw new ArgumentException($"row type is {type.Name}; it must be one that has a table.", nameof(entity))));

        /// <summary>Every table of a given base record.</summary>
        internal IReadOnlyList<TableMap> Of(Type baseRecord) =>
            [.. model.GetEntityTypes().Where(t => baseRecord.IsAssignableFrom(t.ClrType)).OrderBy(t => t.GetTableName(), StringComparer.Ordinal).Select(t => this[t.ClrType])];
    }
}
