using Npgsql;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Whether the user of a connection may do anything but read, as the server knows it.</summary>
internal static class ReaderRights
{
    /// <summary>The environment variable of the connection that queries are asked on.</summary>
    internal const string Variable = "EXPERIMENTS_READER_DB";

    /// <summary>Functions that PostgreSQL counts as more than reading because their values change or take time; they leave nothing
    /// behind.</summary>
    internal static readonly string[] Harmless =
    [
        "clock_timestamp", "timeofday", "random", "gen_random_uuid", "pg_sleep", "pg_relation_size", "pg_table_size", "pg_indexes_size",
        "pg_total_relation_size", "pg_database_size",
    ];

    /// <summary>Functions that everybody may call unless it is taken away, and that reach out of a transaction which is given back: to
    /// other sessions of the same user, to locks that programs wait for, to the write-ahead log.</summary>
    private const string ReachingOut =
        "'^(pg_terminate_backend|pg_cancel_backend|pg_logical_emit_message|pg_(try_)?advisory_(xact_)?lock(_shared)?)$'";

    // Object identifiers below are those of the server's own objects.
    private const string FirstOwn = "16384";

    /// <summary>The first right found that is more than reading; null where there is none. A user has the rights of every role that it is a
    /// member of, whether by SET ROLE or at once. Names are written with their schema: the search path is the user's.</summary>
    private const string MoreThanReading = $"""
        WITH mine AS (
            SELECT r.* FROM pg_catalog.pg_roles r WHERE pg_catalog.pg_has_role(session_user, r.oid, 'MEMBER')
        )
        SELECT session_user::text, COALESCE(
            (SELECT 'is a superuser' FROM mine WHERE rolsuper LIMIT 1),
            (SELECT CASE WHEN rolcreaterole THEN 'makes roles' WHEN rolcreatedb THEN 'makes databases' ELSE 'replicates' END
                FROM mine WHERE rolcreaterole OR rolcreatedb OR rolreplication LIMIT 1),
            (SELECT 'belongs to ' || rolname FROM mine
                WHERE rolname LIKE 'pg\_%' AND rolname NOT IN
                    ('pg_read_all_data', 'pg_read_all_settings', 'pg_read_all_stats', 'pg_stat_scan_tables', 'pg_monitor')
                ORDER BY rolname LIMIT 1),
            (SELECT 'owns ' || pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) FROM pg_catalog.pg_shdepend d
                WHERE d.deptype = 'o' AND d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
                    AND d.refobjid IN (SELECT oid FROM mine) AND d.dbid IN
                    (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
                ORDER BY d.classid, d.objid LIMIT 1),
            (SELECT 'creates schemas' FROM mine
                WHERE pg_catalog.has_database_privilege(mine.oid, pg_catalog.current_database(), 'CREATE') LIMIT 1),
            (SELECT 'creates in schema ' || n.nspname FROM mine, pg_catalog.pg_namespace n
                WHERE pg_catalog.has_schema_privilege(mine.oid, n.oid, 'CREATE') ORDER BY n.nspname LIMIT 1),
            (SELECT 'writes ' || c.relname FROM mine, pg_catalog.pg_class c
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.oid <> 'pg_catalog.pg_settings'::pg_catalog.regclass
                    AND (pg_catalog.has_table_privilege(mine.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                        OR pg_catalog.has_any_column_privilege(mine.oid, c.oid, 'INSERT, UPDATE, REFERENCES'))
                ORDER BY c.relname LIMIT 1),
            (SELECT 'advances ' || c.relname FROM mine, pg_catalog.pg_class c
                WHERE CASE WHEN c.relkind = 'S' THEN pg_catalog.has_sequence_privilege(mine.oid, c.oid, 'USAGE, UPDATE') END
                ORDER BY c.relname LIMIT 1),
            (SELECT 'writes large object ' || o.oid FROM pg_catalog.pg_largeobject_metadata o, pg_catalog.aclexplode(o.lomacl) a
                WHERE a.privilege_type = 'UPDATE' AND (a.grantee = 0 OR a.grantee IN (SELECT oid FROM mine)) LIMIT 1),
            (SELECT 'writes large objects' WHERE pg_catalog.current_setting('lo_compat_privileges')::pg_catalog.bool),
            (SELECT 'calls ' || p.proname FROM mine, pg_catalog.pg_proc p
                WHERE p.proname ~ {ReachingOut} AND p.oid < {FirstOwn}
                    AND pg_catalog.has_function_privilege(mine.oid, p.oid, 'EXECUTE')
                ORDER BY p.proname LIMIT 1),
            (SELECT 'calls ' || p.proname FROM mine, pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
                WHERE p.oid >= {FirstOwn} AND (p.prosecdef OR p.provolatile = 'v' AND NOT l.lanpltrusted)
                    AND p.prorettype NOT IN ('pg_catalog.trigger'::pg_catalog.regtype, 'pg_catalog.event_trigger'::pg_catalog.regtype)
                    AND pg_catalog.has_schema_privilege(mine.oid, p.pronamespace, 'USAGE')
                    AND pg_catalog.has_function_privilege(mine.oid, p.oid, 'EXECUTE')
                ORDER BY p.proname LIMIT 1))
        """;

    /// <exception cref="QueryException">The user may do more than read.</exception>
    internal static async Task RequireAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(MoreThanReading, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (!await reader.IsDBNullAsync(1, cancellationToken))
        {
            throw new QueryException(
                $"query needs a user who may only read, and '{reader.GetString(0)}' {reader.GetString(1)}; name one with --reader-db "
                    + $"or {Variable} (infra/reader.sql makes one), or add --as-owner and trust the statement.");
        }
    }
}
