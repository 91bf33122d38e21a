using Experiments.Testing;

namespace Experiments.Storage.Tests;

/// <summary>The scripts are what EF makes of the records: <c>EXPERIMENTS_UPDATE_GOLDEN=1</c> writes them.</summary>
public sealed class SchemaScriptTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void Scripts_AreWhatTheRecordsSay(string dialect)
    {
        Repository.Holds(FileOf("schema", dialect), SchemaScripts.Schema(dialect));
        Repository.Holds(FileOf("views", dialect), SchemaScripts.Views(dialect));
        Repository.Holds(FileOf(Migrations.All[^1].Script, dialect), SchemaScripts.Of(Migrations.All[^1], dialect));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void EveryMigration_HasItsScripts(string dialect)
    {
        Assert.Equal(Migrations.All.Select(migration => (migration.Version, migration.Script)), Migrator.Versions(dialect));
        Assert.Equal(Enumerable.Range(Migrator.Oldest + 1, Migrations.All.Count), Migrations.All.Select(migration => migration.Version));
    }

    private static string FileOf(string name, string dialect) => $"src/Storage/Schema/Scripts/{name}.{dialect}.sql";
}
