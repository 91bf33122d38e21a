using Experiments.Contracts;
using Experiments.Ports;
using Experiments.Testing;

namespace Experiments.Storage.Tests;

/// <summary>One server for all tests that need one.</summary>
public sealed class PostgresFixture : StorageFixture
{
    internal const string Collection = "PostgreSQL";

    private PostgresServer? _server;

    internal PostgresServer Server =>
        _server ?? throw new InvalidOperationException("the test needs PostgreSQL and must be a [DatabaseFact].");

    public override async Task InitializeAsync()
    {
        if (PostgresServer.MustRun)
        {
            _server = await PostgresServer.StartAsync();
        }
    }

    public override async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    internal override async Task<TestDatabase> CreateAsync() => new PostgresTestDatabase(Server, await Server.CreateDatabaseAsync());
}

[CollectionDefinition(PostgresFixture.Collection)]
public sealed class PostgresGroup : ICollectionFixture<PostgresFixture>;

internal sealed class PostgresTestDatabase(PostgresServer server, string connection) : TestDatabase
{
    internal string Connection => connection;

    internal override Task DamageAsync(ArtifactHash hash) => server.ExecuteAsync(
        new Uri(connection).AbsolutePath[1..],
        $"UPDATE artifact_chunks SET data = set_byte(data, 5, get_byte(data, 5) # 1) WHERE hash = '{hash}' AND ordinal = 1");

    internal override Task RemoveAsync(ArtifactHash hash) =>
        server.ExecuteAsync(new Uri(connection).AbsolutePath[1..], $"DELETE FROM artifact_chunks WHERE hash = '{hash}'");

    internal override Task TamperAsync(string sql) =>
        server.ExecuteAsync(new Uri(connection).AbsolutePath[1..], $"SET session_replication_role = replica; {sql}");

    protected override Task<ExperimentDatabase> OpenAsync(TimeProvider time, StorageOptions options, Func<WorkerId, bool> isAlive) =>
        ExperimentDatabase.OpenPostgresAsync(connection, time, options, isAlive, CancellationToken.None);

    protected override Task DropAsync() => server.DropDatabaseAsync(connection);
}
