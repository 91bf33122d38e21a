using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Texts of a database as what they should be. Anybody who may write there can have written something else: that is an error of
/// one line which names the row, before anything is made of the text.</summary>
internal static class StoredText
{
    private const int MostShown = 80;

    // A name that stands twice would be found when somebody reads it, and not here.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="StorageException">The column holds no job key.</exception>
    internal static JobKey Key(DbDataReader reader, int column) => Read(reader, column, JobKey.Parse);

    /// <exception cref="StorageException">The column holds no hash.</exception>
    internal static ArtifactHash Hash(DbDataReader reader, int column) => Read(reader, column, ArtifactHash.Parse);

    /// <exception cref="StorageException">The column holds no JSON object.</exception>
    internal static JsonObject Json(DbDataReader reader, int column) => Read(
        reader, column,
        text => JsonNode.Parse(text, documentOptions: Strict) as JsonObject
            ?? throw new FormatException($"{reader.GetName(column)} is JSON, but no object."));

    /// <summary>The settings of a job: a JSON object whose device, where it names one, is a text.</summary>
    /// <exception cref="StorageException">The column holds something else.</exception>
    internal static JsonObject Settings(DbDataReader reader, int column)
    {
        var settings = Json(reader, column);
        var device = settings[Job.DeviceSetting];
        return device is null || device.GetValueKind() == JsonValueKind.String
            ? settings
            : throw NotOurs(Row(reader), $"{Job.DeviceSetting} of its {reader.GetName(column)} is no text.");
    }

    /// <summary>Reads a row of which nothing is sure: SQLite keeps any value in any column, and a number of the database need not be one
    /// of the program's.</summary>
    /// <exception cref="StorageException">The row is not what <paramref name="read"/> takes.</exception>
    internal static T Row<T>(DbDataReader reader, Func<DbDataReader, T> read)
    {
        try
        {
            return read(reader);
        }
        catch (Exception fault) when (fault is OverflowException or InvalidCastException or FormatException or ArgumentException
            || fault is InvalidOperationException and not ObjectDisposedException)
        {
            throw NotOurs(Row(reader), fault.Message);
        }
    }

    internal static StorageException NotOurs(string row, string why) =>
        new($"the database has a row that this program did not write ({row}): {why}", transient: false);

    private static T Read<T>(DbDataReader reader, int column, Func<string, T> parse)
    {
        try
        {
            return parse(reader.GetString(column));
        }
        catch (JsonException fault)
        {
            throw NotOurs(Row(reader), $"{reader.GetName(column)} is no JSON: {fault.Message}");
        }
        catch (FormatException fault)
        {
            throw NotOurs(Row(reader), fault.Message);
        }
    }

    /// <summary>By its job where it has one, and otherwise by what the query asks for first.</summary>
    private static string Row(DbDataReader reader)
    {
        var column = Math.Max(0, Enumerable.Range(0, reader.FieldCount).ToList().FindIndex(i => reader.GetName(i) is "job" or "key"));
        var name = Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture) ?? "";
        return $"{reader.GetName(column)} '{(name.Length > MostShown ? $"{name[..MostShown]}…" : name)}'";
    }
}
