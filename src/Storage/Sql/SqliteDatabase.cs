using Microsoft.Data.Sqlite;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>One file. Writers of one process take turns on one connection (a gate in memory is cheaper and fairer than the file's lock);
/// writers of several processes meet at <c>BEGIN IMMEDIATE</c>. With a write-ahead log readers never wait.</summary>
internal sealed partial class SqliteDatabase : RelationalDatabase
{
    private const int Busy = 5, Locked = 6, ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, TooBig = 18,
        Constraint = 19, Mismatch = 20, NotADatabase = 26;

    // A commit is in the log when it returns, so it survives the process. NORMAL lets a power cut take the last commits away, never half of
    // one: their jobs run again.
    private const string WriterSettings = "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;";

    // A lock is waited for in turns of this length, and said after the first.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private readonly string _file;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TimeSpan _turn;
    private readonly int _turns;
    private string _connectionString;
    private readonly TaskCompletionSource _never = new();
    private SqliteConnection? _writer;
    private SqliteStatements? _statements;

    internal SqliteDatabase(string file, TimeProvider time, StorageOptions options)
        : base(time, options)
    {
        _file = file;
        _turn = options.BusyTimeout < Turn ? options.BusyTimeout : Turn;
        _turns = Math.Max(1, (int)(options.BusyTimeout / Turn));
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = options.Create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = (int)Turn.TotalSeconds,
        }.ToString();
    }

    internal override string Description => $"SQLite file {_file}";

    internal override string Dialect => "sqlite";

    internal override string SkipLocked => "";

    internal override string ForUpdate => "";

    internal override string FindTable => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = @name";

    internal override string FindViews => "SELECT name FROM sqlite_schema WHERE type = 'view' AND name GLOB 'v_*'";

    internal override string? WrittenHere => null;

    internal override string Ordinal => "";

    internal override string KeyIsOneOf(string expression) => $"IN (SELECT key FROM {expression})";

    // Its planner does not need to count rows for the ledger's queries, and one at work on a grown table can keep its plans.
    internal override Task AnalyzeAsync(SqlSession session, CancellationToken cancellationToken) => Task.CompletedTask;

    internal override string KeysIn(string parameter) => $"(SELECT value FROM json_each({parameter}))";

    // A file announces nothing; looking costs microseconds.
    internal override TimeSpan LookAgainAfter { get; } = TimeSpan.FromMilliseconds(200);

    internal override Task NextAnnouncement() => _never.Task;

    internal override string AnnounceWork => "''";

    // Every writing transaction is alone already.
    internal override Task LockSubmissionsAsync(SqlSession session, CancellationToken cancellationToken) => Task.CompletedTask;

    internal override async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await base.OpenAsync(cancellationToken);
        }
        catch (StorageException refused) when (refused.InnerException is SqliteException { SqliteErrorCode: ReadOnly or CannotOpen }
            && IsClosed())
        {
            UseAsItStands();
            await base.OpenAsync(cancellationToken);
        }
    }

    internal override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(
            async session =>
            {
                await UseWriteAheadLogAsync((SqliteConnection)session.Connection, cancellationToken);
                return true;
            },
            cancellationToken);
        await WriteAsync(session => Migrator.MigrateAsync(this, session, cancellationToken), cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        if (_writer is not null)
        {
            _statements!.Dispose();
            await _writer.DisposeAsync();
            _writer = null;
        }

        using (var connection = new SqliteConnection(_connectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        _gate.Dispose();
    }

    internal override StorageException? Explain(Exception exception)
    {
        if (exception is StorageException || (exception as SqliteException ?? exception.InnerException as SqliteException) is not { } fault)
        {
            return null;
        }

        return fault.SqliteErrorCode switch
        {
            Busy or Locked =>
                new(
                    $"database {_file} is locked by another program for more than {Options.BusyTimeout.TotalSeconds:0.#} s; end "
                        + "that program or try again.",
                    transient: true, fault),
            ReadOnly => new($"database {_file} cannot be written; its file and folder must be writable.", transient: false, fault),
            CannotOpen => new($"database {_file} cannot be opened; its folder must exist and be writable.", transient: false, fault),
            Full => new($"database {_file} cannot grow: the disk is full; free some space and run again.", transient: true, fault),
            NotADatabase =>
                new($"database {_file} is not an SQLite database; name another folder or move the file away.", transient: false, fault),
            Corrupt => new($"database {_file} is damaged; restore it from a backup or move it away.", transient: false, fault),
            InputOutput => new($"database {_file} cannot be read or written: {fault.Message}", transient: true, fault),
            TooBig or Constraint or Mismatch =>
                new($"database {_file} refuses a row: {fault.Message}", transient: false, fault) { RefusesRows = true },
            _ => new($"database {_file}: {fault.Message}", transient: false, fault),
        };
    }

    protected override async Task<T> WriteOnceAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var connection = await WriterAsync(cancellationToken);
            await using var transaction = connection.BeginTransaction(deferred: false);
            var session = new SqliteSession(connection, transaction, _statements!);
            var result = await body(session);
            await transaction.CommitAsync(cancellationToken);
            session.Committed();
            return result;
        }
        finally
        {
            _gate.Release();
        }
    }

    protected override async Task<T> ReadOnceAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        using var statements = new SqliteStatements(connection);
        return await body(new SqliteSession(connection, null, statements));
    }

    // The driver has waited one turn for the lock. Turns are counted, because the clock can be a caller's that stands still.
    protected override TimeSpan? RepeatAfter(Exception exception, int attempt, TimeSpan elapsed) =>
        exception is SqliteException { SqliteErrorCode: Busy or Locked } && attempt < _turns ? TimeSpan.Zero : null;

    protected override string? WaitsFor(Exception exception) =>
        $"{_file} is locked by another program; it is tried for {Options.BusyTimeout.TotalSeconds:0.#} s.";

    /// <summary>The last program that had the database open has closed it: everything is in its file, nothing in a log beside
    /// it.</summary>
    private bool IsClosed() => File.Exists(_file) && new FileInfo($"{_file}-wal") is not { Exists: true, Length: > 0 };

    /// <summary>A write-ahead log needs files beside the database. Where none can be made, a database that is closed is read as it stands;
    /// somebody who may write must not do so meanwhile.</summary>
    private void UseAsItStands() => _connectionString = new SqliteConnectionStringBuilder(_connectionString)
    {
        DataSource = $"{new Uri(Path.GetFullPath(_file)).AbsoluteUri}?immutable=1", Mode = SqliteOpenMode.ReadOnly,
    }.ToString();

    private async Task<SqliteConnection> WriterAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null)
        {
            return _writer;
        }

        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            // The driver sleeps long between its own tries; SQLite's handler comes first and polls finely.
            command.CommandText = $"PRAGMA busy_timeout = {(long)_turn.TotalMilliseconds}; {WriterSettings}";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        _statements = new SqliteStatements(connection);
        return _writer = connection;
    }

    /// <summary>The mode is the file's, kept for ever once set. Setting it needs the file alone, which the busy handler does not wait
    /// for.</summary>
    private async Task UseWriteAheadLogAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var started = Time.GetTimestamp();
        while (true)
        {
            try
            {
                await using var command = connection.CreateCommand();
                command.CommandTimeout = 1;
                command.CommandText = "PRAGMA journal_mode = WAL";
                await command.ExecuteScalarAsync(cancellationToken);
                return;
            }
            catch (SqliteException fault) when (fault.SqliteErrorCode is Busy or Locked
                && Time.GetElapsedTime(started) < Options.BusyTimeout)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), Time, cancellationToken);
            }
        }
    }
}
