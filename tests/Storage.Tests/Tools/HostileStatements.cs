namespace Experiments.Storage.Tests;

/// <summary>Statements that try to do more than read on a PostgreSQL. <c>{victim}</c> is the process of another user's session,
/// <c>{peer}</c> of the same user's, <c>{object}</c> a large object, <c>{file}</c> a file that is not there.</summary>
internal static class HostileStatements
{
    /// <summary>Their effect would be outside the statement, by a function that anybody, a few or only superusers may call.</summary>
    private static readonly string[] Calls =
    [
        "pg_terminate_backend({victim})", "pg_terminate_backend({peer})", "pg_cancel_backend({victim})", "pg_cancel_backend({peer})",
        "pg_advisory_lock(7)", "pg_advisory_lock_shared(8)", "pg_advisory_xact_lock(5001452554670178306)",
        "pg_advisory_xact_lock_shared(9)", "pg_try_advisory_lock(9)", "pg_try_advisory_lock_shared(9)", "pg_try_advisory_xact_lock(9)",
        "pg_try_advisory_xact_lock_shared(9)", "pg_advisory_unlock_all()", "pg_advisory_unlock(7)", "pg_notify('victims', 'x')",
        "pg_logical_emit_message(false, 'a', 'b')", "pg_logical_emit_message(true, 'a', 'b')",
        "lo_create(77)", "lo_creat(-1)", "lo_from_bytea(78, 'x')", "lo_put({object}, 0, 'y')", "lo_unlink({object})",
        "lo_truncate(lo_open({object}, 131072), 0)", "lowrite(lo_open({object}, 131072), 'y')", "lo_import('/etc/passwd')",
        "lo_export({object}, '{file}')",
        "set_config('role', 'none', true)", "set_config('role', 'victims', false)",
        "set_config('session_authorization', 'victims', false)",
        "set_config('statement_timeout', '0', false)", "set_config('transaction_read_only', 'off', true)",
        "set_config('default_transaction_read_only', 'off', false)", "set_config('search_path', 'victims', false)",
        "set_config('temp_file_limit', '-1', false)", "set_config('log_statement', 'none', false)",
        "set_config('lo_compat_privileges', 'on', false)", "set_config('session_replication_role', 'replica', false)",
        "nextval('counter')", "setval('counter', 99)", "pg_catalog.nextval('public.counter'::regclass)",
        "query_to_xml('DELETE FROM jobs', true, true, '')", "query_to_xml('SELECT pg_terminate_backend({peer})', true, true, '')",
        "query_to_xml('SELECT pg_terminate_backend({victim})', true, true, '')", "query_to_xml('SET ROLE victims', true, true, '')",
        "query_to_xmlschema('DROP TABLE jobs', true, true, '')", "query_to_xml_and_xmlschema('TRUNCATE jobs', true, true, '')",
        "cursor_to_xml('nowhere', 1, true, true, '')", "ts_stat('DELETE FROM jobs RETURNING key')",
        "ts_stat('SELECT to_tsvector(pg_terminate_backend({peer})::text)')",
        "ts_rewrite('a'::tsquery, 'SELECT ''a''::tsquery, nextval(''counter'')::text::tsquery')",
        "pg_read_file('/etc/passwd')", "pg_read_binary_file('/etc/passwd')", "pg_ls_dir('/')", "pg_stat_file('/etc/passwd')",
        "pg_ls_logdir()", "pg_ls_waldir()", "pg_current_logfile()", "pg_reload_conf()", "pg_rotate_logfile()", "pg_promote()",
        "pg_switch_wal()", "pg_create_restore_point('x')", "pg_backup_start('x')", "pg_backup_stop()", "pg_wal_replay_pause()",
        "pg_create_physical_replication_slot('x')", "pg_create_logical_replication_slot('x', 'pgoutput')",
        "pg_drop_replication_slot('x')", "pg_replication_origin_create('x')", "pg_replication_origin_session_setup('x')",
        "pg_replication_origin_xact_reset()", "pg_stat_reset()", "pg_stat_reset_shared('bgwriter')", "pg_stat_reset_slru('Notify')",
        "pg_stat_reset_single_table_counters('jobs'::regclass)", "pg_log_backend_memory_contexts({victim})",
        "pg_export_snapshot()", "pg_import_system_collations('public')", "brin_summarize_new_values('jobs'::regclass)",
        "gin_clean_pending_list('jobs'::regclass)", "binary_upgrade_set_next_pg_type_oid(1)",
        "pg_nextoid('pg_class', 'oid', 'pg_class_oid_index')",
        "dblink('dbname=postgres', 'DELETE FROM jobs')", "dblink_exec('DROP TABLE jobs')", "pg_file_write('{file}', 'x', false)",
        "raised()", "ended({victim})", "ended({peer})", "emptied()",
    ];

    /// <summary>How a call is written so that a reader of the text could miss it.</summary>
    private static readonly string[] Disguises =
    [
        "SELECT 1 --\r, {call}", "SELECT name'\\', {call}, name''", "SELECT \u00a0$$, {call}, $$",
        "SELECT 1 AS a\u00a0$$, {call} AS b\u00a0$$",
        "SELECT x.* FROM (SELECT {call}) x", "SELECT pg_catalog . {call}", "SELECT/**/{call}", "SELECT /* /* */ ' */ {call} -- '",
        "SELECT '\\', {call} -- '", "SELECT e'\\'', {call} -- '", "SELECT E'\\\\', {call}", "SELECT $a$'$a$, {call}, ''",
        "SELECT 1$$'$$, {call}, $$'$$",
        "SELECT a$$ FROM (SELECT {call}, '' AS a$$) x", "SELECT U&'\\0027', {call}", "SELECT 1 WHERE EXISTS (SELECT {call})",
        "WITH x AS MATERIALIZED (SELECT {call}) SELECT * FROM x", "VALUES ((SELECT {call}))", "EXPLAIN ANALYZE SELECT {call}",
        "SELECT 1 ORDER BY (SELECT {call})", "SELECT CASE WHEN ({call}) IS NULL THEN 1 END", "SELECT 1 LIMIT (SELECT count({call}))",
        "SELECT * FROM jobs LEFT JOIN LATERAL (SELECT {call}) x ON true", "(SELECT {call}) UNION ALL (SELECT {call})",
        "SELECT query_to_xml('SELECT ' || $q${call}$q$, true, true, '')", "SELECT 1 \f, {call}", "SELECT 1 \u2028, {call}",
        "SELECT 'a'\r', {call}, '",
        "SELECT name'\\', set_config('role','none',true), (SELECT count({call})), name''",
    ];

    /// <summary>What is disguised: ends the sessions of others.</summary>
    private static readonly string[] Disguised = ["pg_terminate_backend({peer})", "pg_terminate_backend({victim})"];

    private static readonly string[] Others =
    [
        "SELECT 1; SELECT pg_terminate_backend({victim})", "SELECT 1; COMMIT; DELETE FROM jobs", "SELECT 1; ROLLBACK; SELECT lo_create(79)",
        "BEGIN", "COMMIT", "ROLLBACK", "SET ROLE victims", "RESET ROLE", "SET SESSION AUTHORIZATION victims", "DISCARD ALL",
        "DELETE FROM jobs", "TRUNCATE jobs", "DROP TABLE jobs", "INSERT INTO jobs DEFAULT VALUES", "UPDATE jobs SET kind = 'x'",
        "WITH gone AS (DELETE FROM jobs RETURNING key) SELECT * FROM gone", "EXPLAIN ANALYZE DELETE FROM jobs",
        "SELECT key FROM jobs FOR UPDATE", "SELECT key FROM jobs FOR KEY SHARE", "SELECT * INTO copied FROM jobs",
        "SELECT * INTO TEMP copied FROM jobs", "CREATE TABLE t (x integer)", "CREATE TEMP TABLE t (x integer)",
        "EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1", "EXPLAIN ANALYZE CREATE MATERIALIZED VIEW m AS SELECT 1",
        "EXPLAIN (ANALYZE) EXECUTE nothing", "EXPLAIN ANALYZE DECLARE c CURSOR FOR SELECT 1", "COPY jobs TO '{file}'",
        "COPY jobs TO PROGRAM 'touch {file}'", "COPY (SELECT 1) TO STDOUT", "DO $$ BEGIN DELETE FROM jobs; END $$", "CALL nothing()",
        "ALTER SYSTEM SET work_mem = '1MB'", "ALTER ROLE CURRENT_USER SET work_mem = '1MB'", "GRANT ALL ON jobs TO PUBLIC",
        "CREATE EXTENSION dblink", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "LISTEN victims", "NOTIFY victims, 'x'",
        "LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE", "VACUUM", "CHECKPOINT", "LOAD 'dblink'", "REINDEX TABLE jobs", "CLUSTER",
        "PREPARE p AS SELECT 1", "DEALLOCATE ALL", "SECURITY LABEL ON TABLE jobs IS 'x'", "COMMENT ON TABLE jobs IS 'x'",
        "SELECT rolpassword FROM pg_authid", "SELECT 1\0; DELETE FROM jobs", "SELECT '\ud800'", "UPDATE pg_settings SET setting = '0'",
        "WITH s AS (UPDATE pg_settings SET setting = '1MB' WHERE name = 'work_mem' RETURNING 1) SELECT * FROM s",
        "SELECT $1", "SELECT", "", "-- nothing", "SELECT repeat('x', 20000000)", "SELECT 1/0",
        "MERGE INTO jobs USING jobs j ON false WHEN NOT MATCHED THEN DO NOTHING",
    ];

    /// <summary>At least 200, each once.</summary>
    internal static IReadOnlyList<string> All { get; } =
    [
        .. Calls.Select(call => $"SELECT {call}"),
        .. Disguises.SelectMany(disguise => Disguised.Select(call => disguise.Replace("{call}", call, StringComparison.Ordinal))),
        .. Others,
    ];
}
