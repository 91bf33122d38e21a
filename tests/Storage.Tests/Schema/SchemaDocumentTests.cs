using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Experiments.Storage.Tests;

public sealed class SchemaDocumentTests
{
    [Fact]
    public void Document_DescribesEveryColumnOfEveryTableAndNoOther()
    {
        Assert.Equal(Columns(), DocumentedColumns());
    }

    private static SortedDictionary<string, string> Columns()
    {
        using var context = ModelWithEveryTable();
        return new(
            context.Model.GetEntityTypes().ToDictionary(
                type => type.GetTableName()!,
                type => string.Join(", ", type.GetProperties().Select(NameAndNull).Order(StringComparer.Ordinal))),
            StringComparer.Ordinal);
    }

    private static SortedDictionary<string, string> DocumentedColumns()
    {
        var tables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "schema.md")).Split("\n## ").Skip(1))
        {
            var lines = section.Split('\n');
            tables[lines[0]] = string.Join(", ", lines.SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => cells[1] + (cells[2].EndsWith(", null", StringComparison.Ordinal) ? " null" : ""))
                .Order(StringComparer.Ordinal));
        }

        return tables;
    }

    private static string NameAndNull(IProperty property) => property.GetColumnName() + (property.IsColumnNullable() ? " null" : "");

    // PostgreSQL's model: it has one table more. Nothing connects.
    private static ExperimentsContext ModelWithEveryTable() =>
        new(new DbContextOptionsBuilder<ExperimentsContext>().UseNpgsql("Host=nowhere").Options);

    internal static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Experiments.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Experiments.sln is not above the test.");
        }

        return folder;
    }
}
