using Microsoft.Data.Sqlite;
using SQLitePCL;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>The window that cannot write.</summary>
internal sealed partial class SqliteDatabase
{
    // How long an interrupted statement has to end by itself: between two steps it does so at once.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// A connection of its own, opened for reading; an authorizer lets nothing but reading pass, so that neither ATTACH nor a PRAGMA leads
    /// out of the database. SQLite looks at its interrupt between steps, and a step can be one long function: such a statement is left to
    /// its thread, which ends with it or with the process, and the caller goes on.
    /// </summary>
    internal override async Task<QueryResult> QueryReadOnlyAsync(string sql, QueryLimits limits, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var left = new CancellationTokenSource();
        await using var stop = limit.Token.Register(() => left.CancelAfter(Grace));
        limit.CancelAfter(limits.Time);
        try
        {
            // A thread of its own: on few processors the pool's are soon all taken, and then nobody sees that the time is over.
            var query = Task.Factory.StartNew(
                () => QueryOnThreadAsync(sql, limits, limit.Token), limit.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return await query.Unwrap().WaitAsync(left.Token);
        }
        catch (Exception fault) when (limit.IsCancellationRequested && fault is OperationCanceledException or SqliteException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ReadOnlyText.TooSlow(limits);
        }
    }

    private async Task<QueryResult> QueryOnThreadAsync(string sql, QueryLimits limits, CancellationToken stop)
    {
        var text = new SqliteConnectionStringBuilder(_connectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
        await using var connection = new SqliteConnection(text);
        using var memory = await SqliteBounds.TakeMemoryAsync(stop);
        try
        {
            await connection.OpenAsync(stop);
            await using var settings = connection.CreateCommand();
            settings.CommandText = "PRAGMA query_only = 1; PRAGMA temp_store = MEMORY";
            await settings.ExecuteNonQueryAsync(stop);
            var handle = connection.Handle!;
            SqliteBounds.Set(handle);
            raw.sqlite3_set_authorizer(handle, (strdelegate_authorizer)Authorize, null);
            await using var interrupt = stop.Register(() => raw.sqlite3_interrupt(handle));
            RequireOneStatement(handle, sql);
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync(stop);
            var result = await ReadAsync(reader, limits, column => ReadOnlyText.Plain(reader.GetValue(column)), stop);
            // The interrupt may have come in the last step, which ends all the same.
            stop.ThrowIfCancellationRequested();
            return result;
        }
        catch (Exception fault) when (!stop.IsCancellationRequested && Refusal(fault) is { } refusal)
        {
            throw refusal;
        }
    }

    private Exception? Refusal(Exception exception) => exception switch
    {
        // Tables that are pragmas in truth are refused when they are read.
        SqliteException { SqliteErrorCode: raw.SQLITE_AUTH } =>
            new QueryException($"query does more than read (not authorized); {ReadOnlyText.Rule}."),
        SqliteException { SqliteErrorCode: TooBig } or SqliteException { SqliteErrorCode: raw.SQLITE_NOMEM } or OutOfMemoryException =>
            SqliteBounds.TooLarge(),
        SqliteException { SqliteErrorCode: raw.SQLITE_ERROR } or InvalidOperationException =>
            new QueryException($"query is wrong: {exception.Message}"),
        SqliteException => Explain(exception),
        _ => null,
    };

    private static int Authorize(object user, int action, string first, string second, string database, string trigger) =>
        action is raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_FUNCTION or raw.SQLITE_RECURSIVE ? raw.SQLITE_OK : raw.SQLITE_DENY;

    private static void RequireOneStatement(sqlite3 handle, string sql)
    {
        var code = raw.sqlite3_prepare_v2(handle, sql, out var statement, out var rest);
        using (statement)
        {
            ThrowIfInterrupted(code);
            if (code is raw.SQLITE_NOMEM or TooBig)
            {
                throw SqliteBounds.TooLarge();
            }

            if (code == raw.SQLITE_AUTH)
            {
                throw new QueryException(
                    $"query does more than read ({raw.sqlite3_errmsg(handle).utf8_to_string()}); {ReadOnlyText.Rule}.");
            }

            if (code != raw.SQLITE_OK)
            {
                throw new QueryException($"query is wrong: {raw.sqlite3_errmsg(handle).utf8_to_string()}");
            }
        }

        code = raw.sqlite3_prepare_v2(handle, rest, out var second);
        using (second)
        {
            ThrowIfInterrupted(code);
            if (code != raw.SQLITE_OK || !second.IsInvalid)
            {
                throw new QueryException($"query has several statements; {ReadOnlyText.Rule}.");
            }
        }
    }

    /// <summary>An interrupt ends the compiling of a statement too.</summary>
    private static void ThrowIfInterrupted(int code)
    {
        if (code == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException();
        }
    }
}
