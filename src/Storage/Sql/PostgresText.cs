using System.Globalization;
using System.Text;
using Npgsql;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Values as the server writes them, and as numbers where .NET has the number: a date before Christ, an infinite time, an interval
/// of months or a number of forty digits is shown as the server shows it.</summary>
internal static class PostgresText
{
    /// <summary>How the server writes, whatever the user or the database have set.</summary>
    internal const string Settings = """
        SET LOCAL DateStyle = 'ISO, YMD';
        SET LOCAL IntervalStyle = 'postgres';
        SET LOCAL TimeZone = 'UTC';
        SET LOCAL bytea_output = 'hex';
        SET LOCAL extra_float_digits = 1;
        """;

    /// <param name="reader">Of a result whose values are texts.</param>
    /// <param name="column">Its index.</param>
    /// <param name="kind">The name of its type in the catalogue, such as <c>int4</c>.</param>
    /// <returns>Null, a <see cref="string"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>.</returns>
    /// <exception cref="QueryException">The value is longer than <see cref="QueryLimits.ValueLength"/>.</exception>
    internal static object? Value(NpgsqlDataReader reader, int column, string kind)
    {
        if (reader.IsDBNull(column))
        {
            return null;
        }

        using var text = reader.GetTextReader(column);
        return Parse(Start(text, reader.GetName(column)), kind);
    }

    /// <summary>Reads no more of a value than is shown: the server sends values of up to a gibibyte.</summary>
    private static string Start(TextReader text, string column)
    {
        var start = new StringBuilder();
        var piece = new char[4096];
        while (text.Read(piece) is > 0 and var count)
        {
            start.Append(piece, 0, count);
            if (start.Length > QueryLimits.ValueLength)
            {
                throw new QueryException(
                    $"query gives a value of more than {QueryLimits.ValueLength} characters in column '{column}'; it must be shorter.");
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
