using System.Data.Common;
using System.IO.Compression;
using Experiments.Contracts;

namespace Experiments.Storage.Tests;

/// <summary>Databases of schema 9, the last before results were declared by their records: brought to this program's schema they have every
/// row, and the views every number that they had. README.md beside the files says how they were made.</summary>
public abstract class UpgradeConformance
{
    /// <summary>Stored before, worked out now: of the views' numbers none is lost.</summary>
    private static readonly string[] Derived =
    [
        "noise_curves.accuracy_high", "noise_curves.accuracy_low", "random_directions.fooled_high", "random_directions.fooled_low",
        "transfer_cells.error_rate_high", "transfer_cells.error_rate_low", "transfer_distance_points.rate_high",
        "transfer_distance_points.rate_low", "universal_cells.fooling_rate_high", "universal_cells.fooling_rate_low",
    ];

    /// <summary>Views of analyses that called the analysis a table.</summary>
    private static readonly string[] OfAnalyses =
        ["v_gains", "v_spectral", "v_transfer_distance_points", "v_transfer_distances", "v_universal"];

    /// <summary>Failures counted as no distortion before, and successes among all images: what they are now is another test.</summary>
    private static readonly string[] Redefined =
        ["successes", "success_rate", "mean_distortion", "median_distortion"];

    private static readonly string[] OfSets = ["adversarial_sets", "v_distortion", "v_transfer"];

    private protected abstract string ListNames { get; }

    [DatabaseFact]
    public async Task Open_DatabaseOfSchema9_HasEveryRowAndEveryNumber()
    {
        await CreateAsync();
        var before = await SnapshotAsync();
        await using (await OpenAsync())
        {
        }

        var after = await SnapshotAsync();

        var dropped = new List<string>();
        foreach (var name in before.Names.Where(name => name != "schema_versions"))
        {
            string Renamed(string column) => column == "table_name" && OfAnalyses.Contains(name) ? "analysis" : column;
            var kept = before.Columns(name).Where(column => after.Columns(name).Contains(Renamed(column))).ToList();
            dropped.AddRange(before.Columns(name).Except(kept).Select(column => $"{name}.{column}"));
            kept.RemoveAll(column => OfSets.Contains(name) && Redefined.Contains(column));
            Assert.Equal(before.Rows(name, kept), after.Rows(name, kept.Select(Renamed)));
        }

        Assert.Equal(Derived, dropped.Order(StringComparer.Ordinal));
        Assert.All(
            Tables.OfResults.Where(table => before.Names.Contains(table.Name)),
            table => Assert.True(before.Count(table.Name) > 0, $"{table.Name} has no row to bring over."));
    }

    [DatabaseFact]
    public async Task Open_DatabaseOfSchema9_HasTheSchemaOfAnEmptyOne()
    {
        await CreateAsync();
        await using (await OpenAsync())
        {
        }

        Assert.Equal(await ReadSchemaOfEmptyAsync(), await ReadSchemaAsync());
    }

    /// <summary>A mean with failures as 0 is not the mean among successes, and nobody knows that one; counts can be known.</summary>
    [DatabaseFact]
    public async Task Open_DatabaseOfSchema9_SetsSayOfFailuresWhatCanBeKnown()
    {
        await CreateAsync();
        await using var database = await OpenAsync();

        var sets = await database.Results.ReadRowsAsync<AdversarialSetRow>("every-table", CancellationToken.None);

        Assert.Contains(sets, set => set.AttackClass == AttackClasses.MinimalNorm);
        Assert.All(sets, set =>
        {
            var isExact = set is { MisclassifiedBefore: 0 } && set.Wanted == set.Images;
            Assert.Equal(set.AttackClass != AttackClasses.MinimalNorm || isExact, set.MeanDistortion is not null);
            Assert.Equal(set.MeanDistortion is null, set.MedianDistortion is null);
            Assert.Equal(
                set.AttackClass != AttackClasses.MinimalNorm || set.Wanted == set.Images, set.MeanDistortionWanted is not null);
            if (set.MisclassifiedBefore == 0)
            {
                Assert.Equal((set.Images, set.Wanted, set.Attacked - set.Wanted), (set.Attacked, set.Successes, set.Failures));
            }
        });
    }

    [DatabaseFact]
    public async Task Open_DatabaseOfSchema9_RowsAreReadAndItsStudyIsDone()
    {
        await CreateAsync();
        await using var database = await OpenAsync();

        var cells = await database.Results.ReadRowsAsync<TransferCellRow>("every-table", CancellationToken.None);
        var counts = await database.Ledger.CountAsync("every-table", CancellationToken.None);

        Assert.Equal(10, cells.Count);
        Assert.All(
            cells, cell => Assert.Equal((null, null, null, null), (cell.CleanJob, cell.NoClass, cell.NoiseErrors, cell.LiftOverNoise)));
        Assert.Empty(await database.Results.ReadRowsAsync<VerdictRow>("every-table", CancellationToken.None));
        Assert.Equal(counts.Total, counts.Done);
        var revision = Assert.Single(await database.Results.ListRevisionsAsync("every-table", CancellationToken.None));
        Assert.Equal((1, null), (revision.Revision, revision.By));
    }

    internal abstract Task<ExperimentDatabase> OpenAsync();

    /// <summary>A copy of the old database that the test may change.</summary>
    private protected abstract Task CreateAsync();

    private protected abstract Task<DbConnection> ConnectAsync();

    private protected abstract Task<IReadOnlyList<string>> ReadSchemaAsync();

    private protected abstract Task<IReadOnlyList<string>> ReadSchemaOfEmptyAsync();

    private protected static async Task<byte[]> UnpackAsync(string file)
    {
        await using var packed = File.OpenRead(Testing.Repository.PathOf($"tests/Storage.Tests/Upgrade/{file}"));
        await using var stream = new GZipStream(packed, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task<Snapshot> SnapshotAsync()
    {
        await using var connection = await ConnectAsync();
        return await Snapshot.TakeAsync(connection, ListNames);
    }
}

public sealed class SqliteUpgradeTests : UpgradeConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private EmbeddedHome Home => new(_folder.Path);

    private protected override string ListNames => "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')";

    public void Dispose() => _folder.Dispose();

    internal override Task<ExperimentDatabase> OpenAsync() =>
        ExperimentDatabase.OpenSqliteAsync(Home, TimeProvider.System, null, CancellationToken.None);

    private protected override async Task CreateAsync() =>
        await File.WriteAllBytesAsync(Home.DatabaseFile, await UnpackAsync("schema9.sqlite.db.gz"));

    private protected override async Task<DbConnection> ConnectAsync()
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Home.DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private protected override Task<IReadOnlyList<string>> ReadSchemaAsync() => SqliteSchemaTests.ReadSchemaAsync(Home.DatabaseFile);

    private protected override async Task<IReadOnlyList<string>> ReadSchemaOfEmptyAsync()
    {
        using var folder = new TemporaryFolder();
        var home = new EmbeddedHome(folder.Path);
        await using (await ExperimentDatabase.OpenSqliteAsync(home, TimeProvider.System, null, CancellationToken.None))
        {
        }

        return await SqliteSchemaTests.ReadSchemaAsync(home.DatabaseFile);
    }
}

[Collection(PostgresFixture.Collection)]
public sealed class PostgresUpgradeTests(PostgresFixture fixture) : UpgradeConformance
{
    private string _connection = "";

    private protected override string ListNames => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";

    internal override Task<ExperimentDatabase> OpenAsync() =>
        ExperimentDatabase.OpenPostgresAsync(_connection, TimeProvider.System, null, CancellationToken.None);

    private protected override async Task CreateAsync()
    {
        _connection = await fixture.Server.CreateDatabaseAsync();
        await fixture.Server.ExecuteAsync(
            PostgresSchemaTests.NameOf(_connection), System.Text.Encoding.UTF8.GetString(await UnpackAsync("schema9.postgres.sql.gz")));
    }

    private protected override async Task<DbConnection> ConnectAsync()
    {
        var connection = new Npgsql.NpgsqlConnection(PostgresConnectionText.Parse(_connection).ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private protected override async Task<IReadOnlyList<string>> ReadSchemaAsync() =>
        await PostgresSchemaTests.ReadSchemaAsync(_connection);

    private protected override async Task<IReadOnlyList<string>> ReadSchemaOfEmptyAsync()
    {
        var connection = await fixture.Server.CreateDatabaseAsync();
        await using (await ExperimentDatabase.OpenPostgresAsync(connection, TimeProvider.System, null, CancellationToken.None))
        {
        }

        return await PostgresSchemaTests.ReadSchemaAsync(connection);
    }
}
