using System.Data.Common;
using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>How values of one type are stored, in both databases. The read model's converters say the same.</summary>
/// <typeparam name="T">The type of a property.</typeparam>
/// <param name="StoreType">PostgreSQL's type.</param>
/// <param name="Read">A column of a reader; null where the type has nulls.</param>
/// <param name="Write">The value of a parameter; <see cref="DBNull"/> for null.</param>
internal sealed record ColumnType<T>(string StoreType, Func<DbDataReader, int, T> Read, Func<T, object> Write);

/// <summary>The types that records may have.</summary>
internal static class ColumnType
{
    private static readonly Dictionary<Type, object> Types = [];

    static ColumnType()
    {
        Add<string?>(new("text", (reader, i) => reader.IsDBNull(i) ? null : reader.GetString(i), text => text ?? (object)DBNull.Value));
        Add<byte[]?>(new(
            "bytea", (reader, i) => reader.IsDBNull(i) ? null : reader.GetFieldValue<byte[]>(i), bytes => bytes ?? (object)DBNull.Value));
        AddWithNull<int>("integer", (reader, i) => reader.GetInt32(i), value => value);
        AddWithNull<long>("bigint", (reader, i) => reader.GetInt64(i), value => value);
        AddWithNull<double>("double precision", (reader, i) => reader.GetDouble(i), value => value);
        AddWithNull<bool>("boolean", (reader, i) => reader.GetBoolean(i), value => value);
        AddWithNull<JobKey>("text", StoredText.Key, key => key.Value);
        AddWithNull<ArtifactHash>("text", StoredText.Hash, hash => hash.Value);
        // Seeds use all 64 bits, which no integer type of both databases holds.
        AddWithNull<ulong>(
            "text",
            (reader, i) => ulong.Parse(reader.GetString(i), NumberStyles.None, CultureInfo.InvariantCulture),
            number => number.ToString(CultureInfo.InvariantCulture));
    }

    /// <exception cref="NotSupportedException">Nothing is known of the type.</exception>
    internal static ColumnType<T> Of<T>() => Types.TryGetValue(typeof(T), out var type)
        ? (ColumnType<T>)type
        : throw new NotSupportedException($"property type is {typeof(T).Name}; it must be one that a column can hold.");

    private static void Add<T>(ColumnType<T> type) => Types.Add(typeof(T), type);

    private static void AddWithNull<T>(string storeType, Func<DbDataReader, int, T> read, Func<T, object> write)
        where T : struct
    {
        Add<T>(new(storeType, read, write));
        Add<T?>(new(storeType, (reader, i) => reader.IsDBNull(i) ? null : read(reader, i), value => value is { } present
            ? write(present)
            : DBNull.Value));
    }
}
