using Experiments.Ports;
using Experiments.Testing;
using Npgsql;
using static Experiments.Storage.Tests.Sample;

namespace Experiments.Storage.Tests;

/// <summary>What a hostile statement can reach through a query on a PostgreSQL: nothing.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class QueryGuardTests(PostgresFixture fixture) : IAsyncLifetime
{
    private const string Password = "pass-of-reader", Reader = "experiments_reader";

    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly QueryLimits Limits = new(100, TimeSpan.FromSeconds(20));

    private PostgresTestDatabase _test = null!;
    private ExperimentDatabase _owner = null!;

    private string Name => new Uri(_test.Connection).AbsolutePath[1..];

    public async Task InitializeAsync()
    {
        _test = (PostgresTestDatabase)await fixture.CreateAsync();
        _owner = await _test.OpenAsync();
        await _owner.Ledger.SubmitAsync(Flat("s", 3), None);
        using var secrets = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(secrets.Path, "reader_password"), Password);
        await fixture.Server.RunScriptAsync(
            fixture.Server.Connection("postgres"), Path.Combine(Repository.Root, "infra", "reader.sql"),
            ("SECRETS", secrets.Path), ("DATABASE", Name));
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [DatabaseFact]
    public async Task Query_200HostileStatements_ReachNothingAsAReaderOrAnOwner()
    {
        await using var scene = await HostileScene.SetAsync(fixture.Server, Name, (Reader, Password));
        await using var reader = await OpenAsync(Reader, Password);
        Assert.True(HostileStatements.All.Distinct().Count() >= 200, $"{HostileStatements.All.Distinct().Count()} statements");
        var wall = (PostgresDatabase)reader.Database;
        var before = await scene.StateAsync();
        foreach (var sql in HostileStatements.All.Select(scene.Fill))
        {
            await AskAsync(() => reader.Tools.QueryAsync(sql, Limits, None), sql);
            Assert.True(before == await scene.StateAsync(), $"as a reader: {sql}\n{before}\n{await scene.StateAsync()}");

            await EndAsync(() => wall.QueryReadOnlyAsync(sql, Limits, _ => ValueTask.CompletedTask, checksText: false, None));
            Assert.True(before == await scene.StateAsync(), $"by the server alone: {sql}\n{before}\n{await scene.StateAsync()}");

            await Assert.ThrowsAsync<QueryException>(() => _owner.Tools.QueryAsync(sql, Limits, None));

            // Whoever may do everything may hide it in a function of the database; the rest is refused by name.
            if (!sql.Contains("ended(", StringComparison.Ordinal))
            {
                await AskAsync(() => _owner.Tools.QueryAsync(sql, Limits with { AsOwner = true }, None), sql);
                Assert.True(before == await scene.StateAsync(), $"as a superuser: {sql}\n{before}\n{await scene.StateAsync()}");
            }
        }
    }

    [DatabaseTheory]
    [InlineData("pg_terminate_backend({peer})")]
    [InlineData("pg_cancel_backend({peer})")]
    [InlineData("pg_advisory_lock(9)")]
    [InlineData("pg_try_advisory_xact_lock_shared(9)")]
    [InlineData("pg_logical_emit_message(false, 'a', 'b')")]
    public async Task Query_CallThatReachesOutOfItsTransaction_IsRefusedByTheServer(string call)
    {
        await using var scene = await HostileScene.SetAsync(fixture.Server, Name, (Reader, Password));
        await using var reader = await OpenAsync(Reader, Password);

        var error = await Assert.ThrowsAsync<QueryException>(() => ((PostgresDatabase)reader.Database).QueryReadOnlyAsync(
            scene.Fill($"SELECT {call}"), Limits, _ => ValueTask.CompletedTask, checksText: false, None));

        var name = call[..call.IndexOf('(', StringComparison.Ordinal)];
        Assert.Equal($"query is wrong: permission denied for function {name}", error.Message);
    }

    [DatabaseTheory]
    [InlineData("", "")]
    [InlineData("ALTER ROLE nosy SUPERUSER", "is a superuser")]
    [InlineData("ALTER ROLE nosy CREATEROLE", "makes roles")]
    [InlineData("ALTER ROLE nosy CREATEDB", "makes databases")]
    [InlineData("ALTER ROLE nosy REPLICATION", "replicates")]
    [InlineData("GRANT pg_signal_backend TO nosy", "belongs to pg_signal_backend")]
    [InlineData("GRANT pg_read_server_files TO nosy", "belongs to pg_read_server_files")]
    [InlineData("GRANT pg_write_all_data TO nosy", "belongs to pg_write_all_data")]
    [InlineData("GRANT pg_read_all_data, pg_monitor TO nosy", "")]
    [InlineData("ALTER TABLE artifacts OWNER TO nosy", "owns table artifacts")]
    [InlineData("GRANT CREATE ON SCHEMA public TO nosy", "creates in schema public")]
    [InlineData("GRANT INSERT ON jobs TO nosy", "writes jobs")]
    [InlineData("GRANT UPDATE (borrowed) ON study_jobs TO nosy", "writes study_jobs")]
    [InlineData("GRANT TRUNCATE ON jobs TO nosy_group; GRANT nosy_group TO nosy", "writes jobs")]
    [InlineData("ALTER ROLE nosy NOINHERIT; GRANT DELETE ON studies TO nosy_group; GRANT nosy_group TO nosy", "writes studies")]
    [InlineData("CREATE SEQUENCE counter; GRANT USAGE ON SEQUENCE counter TO nosy", "advances counter")]
    [InlineData("SELECT lo_create(4711); GRANT UPDATE ON LARGE OBJECT 4711 TO nosy", "writes large object 4711")]
    [InlineData("GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO nosy", "calls pg_advisory_lock")]
    [InlineData("CREATE FUNCTION risen() RETURNS int SECURITY DEFINER LANGUAGE sql AS 'SELECT 1'", "calls risen")]
    [InlineData("CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", "")]
    public async Task Query_AsAUserWhoMayDoMoreThanRead_IsRefusedUnlessAsOwner(string right, string may)
    {
        await fixture.Server.ExecuteAsync(Name, "CREATE ROLE nosy LOGIN PASSWORD 'x'; CREATE ROLE nosy_group; "
            + $"GRANT SELECT ON ALL TABLES IN SCHEMA public TO nosy; {right}");
        try
        {
            await using var nosy = await OpenAsync("nosy", "x");
            Task<QueryResult> Ask(bool asOwner) =>
                nosy.Tools.QueryAsync("SELECT count(*) FROM jobs", Limits with { AsOwner = asOwner }, None);

            Assert.Equal(3L, (await Ask(asOwner: true)).Rows[0][0]);
            if (may.Length == 0)
            {
                Assert.Equal(3L, (await Ask(asOwner: false)).Rows[0][0]);
                return;
            }

            Assert.Equal(
                $"query needs a user who may only read, and 'nosy' {may}; name one with --reader-db or EXPERIMENTS_READER_DB "
                    + "(infra/reader.sql makes one), or add --as-owner and trust the statement.",
                (await Assert.ThrowsAsync<QueryException>(() => Ask(asOwner: false))).Message);
        }
        finally
        {
            await fixture.Server.ExecuteAsync(
                Name, $"REASSIGN OWNED BY nosy TO {PostgresServer.User}; DROP OWNED BY nosy, nosy_group; DROP ROLE nosy, nosy_group");
        }
    }

    [DatabaseTheory]
    [InlineData("1e40::numeric", "10000000000000000000000000000000000000000")]
    [InlineData("'NaN'::numeric", "NaN")]
    [InlineData("1.5::numeric", 1.5)]
    [InlineData("0.1::float4", 0.1)]
    [InlineData("7::smallint", 7L)]
    [InlineData("true", true)]
    [InlineData("'0044-03-15 BC'::date", "0044-03-15 BC")]
    [InlineData("'infinity'::timestamp", "infinity")]
    [InlineData("'-infinity'::date", "-infinity")]
    [InlineData("'4713-01-01 00:00:00+00 BC'::timestamptz", "4713-01-01 00:00:00+00 BC")]
    [InlineData("'2024-02-03 04:05:06+01'::timestamptz", "2024-02-03 03:05:06+00")]
    [InlineData("'1 year 2 months 3 days'::interval", "1 year 2 mons 3 days")]
    [InlineData("'24:00'::time", "24:00:00")]
    [InlineData("'\\xbeef'::bytea", "beef")]
    [InlineData("ARRAY[1, NULL]", "{1,NULL}")]
    [InlineData("ROW(1, 'a')", "(1,a)")]
    [InlineData("'{\"a\": 1}'::jsonb", "{\"a\": 1}")]
    [InlineData("'empty'::int4range", "empty")]
    [InlineData("NULL::interval", null)]
    public async Task Query_ValueThatDotNetMayNotHold_IsShownAsTheServerShowsIt(string expression, object? value)
    {
        await using var reader = await OpenAsync(Reader, Password);

        Assert.Equal(value, (await reader.Tools.QueryAsync($"SELECT {expression} AS v", Limits, None)).Rows[0][0]);
    }

    [DatabaseFact]
    public async Task Query_ValueOfGibibytes_IsNotHeld()
    {
        await using var reader = await OpenAsync(Reader, Password);

        var error = await Assert.ThrowsAsync<QueryException>(
            () => reader.Tools.QueryAsync("SELECT repeat('x', 100000000) AS much", Limits, None));

        Assert.Equal("query gives a value of more than 16777216 characters in column 'much'; it must be shorter.", error.Message);
    }

    private Task<ExperimentDatabase> OpenAsync(string user, string password) => ExperimentDatabase.OpenPostgresAsync(
        fixture.Server.Connection(Name, password, user), _test.Time, null, None);

    /// <summary>Answers, or is refused with one clear line.</summary>
    private static async Task AskAsync(Func<Task<QueryResult>> ask, string sql)
    {
        try
        {
            await ask();
        }
        catch (QueryException refused)
        {
            Assert.True(
                refused.Message.StartsWith("query ", StringComparison.Ordinal) && !refused.Message.Any(char.IsControl),
                $"{sql}: {refused.Message}");
        }
    }

    /// <summary>The server may refuse in any way.</summary>
    private static async Task EndAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception refused) when (refused is QueryException or StorageException or NpgsqlException or ArgumentException
            or NotSupportedException or InvalidOperationException)
        {
        }
    }
}
