using System.Globalization;
using Npgsql;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>The window that cannot write.</summary>
internal sealed partial class PostgresDatabase
{
    /// <summary>The role that a query is made as where the database has it and the user is one of its members: it owns nothing and may only
    /// read.</summary>
    private const string Reader = "experiments_reader";

    /// <summary>Functions that PostgreSQL counts as more than reading because their values change or take time; they leave nothing
    /// behind.</summary>
    private static readonly string[] Harmless =
    [
        "clock_timestamp", "timeofday", "random", "gen_random_uuid", "pg_sleep", "pg_relation_size", "pg_table_size", "pg_indexes_size",
        "pg_total_relation_size", "pg_database_size",
    ];

    /// <summary>
    /// A transaction that cannot write, as a role that may not, given back whatever the statement did. A batch takes one statement only:
    /// none can end the transaction and go on. A transaction that only reads still lets a function end other sessions or reach other
    /// servers, so functions with effects are refused by name.
    /// </summary>
    internal override async Task<QueryResult> QueryReadOnlyAsync(string sql, QueryLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await RestrictAsync(connection, limits, cancellationToken);
            await RefuseEffectsAsync(connection, sql, cancellationToken);
            await using var batch =
                new NpgsqlBatch(connection, transaction) { BatchCommands = { new NpgsqlBatchCommand(sql) }, Timeout = 0 };
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            return await ReadAsync(reader, limits, cancellationToken);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            throw new QueryException($"query does more than read ({refused.MessageText}); {ReadOnlyText.Rule}.");
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            throw ReadOnlyText.TooSlow(limits);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.SyntaxError
            && refused.MessageText.Contains("multiple commands", StringComparison.Ordinal))
        {
            throw new QueryException($"query has several statements; {ReadOnlyText.Rule}.");
        }
        catch (PostgresException refused) when (!IsAway(refused) && refused.SqlState != PostgresErrorCodes.InvalidPassword)
        {
            throw new QueryException($"query is wrong: {refused.MessageText}");
        }
        catch (NpgsqlException fault) when (Explain(fault) is { } explained)
        {
            throw explained;
        }
    }

    private static async Task RestrictAsync(NpgsqlConnection connection, QueryLimits limits, CancellationToken cancellationToken)
    {
        await using var settings = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"""
            SET TRANSACTION READ ONLY;
            SET LOCAL statement_timeout = {(long)limits.Time.TotalMilliseconds};
            SET LOCAL standard_conforming_strings = on;
            SELECT set_config('role', rolname, true) FROM pg_roles
            WHERE rolname = '{Reader}' AND pg_has_role(session_user, oid, 'MEMBER') AND has_table_privilege(oid, 'studies', 'SELECT')
            """),
            connection);
        await settings.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <exception cref="QueryException">The statement calls a function that can do more than read.</exception>
    private static async Task RefuseEffectsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT proname::text FROM pg_proc WHERE provolatile = 'v' AND proname = ANY ($1) AND NOT proname = ANY "
                + "($2) ORDER BY 1 LIMIT 1",
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = SqlCalls.In(sql).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = Harmless });
        if (await command.ExecuteScalarAsync(cancellationToken) is string function)
        {
            throw new QueryException($"query calls {function}, which can do more than read; {ReadOnlyText.Rule}.");
        }
    }
}
