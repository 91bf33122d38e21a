using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

public sealed class TableDifferencesTests
{
    [Fact]
    public void Between_EqualTables_FindsNothing() => Assert.Empty(TableDifferences.Between(SampleStudy.Paper, SampleStudy.Paper));

    [Fact]
    public void Between_OneValueChanged_FindsItUnderTheNamesOfItsRow()
    {
        var cells = SampleStudy.Paper.Of<TransferCellRow>();
        var changed = cells[0] with { Row = cells[0].Row with { Errors = cells[0].Row.Errors - 1 } };
        var after = SampleStudy.Paper.With([changed, .. cells.Skip(1)]);

        var found = TableDifferences.Between(SampleStudy.Paper, after);

        var names = changed.Names;
        Assert.All(found, line => Assert.Equal(
            ("transfer", $"{names.Table}, {names.Source}, {names.Attack}, {names.Victim}"), (line.Table, line.Row)));
        var errors = Assert.Single(found, line => line.Column == "errors");
        Assert.Equal((int.Parse(errors.After!, System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(
            System.Globalization.CultureInfo.InvariantCulture), errors.Before);
        Assert.Contains(found, line => line.Column == "error_rate");
    }

    [Fact]
    public void Between_RowOfOneStudyOnly_IsOneLine()
    {
        var models = SampleStudy.Paper.Of<ModelRow>();

        var found = TableDifferences.Between(SampleStudy.Paper, SampleStudy.Paper.With(models.Skip(1)));

        Assert.Equal(
            [new TableDifference("models", models[0].Names.Model!, TableDifferences.WholeRow, "yes", null)], found);
    }

    [Fact]
    public void Between_All_HasEqualValuesToo() =>
        Assert.Contains(
            TableDifferences.Between(SampleStudy.Paper, SampleStudy.Paper, all: true),
            line => line.Column == "error_rate" && line.Before == line.After);
}
