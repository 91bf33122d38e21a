using System.Globalization;
using Npgsql;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Values as the server writes them, and as numbers where .NET has the number: a date before Christ, an infinite time, an interval
/// of months or a number of forty digits is shown as the server shows it.</summary>
/// <param name="reader">Of a result whose values are texts.</param>
internal sealed class PostgresText(NpgsqlDataReader reader)
{
    /// <summary>How the server writes, whatever the user or the database have set.</summary>
    internal const string Settings = """
        SET LOCAL DateStyle = 'ISO, YMD';
        SET LOCAL IntervalStyle = 'postgres';
        SET LOCAL TimeZone = 'UTC';
        SET LOCAL bytea_output = 'hex';
        SET LOCAL extra_float_digits = 1;
        """;

    private const int MostBytesOfCharacter = 4;

    // By column, what makes the value of a text of its type.
    private readonly Func<string, TableValue>[] _parsers =
        [.. Enumerable.Range(0, reader.FieldCount).Select(column => Parser(reader.GetPostgresType(column).InternalName))];

    private readonly RepeatedText<TableValue>[] _last = new RepeatedText<TableValue>[reader.FieldCount];

    private byte[] _bytes = new byte[4096];

    /// <summary>Reads a whole row.</summary>
    /// <returns>As <see cref="QueryRows.Fill"/>.</returns>
    /// <exception cref="QueryException">A value is longer than <see cref="QueryLimits.ValueLength"/>.</exception>
    internal bool Read(QueryRows rows)
    {
        var row = rows.Next();
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = reader.IsDBNull(column) ? default : Value(column);
        }

        return rows.Fill(row);
    }

    /// <summary>Reads nothing of a value that is too long to be shown: the server sends values of up to a gibibyte.</summary>
    private TableValue Value(int column)
    {
        using var stream = reader.GetStream(column);
        if (stream.Length > (long)QueryLimits.ValueLength * MostBytesOfCharacter)
        {
            throw TooLong(column);
        }

        var length = (int)stream.Length;
        if (length > _bytes.Length)
        {
            _bytes = new byte[length];
        }

        stream.ReadExactly(_bytes, 0, length);
        var value = _last[column].Of(_bytes.AsSpan(0, length), _parsers[column]);
        return value.Kind != TableValueKind.Text || value.Text.Length <= QueryLimits.ValueLength ? value : throw TooLong(column);
    }

    private QueryException TooLong(int column) => new(
        $"query gives a value of more than {QueryLimits.ValueLength} characters in column '{reader.GetName(column)}'; it must be shorter.");

    private static Func<string, TableValue> Parser(string kind) => text => TableValue.Of(Parse(text, kind));

    /// <summary>The text itself where it is no such number.</summary>
    internal static object Parse(string text, string kind) => kind switch
    {
        "int2" or "int4" or "int8" or "oid" when long.TryParse(text, CultureInfo.InvariantCulture, out var whole) => whole,
        "float4" or "float8" when double.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        "numeric" when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => (double)number,
        "bool" => text == "t",
        "bytea" when text.StartsWith("\\x", StringComparison.Ordinal) => text[2..],
        _ => text,
    };
}
