using Experiments.Contracts;
using Experiments.Tests;

namespace Experiments.Reporting.Tests;

public sealed class StudyViewTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void Lines_StudyOfThePaper_LooksAsCheckedIn(int width) => Check(SampleStudy.Paper, "paper", width);

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void Lines_HalvesWithUnfinishedCells_LooksAsCheckedIn(int width) => Check(SampleStudy.Halves, "halves", width);

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void Lines_ComparisonOfGroups_LooksAsCheckedIn(int width) => Check(SampleStudy.Comparison, "comparison", width);

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void Lines_SpectralAnalysisAndUniversality_LooksAsCheckedIn(int width) =>
        Check(SampleAnalyses.Tables, "spectral-universality", width);

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(200)]
    public void Lines_AnyWidth_NoLineIsLonger(int width)
    {
        var lines = StudyView.Lines(SampleStudy.Paper, width).Concat(StudyView.Lines(SampleStudy.Halves, width))
            .Concat(StudyView.Lines(SampleStudy.Comparison, width))
            .Concat(StudyView.Lines(SampleAnalyses.Tables, width));

        Assert.All(lines, line => Assert.InRange(line.ToString().Length, 0, width));
    }

    [Fact]
    public void Lines_EmptyStudy_IsEmpty() => Assert.Empty(StudyView.Lines(SampleStudy.Empty, 80));

    [Fact]
    public void Lines_CellWithoutResult_IsMarkedAndCounted()
    {
        var lines = StudyView.Lines(SampleStudy.Halves, 140);

        // One victim has no result in 7 rows; the last row has none for the other two victims either.
        Assert.Contains(lines, line => line.ToString() == "- marks 9 cells without a result: not finished, or failed.");
        Assert.Equal(9 + 1, lines.SelectMany(line => line.Parts).Count(part => part is { Text: "-", Tone: Tone.Warning }));
    }

    [Fact]
    public void Lines_NoShapes_TablesComeFromTheirResults()
    {
        var tables = SampleStudy.Paper with { Shapes = [] };

        var lines = StudyView.Lines(tables, 140).Select(line => line.ToString()).ToList();

        Assert.Contains("table2", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("- marks", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_NothingPublished_HasNoPaperColumns()
    {
        var paper = SampleStudy.Paper;
        var tables = paper
            .With(paper.Of<ModelRow>().Select(row => row with { Published = null }))
            .With(paper.Of<ModelErrorRow>().Select(row => row with { Published = null }))
            .With(paper.Of<AdversarialSetRow>().Select(row => row with { Published = null }))
            .With(paper.Of<TransferCellRow>().Select(row => row with { Published = null }));

        var text = string.Join(
            '\n', StudyView.Lines(tables, 140).Where(line => !line.ToString().StartsWith("Error of", StringComparison.Ordinal)));

        Assert.DoesNotContain(
            "(",
            text.Replace("FC10(1", "", StringComparison.Ordinal).Replace("4,000 (", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_TableWithoutAViewOfItsOwn_StandsAsItIsUnderItsTitle()
    {
        var table = StudyTable.Of<RandomDirectionRow>();
        var text = new StringWriter();
        table.Write(AnalysisViewTests.Noise, TableFormat.Text, text, 140);

        var lines = StudyView.Lines(AnalysisViewTests.Noise, 140).Select(line => line.ToString()).ToList();

        Assert.Contains(table.Title, lines);
        Assert.EndsWith(text.ToString(), string.Concat(lines.Select(line => $"{line}\n")), StringComparison.Ordinal);
    }

    private static void Check(StudyTables tables, string name, int width) =>
        Golden.Check(string.Concat(StudyView.Lines(tables, width).Select(line => $"{line}\n")), $"{name}-{width}");
}
