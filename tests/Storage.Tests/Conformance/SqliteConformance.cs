using Experiments.Contracts;
using Experiments.Ports;
using Microsoft.Data.Sqlite;

namespace Experiments.Storage.Tests;

public sealed class SqliteFixture : StorageFixture
{
    internal override Task<TestDatabase> CreateAsync() => Task.FromResult<TestDatabase>(new SqliteTestDatabase());
}

internal sealed class SqliteTestDatabase : TestDatabase
{
    private readonly TemporaryFolder _folder = new();

    internal EmbeddedHome Home => new(_folder.Path);

    internal override async Task DamageAsync(ArtifactHash hash)
    {
        var bytes = await File.ReadAllBytesAsync(PathOf(hash));
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(PathOf(hash), bytes);
    }

    internal override Task RemoveAsync(ArtifactHash hash)
    {
        File.Delete(PathOf(hash));
        return Task.CompletedTask;
    }

    internal override async Task TamperAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Home.DatabaseFile};Pooling=False;Foreign Keys=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    protected override Task<ExperimentDatabase> OpenAsync(TimeProvider time, StorageOptions options, Func<WorkerId, bool> isAlive) =>
        ExperimentDatabase.OpenSqliteAsync(Home, time, options, isAlive, CancellationToken.None);

    protected override Task DropAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private string PathOf(ArtifactHash hash) => new FileArtifactStore(Home.ArtifactFolder).PathOf(hash);
}

public sealed class SqliteLedgerTests(SqliteFixture fixture) : LedgerConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteShareTests(SqliteFixture fixture) : ShareConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteRevisionTests(SqliteFixture fixture) : RevisionConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteArtifactTests(SqliteFixture fixture) : ArtifactConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteResultTests(SqliteFixture fixture) : ResultConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteToolsTests(SqliteFixture fixture) : ToolsConformance(fixture), IClassFixture<SqliteFixture>;

public sealed class SqliteUntrustedRowTests(SqliteFixture fixture) : UntrustedRowConformance(fixture), IClassFixture<SqliteFixture>
{
    /// <summary>SQLite keeps any value in any column.</summary>
    [Theory]
    [InlineData("UPDATE jobs SET version = 99999999999999 WHERE sequence = 0", 0)]
    [InlineData("UPDATE jobs SET attempts = 99999999999999 WHERE sequence = 0", 0)]
    [InlineData("UPDATE jobs SET memory_bytes = 'x' WHERE sequence = 0", 0)]
    public async Task Lease_NumberThatIsNone_StopsNobody(string sql, int failed)
    {
        await using var test = new SqliteTestDatabase();
        var database = await test.OpenAsync(new StorageOptions { Kinds = [("train", 1)] });
        await database.Ledger.SubmitAsync(Sample.Plan("s", "train-a", "train-b"), CancellationToken.None);
        await test.TamperAsync(sql);
        var abilities = new JobAbilities(["cpu"], [("train", 1)]) { MemoryBytes = long.MaxValue };

        var leases = await database.Ledger.LeaseAsync(Sample.Request(2) with { Abilities = abilities }, CancellationToken.None);
        Assert.All(
            await Task.WhenAll(leases.Select(l => database.Ledger.CommitAsync(l, Sample.Empty, CancellationToken.None))), Assert.True);

        var counts = await database.Ledger.CountAsync("s", CancellationToken.None);
        Assert.Equal((failed, 0), (counts.Failed, counts.Leased));
        Assert.Contains(leases, lease => lease.Job.Key == Sample.Key("train-b"));
        Assert.Equal(counts.Ready, counts.Unknown);
    }

    [Fact]
    public async Task Lease_WorkerWithNumbersThatNoProcessHas_StopsNobody()
    {
        await using var test = new SqliteTestDatabase();
        var database = await test.OpenAsync();
        await database.Ledger.SubmitAsync(Sample.Plan("s", "train-a", "train-b"), CancellationToken.None);
        await database.Ledger.LeaseAsync(Sample.Request(), CancellationToken.None);
        await test.TamperAsync("UPDATE workers SET process_id = 99999999999999, started_at = 9223372036854775807");

        var other = await test.OpenAsync();
        var leases = await other.Ledger.LeaseAsync(Sample.Request(3, Sample.Alice with { ProcessId = 7 }), CancellationToken.None);

        Assert.Equal(2, leases.Count);
    }
}
