using System.Net.Sockets;
using Npgsql;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>PostgreSQL, shared by any number of processes. Work is repeated when the server ended it for the sake of another transaction,
/// and, once the database was reached, while the server is away: every write of the ledger is safe to repeat.</summary>
internal sealed partial class PostgresDatabase : RelationalDatabase
{
    // Any two numbers; all programs on one database use the same.
    private const long MigrationLock = 0x45787065_01, SubmissionLock = 0x45787065_02;
    private const int MaxConflicts = 50;

    // Classes of errors.
    private const string DataException = "22", ConstraintViolation = "23";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnectionStringBuilder _connection;
    private readonly PostgresListener _listener;
    private readonly string _place;
    private readonly string? _user;
    private volatile bool _reached;

    internal PostgresDatabase(NpgsqlConnectionStringBuilder connection, TimeProvider time, StorageOptions options)
        : base(time, options)
    {
        _place = $"'{connection.Database}' at {connection.Host}:{connection.Port}";
        _user = connection.Username;
        _connection = connection;
        try
        {
            _source = NpgsqlDataSource.Create(connection);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            // The driver's message may repeat a value: it is neither shown nor kept.
            throw Refusal($"database {_place} cannot be used: its settings do not go together.");
        }

        _listener = new PostgresListener(_source, time);
    }

    internal override string Description => $"PostgreSQL database {_place}";

    internal override string Dialect => "postgres";

    internal override string SkipLocked => " FOR NO KEY UPDATE SKIP LOCKED";

    // NO KEY: rows that refer to a job by foreign key can be inserted meanwhile.
    internal override string ForUpdate => " FOR NO KEY UPDATE";

    internal override string FindTable => "SELECT relname::text FROM pg_class WHERE oid = to_regclass(@name)";

    internal override string FindViews =>
        "SELECT viewname::text FROM pg_views WHERE schemaname = current_schema() AND viewname LIKE 'v\\_%'";

    internal override string? WrittenHere => "d.xmin = pg_current_xact_id()::xid";

    internal override string Ordinal => " COLLATE \"C\"";

    // As a plain IN the planner may join, and take a scan of all jobs for the better plan.
    internal override string KeyIsOneOf(string expression) => $"= ANY (ARRAY(SELECT key FROM {expression}))";

    internal override Task AnalyzeAsync(SqlSession session, CancellationToken cancellationToken) =>
        session.ExecuteAsync("ANALYZE jobs, job_inputs, study_jobs", cancellationToken);

    internal override string KeysIn(string parameter) => $"(SELECT unnest({parameter}))";

    internal override TimeSpan LookAgainAfter { get; } = TimeSpan.FromSeconds(1);

    internal override Task NextAnnouncement() => _listener.Next();

    internal override string AnnounceWork => $"pg_notify('{PostgresListener.Channel}', '')::text";

    internal override Task LockSubmissionsAsync(SqlSession session, CancellationToken cancellationToken) =>
        LockAsync(session, SubmissionLock, cancellationToken);

    internal override Task MigrateAsync(CancellationToken cancellationToken) => WriteAsync(
        async session =>
        {
            await LockAsync(session, MigrationLock, cancellationToken);
            return await Migrator.MigrateAsync(this, session, cancellationToken);
        },
        cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _source.DisposeAsync();
    }

    internal override StorageException? Explain(Exception exception)
    {
        if (exception is ObjectDisposedException)
        {
            return new($"database {_place} cannot be reached: the connection broke.", transient: true, exception);
        }

        if (exception is StorageException || Find<NpgsqlException>(exception) is not { } fault)
        {
            return null;
        }

        if (fault is not PostgresException refused)
        {
            return new($"database {_place} cannot be reached: {Reason(fault)}", transient: true, fault);
        }

        return refused.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                Refusal($"database {_place} refuses user '{_user}' or the password; check both."),
            PostgresErrorCodes.InvalidCatalogName => Refusal($"database {_place} does not exist; create it with createdb."),
            PostgresErrorCodes.InsufficientPrivilege => Refusal($"database {_place} refuses user '{_user}': {refused.MessageText}."),
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                Refusal(
                    $"database {_place} cannot be written: the server, the database or user '{_user}' is read-only; name the primary "
                        + "server and a user that may write."),
            PostgresErrorCodes.DiskFull =>
                new($"database {_place} cannot grow: its disk is full; free some space and run again.", transient: true),
            var state when state.StartsWith(DataException, StringComparison.Ordinal)
                || state.StartsWith(ConstraintViolation, StringComparison.Ordinal) =>
                new($"database {_place} refuses a row: {refused.MessageText} ({state})", transient: false, refused) { RefusesRows = true },
            _ => new($"database {_place}: {refused.MessageText} ({refused.SqlState})", IsAway(refused) || IsConflict(refused)),
        };
    }

    protected override async Task<T> WriteOnceAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        _reached = true;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var session = new PostgresSession(connection, transaction);
        var result = await body(session);
        await transaction.CommitAsync(cancellationToken);
        session.Committed();
        return result;
    }

    protected override async Task<T> WriteInOneCallOnceAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        _reached = true;
        var session = new PostgresSession(connection, null);
        var result = await body(session);
        session.Committed();
        return result;
    }

    protected override async Task<T> ReadOnceAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        _reached = true;
        return await body(new PostgresSession(connection, null));
    }

    protected override TimeSpan? RepeatAfter(Exception exception, int attempt, TimeSpan elapsed)
    {
        if (Find<NpgsqlException>(exception) is PostgresException refused && IsConflict(refused))
        {
            return attempt < MaxConflicts ? TimeSpan.FromMilliseconds(Math.Min(5 * attempt, 100)) : null;
        }

        // A server that was never there is a wrong address, not an outage.
        if (!_reached || elapsed >= Options.ReconnectFor || !IsOutage(exception))
        {
            return null;
        }

        var wait = TimeSpan.FromMilliseconds(50 * Math.Pow(2, Math.Min(attempt - 1, 10)));
        return wait < LongestWait ? wait : LongestWait;
    }

    protected override string? WaitsFor(Exception exception) =>
        Find<NpgsqlException>(exception) is PostgresException refused && IsConflict(refused) ? null : Explain(exception)?.Message;

    private static bool IsConflict(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable;

    private static bool IsAway(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections;

    /// <summary>The server is away or the connection broke. The driver reports a connection that breaks during a COPY as a disposed
    /// object.</summary>
    private static bool IsOutage(Exception exception) => exception is ObjectDisposedException
        || Find<NpgsqlException>(exception) switch { null =>
            false, PostgresException refused => IsAway(refused), var fault => IsBroken(fault) };

    // A connection that breaks in the middle is an NpgsqlException around one of these.
    private static bool IsBroken(NpgsqlException fault) =>
        fault.IsTransient || Find<SocketException>(fault) is not null || Find<IOException>(fault) is not null
        || Find<TimeoutException>(fault) is not null;

    private static StorageException Refusal(string message) => new(message, transient: false);

    private static string Reason(NpgsqlException fault) =>
        Find<SocketException>(fault)?.Message ?? Find<TimeoutException>(fault)?.Message ?? fault.Message;

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return (T?)exception;
    }

    private static Task<int> LockAsync(SqlSession session, long number, CancellationToken cancellationToken) =>
        session.ExecuteAsync("SELECT pg_advisory_xact_lock(@number)", cancellationToken, ("@number", number));
}
