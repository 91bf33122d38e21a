using System.Data.Common;
using System.Globalization;

namespace Experiments.Storage.Tests;

/// <summary>Every row of every table and view of a database, as texts that differ where a bit does.</summary>
internal sealed class Snapshot
{
    private readonly Dictionary<string, List<Dictionary<string, string>>> _tables = [];

    internal IEnumerable<string> Names => _tables.Keys;

    internal static async Task<Snapshot> TakeAsync(DbConnection connection, string listNames)
    {
        var snapshot = new Snapshot();
        var names = new List<string>();
        await ReadAsync(connection, listNames, reader => names.Add(reader.GetString(0)));
        foreach (var name in names)
        {
            var rows = snapshot._tables[name] = [];
            await ReadAsync(connection, $"SELECT * FROM {name}", reader => rows.Add(
                Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => Text(reader.GetValue(i)))));
        }

        return snapshot;
    }

    internal int Count(string table) => _tables[table].Count;

    internal IReadOnlyCollection<string> Columns(string table) => _tables[table].FirstOrDefault()?.Keys ?? (IReadOnlyCollection<string>)[];

    /// <summary>The rows as lines, in the order of their texts.</summary>
    internal IEnumerable<string> Rows(string table, IEnumerable<string> columns) =>
        _tables[table].Select(row => string.Join(" | ", columns.Select(column => row[column]))).Order(StringComparer.Ordinal);

    private static string Text(object value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool truth => truth ? "1" : "0",
        byte[] bytes => Convert.ToHexString(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static async Task ReadAsync(DbConnection connection, string sql, Action<DbDataReader> read)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            read(reader);
        }
    }
}
