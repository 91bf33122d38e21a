using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

public sealed class ReplicatesViewTests
{
    /// <summary>One network in two replicates: 1 and 3 % of 1,000 images wrong.</summary>
    private static readonly StudyTables Tables = new StudyTables { Study = "twice" }.With([Errors(1, 10), Errors(2, 30)]);

    [Fact]
    public void Lines_Replicates_AreOneRowWithTheMeanTheIntervalOverThemAndANote()
    {
        var text = string.Join('\n', StudyView.Lines(Tables, 140));

        Assert.Contains("Figures are means over 2 replicates", text, StringComparison.Ordinal);
        // t(1) = 12.706, standard deviation 1.414 points: 2.00 +- 12.71, kept in [0, 1].
        Assert.Contains("2.00 % [0-14.71]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_CsvAndEachForPeople_HaveARowAndTheNumberOfEachReplicate()
    {
        var table = StudyTable.Of<ModelErrorRow>();
        var csv = Write(table, Tables, TableFormat.Csv).Split('\n');
        var each = Write(table, Tables, TableFormat.Markdown);
        var one = Write(table, Tables.Summarised(), TableFormat.Markdown);

        Assert.StartsWith("model,data,replicate,images,errors,", csv[0], StringComparison.Ordinal);
        Assert.Equal(["A,test,1,1000,10", "A,test,2,1000,30"], csv[1..3].Select(line => string.Join(',', line.Split(',')[..5])));
        Assert.Contains("replicate", each, StringComparison.Ordinal);
        Assert.Equal(4, each.TrimEnd('\n').Split('\n').Count(line => line.StartsWith('|')));
        Assert.DoesNotContain("replicate", one, StringComparison.Ordinal);
        Assert.Equal(3, one.TrimEnd('\n').Split('\n').Count(line => line.StartsWith('|')));
    }

    private static string Write(StudyTable table, StudyTables tables, TableFormat format)
    {
        var output = new StringWriter();
        table.Write(tables, format, output, 140);
        return output.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static StudyRow<ModelErrorRow> Errors(int replicate, int errors) => new(
        SampleStudy.Names(model: "A", data: "test", job: replicate) with { Replicate = replicate },
        new ModelErrorRow
        {
            Job = SampleStudy.Key(replicate), Model = SampleStudy.Key(replicate), Data = "mnist/test[0..1000)", Images = 1000,
            Errors = errors,
        });
}
