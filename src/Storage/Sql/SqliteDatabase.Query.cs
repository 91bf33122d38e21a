using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Experiments.Contracts;
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
    internal override async Task<bool> QueryReadOnlyAsync(
        string sql, QueryLimits limits, Func<QueryBatch, ValueTask> take, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var left = new CancellationTokenSource();
        await using var stop = limit.Token.Register(() => left.CancelAfter(Grace));
        limit.CancelAfter(limits.Time);
        try
        {
            // A thread of its own: on few processors the pool's are soon all taken, and then nobody sees that the time is over.
            var query = Task.Factory.StartNew(
                () => QueryOnThreadAsync(sql, limits, take, limit.Token), limit.Token, TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            return await query.Unwrap().WaitAsync(left.Token);
        }
        catch (Exception fault) when (limit.IsCancellationRequested && fault is OperationCanceledException or SqliteException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ReadOnlyText.TooSlow(limits);
        }
    }

    private async Task<bool> QueryOnThreadAsync(
        string sql, QueryLimits limits, Func<QueryBatch, ValueTask> take, CancellationToken stop)
    {
        var text = new SqliteConnectionStringBuilder(_connectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
        await using var connection = new SqliteConnection(text);
        using var memory = await SqliteBounds.TakeMemoryAsync(stop);
        try
        {
            await connection.OpenAsync(stop);
            await using var settings = connection.CreateCommand();
            settings.CommandText = "PRAGMA query_only = 1; PRAGMA temp_store = MEMORY; PRAGMA encoding";
            var isUtf8 = (string?)await settings.ExecuteScalarAsync(stop) == "UTF-8";
            var handle = connection.Handle!;
            SqliteBounds.Set(handle);
            raw.sqlite3_set_authorizer(handle, (strdelegate_authorizer)Authorize, null);
            await using var interrupt = stop.Register(() => raw.sqlite3_interrupt(handle));
            raw.sqlite3_busy_timeout(handle, (int)Math.Min(limits.Time.TotalMilliseconds, int.MaxValue));
            using var statement = PrepareOnly(handle, sql);
            var more = Read(handle, statement, isUtf8, limits, take, stop);
            // The interrupt may have come in the last step, which ends all the same.
            stop.ThrowIfCancellationRequested();
            return more;
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

    /// <summary>The rows by SQLite's own calls: a reader of values in general takes longer for one than SQLite for its row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Read(
        sqlite3 handle, sqlite3_stmt statement, bool isUtf8, QueryLimits limits, Func<QueryBatch, ValueTask> take, CancellationToken stop)
    {
        var columns = new string[raw.sqlite3_column_count(statement)];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = raw.sqlite3_column_name(statement, i).utf8_to_string();
        }

        var rows = new QueryRows(columns, limits, take);
        var texts = new RepeatedText<string>[columns.Length];
        HandOver(rows, stop);
        while (raw.sqlite3_step(statement) is var code && code != raw.SQLITE_DONE)
        {
            ThrowIfInterrupted(code);
            SqliteException.ThrowExceptionForRC(code == raw.SQLITE_ROW ? raw.SQLITE_OK : code, handle);
            if (rows.AreEnough)
            {
                HandOver(rows, stop);
                return true;
            }

            var row = rows.Next();
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = Value(statement, i, isUtf8, ref texts[i]);
            }

            if (rows.Fill(row))
            {
                HandOver(rows, stop);
            }
        }

        HandOver(rows, stop);
        return false;
    }

    /// <summary>Blobs as hexadecimal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TableValue Value(sqlite3_stmt statement, int column, bool isUtf8, ref RepeatedText<string> texts)
    {
        switch (raw.sqlite3_column_type(statement, column))
        {
            case raw.SQLITE_INTEGER:
                return raw.sqlite3_column_int64(statement, column);
            case raw.SQLITE_FLOAT:
                return raw.sqlite3_column_double(statement, column);
            case raw.SQLITE_TEXT:
                if (!isUtf8)
                {
                    // Makes it UTF-8 where it stands.
                    _ = raw.sqlite3_column_text(statement, column);
                }

                return texts.Of(raw.sqlite3_column_blob(statement, column), text => text);
            case raw.SQLITE_BLOB:
                return Convert.ToHexStringLower(raw.sqlite3_column_blob(statement, column));
            default:
                return default;
        }
    }

    /// <summary>On the query's own thread, which has nothing to do while the taker is not ready.</summary>
    private static void HandOver(QueryRows rows, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var taken = rows.HandOverAsync();
        if (!taken.IsCompletedSuccessfully)
        {
            taken.AsTask().WaitAsync(stop).GetAwaiter().GetResult();
        }
    }

    private static sqlite3_stmt PrepareOnly(sqlite3 handle, string sql)
    {
        var code = raw.sqlite3_prepare_v2(handle, sql, out var statement, out var rest);
        try
        {
            RequirePrepared(handle, code);
            code = raw.sqlite3_prepare_v2(handle, rest, out var second);
            using (second)
            {
                ThrowIfInterrupted(code);
                if (code != raw.SQLITE_OK || !second.IsInvalid)
                {
                    throw new QueryException($"query has several statements; {ReadOnlyText.Rule}.");
                }
            }

            var parameter = raw.sqlite3_bind_parameter_name(statement, 1).utf8_to_string() ?? "?";
            return raw.sqlite3_bind_parameter_count(statement) == 0 ? statement
                : throw new QueryException($"query has the parameter {parameter}; it must have the value itself.");
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    private static void RequirePrepared(sqlite3 handle, int code)
    {
        ThrowIfInterrupted(code);
        if (code is raw.SQLITE_NOMEM or TooBig)
        {
            throw SqliteBounds.TooLarge();
        }

        if (code == raw.SQLITE_AUTH)
        {
            throw new QueryException($"query does more than read ({raw.sqlite3_errmsg(handle).utf8_to_string()}); {ReadOnlyText.Rule}.");
        }

        if (code != raw.SQLITE_OK)
        {
            throw new QueryException($"query is wrong: {raw.sqlite3_errmsg(handle).utf8_to_string()}");
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
