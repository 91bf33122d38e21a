namespace Experiments.Storage.Tests;

/// <summary>Makes empty databases of one kind for the conformance tests.</summary>
public abstract class StorageFixture : IAsyncLifetime
{
    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync() => Task.CompletedTask;

    internal abstract Task<TestDatabase> CreateAsync();
}

/// <summary>One empty database, and as many handles on it as a test wants: each is what another process would have.</summary>
internal abstract class TestDatabase : IAsyncDisposable
{
    private readonly List<ExperimentDatabase> _open = [];

    internal ManualTime Time { get; } = new();

    /// <summary>Workers whose process is gone, as the ledger is told.</summary>
    internal HashSet<Ports.WorkerId> Dead { get; } = [];

    internal async Task<ExperimentDatabase> OpenAsync(StorageOptions? options = null)
    {
        var database = await OpenAsync(Time, options ?? new StorageOptions(), worker => !Dead.Contains(worker));
        lock (_open)
        {
            _open.Add(database);
        }

        return database;
    }

    /// <summary>Flips a bit in the stored bytes of an artifact.</summary>
    internal abstract Task DamageAsync(Contracts.ArtifactHash hash);

    /// <summary>Removes the stored bytes of an artifact.</summary>
    internal abstract Task RemoveAsync(Contracts.ArtifactHash hash);

    /// <summary>Writes as somebody who is not this program; references between tables are not checked.</summary>
    internal abstract Task TamperAsync(string sql);

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _open)
        {
            await database.DisposeAsync();
        }

        await DropAsync();
    }

    protected abstract Task<ExperimentDatabase> OpenAsync(TimeProvider time, StorageOptions options, Func<Ports.WorkerId, bool> isAlive);

    protected abstract Task DropAsync();
}
