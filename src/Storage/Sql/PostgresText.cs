using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Npgsql;
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

    // Types whose texts are short, whatever the value: such a text needs no piece by piece.
    private static readonly FrozenSet<string> Short = FrozenSet.Create("int2", "int4", "int8", "oid", "float4", "float8", "bool");

    // By column, the name of its type in the catalogue, such as int4.
    private readonly string[] _kinds =
        [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetPostgresType(column).InternalName)];

    private readonly char[] _piece = new char[4096];

    /// <param name="column">Its index.</param>
    /// <returns>Null, a <see cref="string"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>.</returns>
    /// <exception cref="QueryException">The value is longer than <see cref="QueryLimits.ValueLength"/>.</exception>
    internal object? Value(int column)
    {
        if (reader.IsDBNull(column))
        {
            return null;
        }

        return Parse(Short.Contains(_kinds[column]) ? reader.GetString(column) : Text(column), _kinds[column]);
    }

    /// <summary>Reads no more of a value than is shown: the server sends values of up to a gibibyte.</summary>
    private string Text(int column)
    {
        using var text = reader.GetTextReader(column);
        var start = new StringBuilder();
        while (text.Read(_piece) is > 0 and var count)
        {
            start.Append(_piece, 0, count);
            if (start.Length > QueryLimits.ValueLength)
            {
                throw new QueryException(
                    $"query gives a value of more than {QueryLimits.ValueLength} characters in column '{reader.GetName(column)}'; it must "
                        + "be shorter.");
            }
        }

        return start.ToString();
    }

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
