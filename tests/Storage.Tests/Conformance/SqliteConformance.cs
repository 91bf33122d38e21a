using Experiments.Contracts;
using Experiments.Ports;

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
