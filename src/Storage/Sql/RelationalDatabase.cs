using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>What differs between the databases: opening, transactions, locks, bulk inserts and the wording of faults. Everything else is
/// shared.</summary>
internal abstract class RelationalDatabase : IAsyncDisposable
{
    private readonly Patience _patience;

    protected RelationalDatabase(TimeProvider time, StorageOptions options)
    {
        Time = time;
        Options = options;
        _patience = new Patience(options.Logging);
    }

    internal TimeProvider Time { get; }

    internal StorageOptions Options { get; }

    /// <summary>Where the data is, for people; holds no secret.</summary>
    internal abstract string Description { get; }

    /// <summary>Names the schema's scripts: <c>sqlite</c>, <c>postgres</c>.</summary>
    internal abstract string Dialect { get; }

    /// <summary>Ends the SELECT that picks jobs to lease: other workers pass over the rows that this one takes.</summary>
    internal abstract string SkipLocked { get; }

    /// <summary>Ends a SELECT of rows that the transaction is about to judge or change.</summary>
    internal abstract string ForUpdate { get; }

    /// <summary>A SELECT of the name of the table that parameter <c>@name</c> names; no row where there is none.</summary>
    internal abstract string FindTable { get; }

    /// <summary>A SELECT of the names of the views for people.</summary>
    internal abstract string FindViews { get; }

    /// <summary>A condition that the row <c>d</c> was last written by this very transaction, for the later statements of a batch; null
    /// where a batch saves nothing.</summary>
    internal abstract string? WrittenHere { get; }

    /// <summary>Ends a comparison or an ordering of texts: by their bytes, whatever the language of the database.</summary>
    internal abstract string Ordinal { get; }

    /// <summary>A condition that a key is one of those of a common table expression, fit for an index whatever the planner expects of
    /// it.</summary>
    internal abstract string KeyIsOneOf(string expression);

    /// <summary>Many rows were added: what the planner needs to know of the tables.</summary>
    internal abstract Task AnalyzeAsync(SqlSession session, CancellationToken cancellationToken);

    /// <summary>A subquery with the keys of a parameter made by <see cref="SqlSession.KeyList"/>.</summary>
    internal abstract string KeysIn(string parameter);

    /// <summary>How soon a waiting worker looks again for jobs that nobody announced: a back-off or a lease has ended.</summary>
    internal abstract TimeSpan LookAgainAfter { get; }

    /// <summary>Completes after the next <see cref="AnnounceWork"/> of any process, or never.</summary>
    internal abstract Task NextAnnouncement();

    /// <summary>An SQL expression, a text, that tells waiting workers, once the transaction is committed, that jobs are ready.</summary>
    internal abstract string AnnounceWork { get; }

    /// <summary>Submissions change many rows of several tables in one order: one at a time.</summary>
    internal abstract Task LockSubmissionsAsync(SqlSession session, CancellationToken cancellationToken);

    internal long Now() => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Makes the schema this program's. A database that has it already is only read: its reader needs no right to write and waits
    /// for no writer.</summary>
    internal virtual async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (!await ReadAsync(session => Migrator.IsCurrentAsync(this, session, cancellationToken), cancellationToken))
        {
            await MigrateAsync(cancellationToken);
        }
    }

    /// <summary>Creates the database where it may, and makes its schema this program's.</summary>
    internal abstract Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Runs in one writing transaction, again from the start after a fault that a repetition can cure: the body must be
    /// repeatable.</summary>
    internal Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken) =>
        RepeatAsync(() => WriteOnceAsync(body, cancellationToken), cancellationToken);

    /// <summary>As <see cref="WriteAsync{T}"/> for a body that makes one call of the session, at most a batch: where a round trip costs,
    /// the call is the whole transaction and goes without those that begin and end one.</summary>
    internal Task<T> WriteInOneCallAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken) =>
        RepeatAsync(() => WriteInOneCallOnceAsync(body, cancellationToken), cancellationToken);

    /// <summary>Runs reading statements, each seeing what is committed when it starts.</summary>
    internal Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken) =>
        RepeatAsync(() => ReadOnceAsync(body, cancellationToken), cancellationToken);

    /// <summary>Runs one statement in a window through which nothing can be written; see <see cref="IDatabaseTools.QueryAsync"/>.</summary>
    /// <exception cref="QueryException">The statement writes, is not one, is wrong, takes too long or too much memory; or the connection
    /// may do more than read.</exception>
    internal abstract Task<bool> QueryReadOnlyAsync(
        string sql, QueryLimits limits, Func<QueryBatch, ValueTask> take, CancellationToken cancellationToken);

    /// <summary>The one line for people that a fault of the database deserves; null for exceptions that are not the database's.</summary>
    internal abstract StorageException? Explain(Exception exception);

    public abstract ValueTask DisposeAsync();

    protected abstract Task<T> WriteOnceAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken);

    protected virtual Task<T> WriteInOneCallOnceAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken) =>
        WriteOnceAsync(body, cancellationToken);

    protected abstract Task<T> ReadOnceAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken);

    /// <summary>How long to wait before the same work is tried again; null when that cannot help.</summary>
    protected abstract TimeSpan? RepeatAfter(Exception exception, int attempt, TimeSpan elapsed);

    /// <summary>What is waited for after a fault that a repetition can cure, for people; null where it is part of working side by side and
    /// is over in milliseconds.</summary>
    protected abstract string? WaitsFor(Exception exception);

    private async Task<T> RepeatAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var started = Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await work();
                _patience.Served();
                return answer;
            }
            catch (Exception exception) when (cancellationToken.IsCancellationRequested && Explain(exception) is not null)
            {
                // A call that is cancelled on its way can come back as a fault of the server's.
                throw new OperationCanceledException(exception.Message, exception, cancellationToken);
            }
            catch (Exception exception) when (RepeatAfter(exception, attempt, Time.GetElapsedTime(started)) is { } wait)
            {
                if (WaitsFor(exception) is { } reason)
                {
                    _patience.Waits(reason);
                }

                await Task.Delay(wait, Time, cancellationToken);
            }
            catch (Exception exception) when (Explain(exception) is { } explained)
            {
                throw explained;
            }
        }
    }
}
