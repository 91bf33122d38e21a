using System.Data;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>The window that cannot write.</summary>
internal sealed partial class PostgresDatabase
{
    /// <summary>
    /// Two walls are the server's: the user may only read (<see cref="ReaderRights"/>), and the transaction cannot write and is given back
    /// whatever the statement did. The third is a help: the statement's text is read here, and what could do more than read is refused by
    /// name.
    /// </summary>
    internal override Task<bool> QueryReadOnlyAsync(
        string sql, QueryLimits limits, Func<QueryBatch, ValueTask> take, CancellationToken cancellationToken) =>
        QueryReadOnlyAsync(sql, limits, take, checksText: true, cancellationToken);

    /// <param name="sql">The statement.</param>
    /// <param name="limits">Of the query.</param>
    /// <param name="take">Takes the rows.</param>
    /// <param name="checksText">False leaves everything to the server, as if the statement's text had been misread here.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    internal async Task<bool> QueryReadOnlyAsync(
        string sql, QueryLimits limits, Func<QueryBatch, ValueTask> take, bool checksText, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // Of no pool: whatever a statement did to its session ends with the session.
            await using var connection =
                new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { Pooling = false }.ToString());
            await connection.OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await RestrictAsync(connection, limits, cancellationToken);
            if (!limits.AsOwner)
            {
                await ReaderRights.RequireAsync(connection, cancellationToken);
            }

            if (checksText)
            {
                await RefuseEffectsAsync(connection, sql, cancellationToken);
            }

            // The server's own limit comes first, and with its words; this one holds if the statement has changed it.
            limit.CancelAfter(limits.Time + LongestWait);
            return await AskAsync(connection, transaction, sql, limits, take, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw ReadOnlyText.TooSlow(limits);
        }
        catch (PostgresException refused) when (Refusal(refused, limits) is { } refusal)
        {
            throw refusal;
        }
        catch (NpgsqlException fault) when (Explain(fault) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>A command with a parameter that has no name goes to the server as it is, and the server takes one statement only: none can
    /// end the transaction and go on.</summary>
    private static async Task<bool> AskAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, QueryLimits limits, Func<QueryBatch, ValueTask> take,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction)
        {
            Parameters = { new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = DBNull.Value } },
            CommandTimeout = 0,
            AllResultTypesAreUnknown = true,
        };
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        var rows = new QueryRows([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], limits, take);
        var text = new PostgresText(reader);
        await rows.HandOverAsync();
        var more = false;
        while (!more && await reader.ReadAsync(cancellationToken))
        {
            more = rows.AreEnough;
            if (!more && text.Read(rows))
            {
                await rows.HandOverAsync();
            }
        }

        await rows.HandOverAsync();
        return more;
    }

    private static QueryException? Refusal(PostgresException refused, QueryLimits limits) => refused.SqlState switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            new($"query does more than read ({refused.MessageText}); {ReadOnlyText.Rule}."),
        PostgresErrorCodes.QueryCanceled => ReadOnlyText.TooSlow(limits),
        PostgresErrorCodes.SyntaxError when refused.MessageText.Contains("multiple commands", StringComparison.Ordinal) =>
            new($"query has several statements; {ReadOnlyText.Rule}."),
        PostgresErrorCodes.InvalidPassword => null,
        _ when IsAway(refused) => null,
        _ => new($"query is wrong: {refused.MessageText}"),
    };

    private static async Task RestrictAsync(NpgsqlConnection connection, QueryLimits limits, CancellationToken cancellationToken)
    {
        await using var settings = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"""
            SET TRANSACTION READ ONLY;
            SET LOCAL statement_timeout = {(long)limits.Time.TotalMilliseconds};
            SET LOCAL standard_conforming_strings = on;
            {PostgresText.Settings}
            """),
            connection);
        await settings.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <exception cref="QueryException">The statement calls a function that can do more than read.</exception>
    private static async Task RefuseEffectsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT proname::text FROM pg_catalog.pg_proc WHERE provolatile = 'v' AND proname = ANY ($1) AND NOT proname = ANY "
                + "($2) ORDER BY 1 LIMIT 1",
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = SqlCalls.In(sql).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = ReaderRights.Harmless });
        if (await command.ExecuteScalarAsync(cancellationToken) is string function)
        {
            throw new QueryException($"query calls {function}, which can do more than read; {ReadOnlyText.Rule}.");
        }
    }
}
