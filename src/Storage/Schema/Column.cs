using System.Data.Common;
using System.Reflection;

namespace Experiments.Storage;

/// <summary>A column and the property that it stores.</summary>
internal abstract class Column(string property, string name, string storeType)
{
    internal string Property { get; } = property;

    internal string Name { get; } = name;

    /// <summary>PostgreSQL's type: <c>text</c>, <c>bigint</c>.</summary>
    internal string StoreType { get; } = storeType;

    /// <summary>Whether it holds numbers that need not be whole.</summary>
    internal bool IsReal => StoreType == "double precision";

    /// <summary>The row's value as the database stores it; <see cref="DBNull"/> for null.</summary>
    internal abstract object Value(object row);
}

/// <typeparam name="TRow">The record.</typeparam>
/// <inheritdoc cref="Column"/>
internal abstract class Column<TRow>(string property, string name, string storeType) : Column(property, name, storeType)
    where TRow : class
{
    internal static Column<TRow> Of(PropertyInfo property, string name) => (Column<TRow>)Activator.CreateInstance(
        typeof(Column<,>).MakeGenericType(typeof(TRow), property.PropertyType), property, name)!;

    /// <summary>Sets the property from the reader's column.</summary>
    internal abstract void Read(TRow row, DbDataReader reader, int ordinal);
}

/// <typeparam name="TRow">The record.</typeparam>
/// <typeparam name="TValue">The property's type.</typeparam>
/// <inheritdoc cref="Column"/>
internal sealed class Column<TRow, TValue>(PropertyInfo property, string name)
    : Column<TRow>(property.Name, name, ColumnType.Of<TValue>().StoreType)
    where TRow : class
{
    private readonly ColumnType<TValue> _type = ColumnType.Of<TValue>();
    private readonly Func<TRow, TValue> _get = property.GetMethod!.CreateDelegate<Func<TRow, TValue>>();
    private readonly Action<TRow, TValue> _set = property.SetMethod!.CreateDelegate<Action<TRow, TValue>>();

    internal override object Value(object row) => _type.Write(_get((TRow)row));

    internal override void Read(TRow row, DbDataReader reader, int ordinal) => _set(row, _type.Read(reader, ordinal));
}
