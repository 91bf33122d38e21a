using Experiments.Ports;
using Experiments.Testing;
using Npgsql;
using static Experiments.Storage.Tests.Sample;

namespace Experiments.Storage.Tests;

[Collection(PostgresFixture.Collection)]
public sealed class PostgresSchemaTests(PostgresFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [DatabaseFact]
    public async Task Migrate_FromManyProcessesAtOnce_HappensOnce()
    {
        var connection = await fixture.Server.CreateDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await (await OpenAsync(connection)).DisposeAsync())));

        Assert.Equal([Migrator.Versions("postgres")[^1].Name], await QueryAsync(connection, "SELECT name FROM schema_versions"));
    }

    [DatabaseFact]
    public async Task Migrate_DatabaseWithItsViews_TakesAllOfThemAwayAndMakesThemAnew()
    {
        var connection = await fixture.Server.CreateDatabaseAsync();
        await using var opened = await OpenAsync(connection);
        const string Views = "SELECT viewname::text FROM pg_views WHERE schemaname = 'public' ORDER BY 1";
        var before = await QueryAsync(connection, Views);
        var database = opened.Database;
        var between = await database.WriteAsync(
            async session =>
            {
                List<string> left = [];
                await Migrator.RenewViewsAsync(
                    database, session, async () => left = await session.QueryAsync(Views, reader => reader.GetString(0), None), None);
                return left;
            },
            None);

        Assert.Contains("verdicts", before);
        Assert.Empty(between);
        Assert.Equal(before, await QueryAsync(connection, Views));
    }

    [DatabaseFact]
    public async Task Open_FinishedSchemaAsRoleThatMayOnlyRead_Works()
    {
        var connection = await fixture.Server.CreateDatabaseAsync();
        await (await OpenAsync(connection)).DisposeAsync();
        await fixture.Server.ExecuteAsync(
            NameOf(connection),
            """
            CREATE ROLE visitor LOGIN PASSWORD 'of-a-visitor';
            ALTER ROLE visitor SET default_transaction_read_only = on;
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO visitor;
            """);

        await using var database = await OpenAsync(fixture.Server.Connection(NameOf(connection), "of-a-visitor", "visitor"));

        Assert.Empty(await database.Results.ListStudiesAsync(None));
    }

    [DatabaseFact]
    public async Task Open_NewerDatabase_IsRefused()
    {
        var connection = await fixture.Server.CreateDatabaseAsync();
        await using (await OpenAsync(connection))
        {
        }

        await fixture.Server.ExecuteAsync(NameOf(connection), "INSERT INTO schema_versions VALUES (9999, 'future', 0)");

        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(connection));

        Assert.Equal(
            $"schema version of PostgreSQL database '{NameOf(connection)}' at 127.0.0.1:{fixture.Server.Port} is 9999; it must be at most "
                + $"{Migrator.Versions("postgres")[^1].Version} for this program: use a newer program.",
            error.Message);
    }

    [DatabaseFact]
    public async Task Read_CancelledOnItsWay_IsCancelledAndNoFaultOfTheServers()
    {
        var connection = await fixture.Server.CreateDatabaseAsync();
        await using var database = await OpenAsync(connection);
        await using var other = new NpgsqlConnection(ExperimentDatabase.PostgresKeywords(connection));
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var jobs = new NpgsqlCommand("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE", other, transaction);
        await jobs.ExecuteNonQueryAsync();
        using var stop = new CancellationTokenSource();

        var count = database.Ledger.CountAsync(null, stop.Token);
        await using var waiting = new NpgsqlCommand(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", other, transaction);
        while ((long)(await waiting.ExecuteScalarAsync())! == 0)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => count);
    }

    [DatabaseFact]
    public async Task Open_WrongPassword_SaysSoWithoutIt()
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(fixture.Server.Connection("postgres", password: "hunter2")));

        Assert.Equal(
            $"database 'postgres' at 127.0.0.1:{fixture.Server.Port} refuses user 'experiments' or the password; check both.",
            error.Message);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.False(error.Transient);
    }

    [DatabaseFact]
    public async Task Open_DatabaseThatDoesNotExist_SaysSo()
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(fixture.Server.Connection("nowhere")));

        Assert.Equal($"database 'nowhere' at 127.0.0.1:{fixture.Server.Port} does not exist; create it with createdb.", error.Message);
    }

    [DatabaseFact]
    public async Task Open_UserWithoutRights_SaysSo()
    {
        var connection = await fixture.Server.CreateDatabaseAsync();
        await fixture.Server.ExecuteAsync(NameOf(connection), "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'guest-secret'");

        var error = await Assert.ThrowsAsync<StorageException>(
            () => OpenAsync(fixture.Server.Connection(NameOf(connection), "guest-secret", "guest")));

        Assert.Equal(
            $"database '{NameOf(connection)}' at 127.0.0.1:{fixture.Server.Port} refuses user 'guest': permission "
                + "denied for schema public.",
            error.Message);
    }

    [DatabaseFact]
    public async Task Write_ReadOnlyDatabase_SaysSoAndReadsGoOn()
    {
        var connection = await fixture.Server.CreateDatabaseAsync();
        await using (var writable = await OpenAsync(connection))
        {
            await writable.Ledger.SubmitAsync(Plan("s", "train-a"), None);
        }

        NpgsqlConnection.ClearAllPools();
        await fixture.Server.ExecuteAsync("postgres", $"ALTER DATABASE {NameOf(connection)} SET default_transaction_read_only = on");
        await using var database = await OpenAsync(connection);

        var error = await Assert.ThrowsAsync<StorageException>(() => database.Ledger.LeaseAsync(Request(), None));

        Assert.Equal(
            $"database '{NameOf(connection)}' at 127.0.0.1:{fixture.Server.Port} cannot be written: the server, the database or user "
                + "'experiments' is read-only; name the primary server and a user that may write.",
            error.Message);
        Assert.False(error.Transient);
        Assert.Equal(1, (await database.Ledger.CountAsync("s", None)).Ready);
    }

    [DatabaseFact]
    public async Task Claim_QueryPlan_StaysOnIndexesBesideManyJobs()
    {
        var connection = await fixture.Server.CreateDatabaseAsync();
        await using var database = await OpenAsync(connection);
        await database.Ledger.SubmitAsync(Flat("s", 3000), None);
        await database.Ledger.SubmitAsync(Flat("t", 3000, prefix: "other"), None);

        foreach (var scope in Enum.GetValues<LeaseScope>())
        {
            var sql = LeaseSql.Lease(database.Database, scope, 1, new JobAbilities(["cpu", "any"], [("craft", 1), ("train", 1)]))
                .Replace("@study", "'t'", StringComparison.Ordinal)
                    .Replace("@worker", "'w'", StringComparison.Ordinal).Replace("@now", "1", StringComparison.Ordinal).Replace(
                        "@expires", "2", StringComparison.Ordinal);
            var plan = await QueryAsync(connection, $"EXPLAIN {sql}");

            // The table of inputs is empty here, and read whole.
            Assert.DoesNotContain(plan, line => line.Contains("Seq Scan on jobs", StringComparison.Ordinal)
                || line.Contains("Seq Scan on study_jobs", StringComparison.Ordinal));
            Assert.Contains(
                plan,
                line => line.Contains(
                    scope == LeaseScope.All ? "ix_jobs_priority_sequence" : "ix_jobs_study_priority_sequence", StringComparison.Ordinal));
        }
    }

    [DatabaseFact]
    public async Task Write_ServerCrashesAndComesBack_WaitsAndLosesNothing()
    {
        var server = await PostgresServer.StartAsync();
        await using var _ = server;
        await using var database = await OpenAsync(await server.CreateDatabaseAsync());
        await database.Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        var claim = Assert.Single(await database.Ledger.LeaseAsync(Request(), None));
        await server.StopAsync();

        var commit = database.Ledger.CommitAsync(claim, Result(Example(claim.Job.Key, 0)), None);
        await server.LaunchAsync();

        Assert.True(await commit);
        Assert.Single(await database.Results.ReadRowsAsync<Contracts.AdversarialExampleRow>("s", None));
    }

    internal static string NameOf(string connection) => new Uri(connection).AbsolutePath[1..];

    private static Task<ExperimentDatabase> OpenAsync(string connection) =>
        ExperimentDatabase.OpenPostgresAsync(connection, TimeProvider.System, null, None);

    /// <summary>Columns of tables and views, constraints and indexes, one line each.</summary>
    internal static Task<List<string>> ReadSchemaAsync(string connection) => QueryAsync(
        connection,
        """
        SELECT line FROM (
            SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || COALESCE(column_default, '') AS line
            FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL
            SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
            UNION ALL
            SELECT indexdef FROM pg_indexes WHERE schemaname = 'public') lines
        ORDER BY line
        """);

    private static async Task<List<string>> QueryAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(PostgresConnectionText.Parse(connection));
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
