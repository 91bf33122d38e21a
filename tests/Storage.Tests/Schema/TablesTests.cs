using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Storage.Tests;

/// <summary>What the program reads and writes by, held against EF's model, which the schema is made of.</summary>
public sealed class TablesTests
{
    [Fact]
    public void All_AreTheModelsTablesKeysColumnsAndTypes()
    {
        using var context = new ExperimentsContext(new DbContextOptionsBuilder<ExperimentsContext>().UseNpgsql("Host=nowhere").Options);

        var model = context.Model.GetEntityTypes().Where(type => type.GetViewName() is null).Select(type => (
            Table: type.GetTableName()!,
            Key: string.Join(", ", type.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName())),
            Columns: string.Join(
                ", ", type.GetProperties().Select(p => $"{p.GetColumnName()} {p.GetColumnType()}").Order(StringComparer.Ordinal))));
        var tables = Tables.All.Select(table => (
            Table: table.Name,
            Key: string.Join(", ", table.Key.Select(c => c.Name)),
            Columns: string.Join(", ", table.Columns.Select(c => $"{c.Name} {c.StoreType}").Order(StringComparer.Ordinal))));

        Assert.Equal(model.OrderBy(t => t.Table, StringComparer.Ordinal), tables.OrderBy(t => t.Table, StringComparer.Ordinal));
    }

    [Fact]
    public void EveryResultRow_DeclaresItsTable()
    {
        var records = typeof(ResultRow).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ResultRow)));

        Assert.Equal(records.ToHashSet(), Tables.OfResults.Concat(Tables.Unpacked).Select(table => table.RowType).ToHashSet());
    }

    [Fact]
    public void Value_OfEveryColumn_IsWhatEfWouldStore()
    {
        using var context = new ExperimentsContext(new DbContextOptionsBuilder<ExperimentsContext>().UseNpgsql("Host=nowhere").Options);
        ResultRow[] rows =
        [
            Sample.Model(Sample.Key("a"), Sample.Hash("w")), Sample.Epoch(Sample.Key("a"), "autoencoder", 3), Sample.Errors(
                Sample.Key("a"), Sample.Key("b")),
            Sample.Set(Sample.Key("a"), null), Sample.Set(Sample.Key("a"), Sample.Key("b")), Sample.Example(Sample.Key("a"), 7),
            Sample.Cell(Sample.Key("a"), Sample.Key("b"), Sample.Key("c")), Sample.Group(Sample.Key("a")), Sample.Group(
                Sample.Key("a"), compared: false),
            Sample.Units(Sample.Key("a"), Sample.Key("b")), Sample.UnitDraw(Sample.Key("a"), "unit", 1), Sample.NoisePoint(
                Sample.Key("a"), Sample.Key("b"), "noise", 1),
            Sample.Directions(Sample.Key("a"), Sample.Key("b"), clipped: true),
            Sample.Block(Sample.Key("a")), Sample.Block(Sample.Key("a")) with { NoisePredictions = null },
            Sample.BlockImages(Sample.Key("a")),
        ];

        Assert.All(rows, row => Assert.All(Tables.Of(row.GetType()).Columns, column =>
        {
            var property = context.Model.FindEntityType(row.GetType())!.FindProperty(column.Property)!;
            var value = property.GetGetter().GetClrValue(row);
            var stored = value is null ? DBNull.Value : property.GetTypeMapping().Converter?.ConvertToProvider(value) ?? value;
            Assert.Equal(stored, column.Value(row));
        }));
    }

    [Fact]
    public void Of_TypeWithoutTable_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() => Tables.Of<string>());

        Assert.Equal("row type is String; it must be one that has a table. (Parameter 'row')", error.Message);
    }
}
