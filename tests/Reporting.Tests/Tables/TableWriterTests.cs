using System.Globalization;
using System.Text.Json;
using Experiments.Contracts;
using Experiments.Tests;

namespace Experiments.Reporting.Tests;

public sealed class TableWriterTests
{
    private static readonly TableDefinition<Row> Table = new("rows", "Rows",
    [
        new("name", "name", ColumnFormat.Text, row => row.Name) { NamesRow = true },
        new("count", "count", ColumnFormat.Count, row => row.Count),
        new("rate", "error rate", ColumnFormat.Rate, row => row.Rate),
        new("ok", "ok", ColumnFormat.Text, row => row.Ok),
    ]);

    private static readonly Row[] Rows =
        [new("FC10(1e-4)", 1234567, 0.0741, true), new("a,b", null, null, null), new("say \"hi\"\nthere", 0, 1, false)];

    [Fact]
    public void Json_AnyRows_IsOneArrayOfFlatObjectsWithNullsKept() => Assert.Equal(
        """
        [
          {"name":"FC10(1e-4)","count":1234567,"rate":0.0741,"ok":true},
          {"name":"a,b","count":null,"rate":null,"ok":null},
          {"name":"say \"hi\"\nthere","count":0,"rate":1,"ok":false}
        ]

        """, Write(TableFormat.Json, Table, Rows));

    [Fact]
    public void Json_NoRows_IsAnEmptyArray() => Assert.Equal("[]\n", Write(TableFormat.Json, Table, []));

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0 / 3)]
    [InlineData(5e-324)]
    [InlineData(1e-5)]
    [InlineData(0.30000000000000004)]
    public void Json_Number_ReadsBackToTheSameBits(double value)
    {
        using var json = JsonDocument.Parse(Write(TableFormat.Json, Table, [new Row("x", 1, value, null)]));

        Assert.Equal(
            BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(json.RootElement[0].GetProperty("rate").GetDouble()));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Json_NotANumber_IsNull(double value) =>
        Assert.Equal("[\n  {\"name\":\"x\",\"count\":1,\"rate\":null,\"ok\":null}\n]\n", Write(
            TableFormat.Json, Table, [new Row("x", 1, value, null)]));

    [Theory]
    [InlineData("=HYPERLINK(0)", "'=HYPERLINK(0)")]
    [InlineData("+1", "'+1")]
    [InlineData("-a", "'-a")]
    [InlineData("@SUM(A1,A2)", "\"'@SUM(A1,A2)\"")]
    [InlineData("\t=1", "' =1")]
    [InlineData("'quoted'", "''quoted'")]
    [InlineData("a=b", "a=b")]
    public void Csv_TextThatASpreadsheetWouldRun_HasAnApostropheInFront(string text, string field) =>
        Assert.Equal($"name,count,rate,ok\r\n{field},,,\r\n", Write(TableFormat.Csv, Table, [new Row(text, null, null, null)]));

    /// <summary>More than its buffer, in a field and in rows.</summary>
    [Theory]
    [InlineData(100_000, 2)]
    [InlineData(1000, 500)]
    public void Csv_MuchText_IsWrittenWhole(int length, int count)
    {
        Row[] rows = [.. Enumerable.Range(0, count).Select(i => new Row(new string((char)('a' + i % 26), length), i, i + 0.5, true))];

        var lines = Write(TableFormat.Csv, Table, rows).Split("\r\n");

        var fields = rows.Select((row, i) => string.Create(CultureInfo.InvariantCulture, $"{row.Name},{i},{i + 0.5},true"));
        Assert.Equal(["name,count,rate,ok", .. fields, ""], lines);
    }

    [Fact]
    public void Csv_NegativeNumber_StaysANumber() => Assert.Equal(
        "name,count,rate,ok\r\nx,-5,-0.5,\r\n", Write(TableFormat.Csv, Table, [new Row("x", -5, -0.5, null)]));

    [Fact]
    public void Text_ColumnsThatWereAskedFor_StayWithoutAValue()
    {
        Row[] rows = [new("x", null, null, null)];

        Assert.Equal("name\n----\nx\n", Write(TableFormat.Text, Table, rows));
        Assert.Equal(
            "             error\nname  count   rate  ok\n----  -----  -----  --\nx\n",
            Write(TableFormat.Text, Table with { KeepsColumns = true }, rows));
    }

    [Fact]
    public void Csv_AnyRows_FollowsRfc4180() => Assert.Equal(
        "name,count,rate,ok\r\nFC10(1e-4),1234567,0.0741,true\r\n\"a,b\",,,\r\n\"say \"\"hi\"\" there\",0,1,false\r\n",
        Write(TableFormat.Csv, Table, Rows));

    [Fact]
    public void Markdown_SpecialCharacters_AreEscaped() => Assert.Equal(
        """
        | name | count | error rate | ok |
        | --- | ---: | ---: | --- |
        | a\|b \*c\* \[d\](e) | 1,000 | 7.41 % | yes |
        | x y |  |  |  |

        """, Write(TableFormat.Markdown, Table, [new("a|b *c* [d](e)", 1000, 0.0741, true), new("x\ny", null, null, null)]));

    [Fact]
    public void Latex_SpecialCharacters_AreEscaped() => Assert.Equal(
        """
        % \usepackage{booktabs}
        \begin{tabular}{lrrl}
        \toprule
        name & count & error rate & ok \\
        \midrule
        50\% \& \_\$\#\{\} \textbackslash{}\textasciitilde{}\textasciicircum{} & 1,000 & 7.41 \% & yes \\
        {}[0, 1] \textless{} \textgreater{} \textbar{} &  &  &  \\
        \bottomrule
        \end{tabular}

        """, Write(TableFormat.Latex, Table, [new(@"50% & _$#{} \~^", 1000, 0.0741, true), new("[0, 1] < > |", null, null, null)]));

    [Fact]
    public void Text_AnyRows_IsAlignedAndEmptyColumnsAreLeftOut() => Assert.Equal(
        """
                      error
        name  count    rate
        ----  -----  ------
        a     1,234  7.41 %
        bcd       0

        """,
        Write(TableFormat.Text, Table, [new("a", 1234, 0.0741, null), new("bcd", 0, null, null)]));

    [Theory]
    [InlineData("models")]
    [InlineData("errors")]
    [InlineData("distortion")]
    [InlineData("groups")]
    [InlineData("transfer")]
    [InlineData("examples")]
    public void Text_TableOfAStudy_LooksAsCheckedIn(string table)
    {
        var text = string.Concat(new[] { 80, 140 }.Select(width => $"{width} columns\n\n{WriteStudy(TableFormat.Text, table, width)}\n"));

        Golden.Check(text, table);
    }

    [Theory]
    [InlineData("models", "model parameters trainErrorRate paperTrainErrorRate testImages testErrorRate paperTestErrorRate epochs job")]
    [InlineData("errors", "model data images errors errorRate errorRateLow errorRateHigh paperErrorRate job")]
    [InlineData(
        "distortion",
        "tableName source attack images successRate meanDistortion medianDistortion failures wanted paperMeanDistortionWanted job")]
    [InlineData(
        "transfer",
        "source attack victim images errorRate errorRateLow errorRateHigh errorRateVictimCorrect paperErrorRate meanDistortion")]
    [InlineData("examples", "source attack image label targetClass predictedAfter distortion c gradientEvaluations success")]
    public void Json_TableOfAStudy_HasThePromisedFieldsInEveryObject(string table, string fields)
    {
        using var json = JsonDocument.Parse(WriteStudy(TableFormat.Json, table, 80));

        Assert.NotEqual(0, json.RootElement.GetArrayLength());
        Assert.All(
            json.RootElement.EnumerateArray(), row => Assert.Empty(fields.Split(' ').Except(row.EnumerateObject().Select(p => p.Name))));
        Assert.All(
            json.RootElement.EnumerateArray().SelectMany(row => row.EnumerateObject()),
            p => Assert.True(char.IsAsciiLetterLower(p.Name[0])));
    }

    [Fact]
    public void Csv_EveryTable_HasTheWordsOfJsonInSnakeCase()
    {
        Assert.All(StudyTable.All, table =>
        {
            var columns = table.Define(SampleStudy.Paper).Columns;

            Assert.Equal(columns.Select(c => c.Name).Distinct(), columns.Select(c => c.Name));
            Assert.All(columns, c => Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", c.Name));
            Assert.All(columns, c => Assert.Equal(c.Name.Replace("_", "", StringComparison.Ordinal), c.JsonName.ToLowerInvariant()));
        });
    }

    [Fact]
    public void Json_TransferTable_RatesAreFractions()
    {
        using var json = JsonDocument.Parse(WriteStudy(TableFormat.Json, "transfer", 80));

        var clean = json.RootElement[0];
        Assert.Equal(0.08, clean.GetProperty("errorRate").GetDouble());
        Assert.Equal(JsonValueKind.Null, clean.GetProperty("liftOverNoise").ValueKind);
        var cell = json.RootElement[6];
        Assert.Equal(1, cell.GetProperty("errorRate").GetDouble());
        Assert.Equal(0.92, cell.GetProperty("liftOverClean").GetDouble(), 12);
        Assert.Equal(0.91, cell.GetProperty("liftOverNoise").GetDouble(), 12);
    }

    [Fact]
    public void WriteAll_OtherCulture_ChangesNothing()
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "~";
        var expected = Enum.GetValues<TableFormat>().Select(format => WriteStudy(format, "transfer", 80)).ToList();
        try
        {
            CultureInfo.CurrentCulture = comma;

            Assert.Equal(expected, Enum.GetValues<TableFormat>().Select(format => WriteStudy(format, "transfer", 80)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string WriteStudy(TableFormat format, string table, int width)
    {
        var tables = table switch
        {
            "errors" => SampleStudy.Halves,
            "groups" => SampleStudy.Comparison,
            _ => SampleStudy.Paper,
        };
        var shown = StudyTable.Get(table);
        var rows = shown.Streamed ? SampleStudy.Examples : tables.Of(shown.Declaration).Take(table == "transfer" ? 7 : int.MaxValue);
        return Write(format, shown.Define(tables), rows, width);
    }

    private static string Write<TRow>(TableFormat format, TableDefinition<TRow> table, IEnumerable<TRow> rows, int width = 80)
    {
        var output = new StringWriter();
        TableWriters.Create(format, table, output, width).WriteAll(rows);
        return output.ToString();
    }

    private sealed record Row(string Name, long? Count, double? Rate, bool? Ok);
}
