using System.Text.Json;
using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

/// <summary>Names, values and headers that steer terminals, forge lines or turn text around.</summary>
public sealed class HostileTextTests
{
    private const string Evil = "a\u001b]0;owned\u0007\u001b[2J\r\nforged,row | x & y\u202etxt\u200b\u2028\u0085\u009b31m";

    private static readonly TableDefinition<string> Table = new("query", "Query",
        [new(Evil, Evil, ColumnFormat.Text, row => row) { JsonName = Evil, NamesRow = true }, new("n", "n", ColumnFormat.Count, _ => 1)]);

    [Theory]
    [InlineData(TableFormat.Text, 3)]
    [InlineData(TableFormat.Csv, 2)]
    [InlineData(TableFormat.Markdown, 3)]
    [InlineData(TableFormat.Latex, 8)]
    [InlineData(TableFormat.Json, 3)]
    public void Write_HostileNamesAndValues_AreVisibleOnTheirLine(TableFormat format, int lines)
    {
        var text = Write(format);

        // The line ends of the format itself; RFC 4180 wants both characters.
        var own = text.Replace(format == TableFormat.Csv ? "\r\n" : "\n", "", StringComparison.Ordinal);
        Assert.True(VisibleText.IsVisible(own), JsonSerializer.Serialize(text));
        Assert.Equal(lines, text.Count(c => c == '\n'));
    }

    [Fact]
    public void Write_JsonOfHostileText_ReadsBackAsItWas()
    {
        var row = JsonDocument.Parse(Write(TableFormat.Json)).RootElement[0].EnumerateObject().First();

        Assert.Equal((Evil, Evil), (row.Name, row.Value.GetString()));
        var value = JsonText.Of(Evil);
        Assert.True(VisibleText.IsVisible(value), value);
        Assert.Equal(Evil, JsonDocument.Parse(value).RootElement.GetString());
    }

    [Fact]
    public void ToString_HostileStyledText_IsVisible()
    {
        var line = new StyledLine([new StyledText("") with { Text = Evil }, new StyledText(Evil)]).ToString();

        Assert.True(VisibleText.IsVisible(line), JsonSerializer.Serialize(line));
    }

    [Fact]
    public async Task Html_HostileStudy_HasNoCharacterThatIsNotSeen()
    {
        var html = SampleReport.Html(await SampleReport.HostileAsync());

        Assert.True(VisibleText.IsVisible(html.Replace("\n", "", StringComparison.Ordinal)));
        Assert.Contains("\\u202e", html, StringComparison.Ordinal);
        Assert.Contains("\\u0007", html, StringComparison.Ordinal);
    }

    private static string Write(TableFormat format)
    {
        var output = new StringWriter();
        TableWriters.Create(format, Table, output, 400).WriteAll([Evil]);
        return output.ToString();
    }
}
