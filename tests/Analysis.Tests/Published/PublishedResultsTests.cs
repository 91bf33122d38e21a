using Experiments.Contracts;

namespace Experiments.Analysis.Tests;

public sealed class PublishedResultsTests
{
    private static readonly PublishedResults Paper = PublishedResults.Load("szegedy2013");

    [Theory]
    [InlineData("table2", "FC10(1e-4)", "lbfgs", "FC10(1)", 0.227)]
    [InlineData("table2", "AE400-10", "lbfgs", "FC100-100-10", 0.094)]
    [InlineData("table2", null, "noise 0.3", "FC10(1)", 0.227)]
    [InlineData("table4", "FC123-456-10 (P1)", "lbfgs", "FC100-100-10 (P1)", 0.0625)]
    [InlineData("table4", "FC100-100-10 (P1)", "amplified 0.1", "FC100-100-10' (P2)", 0.43)]
    [InlineData("table4", null, "noise 0.06", "FC123-456-10 (P1)", 0.026)]
    public void ErrorRate_CellOfThePaper_IsItsNumber(string table, string? source, string attack, string victim, double rate) =>
        Assert.Equal(rate, Of(table, source: source, attack: attack, victim: victim));

    [Fact]
    public void Values_AllTables_HaveEveryCellOfTheirMatrices()
    {
        Assert.Equal(
            new Dictionary<string, int> { ["table1"] = 6 * 3, ["table2"] = 8 * 6 + 8, ["table3"] = 3 * 4, ["table4"] = 8 * 3 + 8,
                ["section4.2"] = 3, ["table5"] = 8 },
            Paper.Values.GroupBy(v => v.Table).ToDictionary(g => g.Key, g => g.Count()));
        Assert.All(Paper.Values.Where(v => v.Layer is null), v => Assert.InRange(v.Value, 0, 1));
    }

    [Theory]
    [InlineData("table2")]
    [InlineData("table4")]
    public void ErrorRate_SourceFedItsOwnExamples_IsOne(string table) => Assert.All(
        Paper.Values.Where(v => v.Table == table && v is { Source: not null, Attack: "lbfgs", Victim: null }),
        v => Assert.Equal(1, Of(table, source: v.Source, attack: "lbfgs", victim: v.Source)));

    [Fact]
    public void Distortion_OfTable1AndTable2_AreTheSameNumbers() => Assert.All(
        Paper.Values.Where(v => v is { Table: "table1", Quantity: "distortion" }),
        v => Assert.Equal(v.Value, Of("table2", source: v.Source, attack: "lbfgs")));

    [Theory]
    [InlineData("FC100-100-10", "test", 0.0164)]
    [InlineData("AE400-10", "train", 0.0057)]
    [InlineData("FC100-100-10' (P2)", "P1", 0.023)]
    public void ErrorRate_CleanData_IsItsNumber(string model, string data, double rate) => Assert.Equal(rate, Of(model: model, data: data));

    [Fact]
    public void ErrorRate_NotInThePaper_IsNull()
    {
        Assert.Null(Of(model: "FC100-100-10", data: "P1"));
        Assert.Null(Of("table2", source: "FC10(1)", attack: "pgd", victim: "FC10(1)"));
        Assert.Null(Of("table9", attack: "noise 0.1"));
    }

    [Fact]
    public void Load_UnknownName_NamesThoseThatExist() => Assert.Equal(
        "publication is 'x'; it must be one of: szegedy2013. (Parameter 'name')",
        Assert.Throws<ArgumentException>(() => PublishedResults.Load("x")).Message);

    private static double? Of(
        string? table = null, string? model = null, string? source = null, string? attack = null, string? victim = null,
        string? data = null) =>
        Paper.Of(new StudyJob
        {
            Job = new JobKey(new string(
                '0', 64)), Kind = "", Ordinal = 0, Table = table, Model = model, Source = source, Attack = attack, Victim = victim,
            Data = data,
        });
}
