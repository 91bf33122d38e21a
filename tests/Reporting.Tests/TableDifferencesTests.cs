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
        var cell = cells.First(line => line.Names.Source is not null);
        var changed = cell with { Row = cell.Row with { Errors = cell.Row.Errors - 1 } };
        var after = SampleStudy.Paper.With(cells.Select(line => line == cell ? changed : line));

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
    public void Between_ChangeInTheSecondReplicate_IsFoundUnderItsNumber()
    {
        var first = SampleStudy.Paper.Of<TransferCellRow>().First(line => line.Names.Source is not null);
        var second = first with { Names = first.Names with { Replicate = 2 } };
        var changed = second with { Row = second.Row with { Errors = second.Row.Errors - 1 } };

        var found = TableDifferences.Between(SampleStudy.Paper.With([first, second]), SampleStudy.Paper.With([first, changed]));

        Assert.NotEmpty(found);
        Assert.All(found, line => Assert.EndsWith(", replicate 2", line.Row, StringComparison.Ordinal));
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
