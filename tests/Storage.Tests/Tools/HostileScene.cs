using Experiments.Testing;
using Npgsql;

namespace Experiments.Storage.Tests;

/// <summary>What a hostile statement could harm: sessions at work, of another user and of its own; a large object, a lock, a sequence, a
/// listener, a file that is not there.</summary>
internal sealed class HostileScene : IAsyncDisposable
{
    private const string Working = "SELECT pg_sleep(1000000)";

    private readonly CancellationTokenSource _end = new();
    private readonly List<(NpgsqlConnection Session, Task Work)> _victims = [];
    private readonly NpgsqlConnection _watcher;
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"written-by-a-query-{Environment.ProcessId}");
    private long _object;
    private int _heard;

    private HostileScene(NpgsqlConnection watcher) => _watcher = watcher;

    internal static async Task<HostileScene> SetAsync(PostgresServer server, string database, (string User, string Password) peer)
    {
        var scene = new HostileScene(await server.OpenAsync(database));
        await scene.ExecuteAsync("""
            DO $$ BEGIN CREATE ROLE victims LOGIN PASSWORD 'x'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            CREATE SEQUENCE IF NOT EXISTS counter;
            CREATE OR REPLACE FUNCTION raised() RETURNS int LANGUAGE plpgsql AS 'BEGIN DELETE FROM jobs; RETURN 1; END';
            CREATE OR REPLACE FUNCTION emptied() RETURNS int STABLE LANGUAGE plpgsql AS 'BEGIN DELETE FROM jobs; RETURN 1; END';
            CREATE OR REPLACE FUNCTION ended(int) RETURNS bool STABLE LANGUAGE sql AS 'SELECT pg_terminate_backend($1)';
            SELECT pg_advisory_lock(7);
            LISTEN victims
            """);
        scene._watcher.Notification += (_, _) => scene._heard++;
        scene._object = Convert.ToInt64(await scene.ScalarAsync("SELECT lo_from_bytea(0, 'kept')"), null);
        await scene.WorkAsync(server.Connection(database, "x", "victims"));
        await scene.WorkAsync(server.Connection(database, peer.Password, peer.User));
        return scene;
    }

    internal string Fill(string sql) => sql
        .Replace("{victim}", Pid(0), StringComparison.Ordinal).Replace("{peer}", Pid(1), StringComparison.Ordinal)
        .Replace("{object}", $"{_object}", StringComparison.Ordinal).Replace("{file}", _file, StringComparison.Ordinal);

    /// <summary>Everything that could have changed.</summary>
    internal async Task<string> StateAsync() => $"{File.Exists(_file)} {_heard} " + await ScalarAsync($"""
        SELECT concat_ws(E'\n',
            (SELECT string_agg(concat_ws(' ', pid, usename, state, query_start), ', ' ORDER BY pid) FROM pg_stat_activity
                WHERE query = '{Working}'),
            (SELECT string_agg(concat_ws(' ', oid, lomowner, lomacl, encode(lo_get(oid), 'hex')), ', ' ORDER BY oid)
                FROM pg_largeobject_metadata),
            (SELECT string_agg(concat_ws(' ', pid, objid, mode, granted), ', ' ORDER BY pid, objid) FROM pg_locks
                WHERE locktype = 'advisory'),
            (SELECT md5(string_agg(j::text || xmin, ',' ORDER BY key)) FROM jobs j),
            (SELECT concat_ws(' ', last_value, is_called) FROM counter),
            (SELECT md5(string_agg(concat_ws(' ', oid, relname, relowner, relacl), ',' ORDER BY oid)) FROM pg_class
                WHERE relpersistence <> 't' AND relname NOT LIKE 'pg_toast%' AND relnamespace = 'public'::regnamespace),
            (SELECT concat_ws(' ', count(*), max(oid)) FROM pg_proc),
            (SELECT md5(string_agg(a::text, ',' ORDER BY oid)) FROM pg_authid a),
            (SELECT md5(string_agg(s::text, ',' ORDER BY setdatabase, setrole)) FROM pg_db_role_setting s),
            (SELECT count(*) FROM pg_collation), (SELECT count(*) FROM pg_extension), (SELECT count(*) FROM pg_description),
            (SELECT count(*) FROM pg_replication_slots), (SELECT count(*) FROM pg_replication_origin),
            pg_conf_load_time(), pg_postmaster_start_time(), pg_is_in_recovery(),
            (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()))
        """);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        foreach (var (session, work) in _victims)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
            await session.DisposeAsync();
        }

        await ExecuteAsync($"SELECT lo_unlink({_object}); DROP FUNCTION raised, emptied, ended; DROP SEQUENCE counter");
        await _watcher.DisposeAsync();
        _end.Dispose();
    }

    private string Pid(int victim) => $"{_victims[victim].Session.ProcessID}";

    /// <summary>A session with a statement at work, which can be seen to go on.</summary>
    private async Task WorkAsync(string connection)
    {
        var keywords = ExperimentDatabase.PostgresKeywords(connection);
        var session = new NpgsqlConnection($"{keywords};Pooling=false");
        await session.OpenAsync();
        var command = new NpgsqlCommand(Working, session) { CommandTimeout = 0 };
        _victims.Add((session, command.ExecuteNonQueryAsync(_end.Token)));
        while (await ScalarAsync(
            $"SELECT count(*) FROM pg_stat_activity WHERE pid = {session.ProcessID} AND query = '{Working}'") is not 1L)
        {
            await Task.Yield();
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _watcher);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _watcher);
        return await command.ExecuteScalarAsync();
    }
}
