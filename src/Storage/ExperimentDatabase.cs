using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>An open database: the ledger, the artifacts and the results that belong together.</summary>
public sealed class ExperimentDatabase : IAsyncDisposable
{
    /// <summary>The environment variable that names a PostgreSQL database.</summary>
    public const string ConnectionVariable = "EXPERIMENTS_DB";

    /// <summary>The environment variable that names the same database as a user who may only read.</summary>
    public const string ReaderVariable = ReaderRights.Variable;

    private readonly RelationalDatabase _database;
    private readonly Ledger _ledger;

    private ExperimentDatabase(RelationalDatabase database, IArtifactStore artifacts, Func<WorkerId, bool> isAlive)
    {
        Tools = new DatabaseTools(database, artifacts as FileArtifactStore);
        _database = database;
        Ledger = _ledger = new Ledger(database, isAlive);
        Artifacts = artifacts;
        Results = new ResultStore(database);
        Silos = new SiloTable(database);
    }

    public ILedger Ledger { get; }

    public IArtifactStore Artifacts { get; }

    public IResultStore Results { get; }

    public ISiloTable Silos { get; }

    public IDatabaseTools Tools { get; }

    /// <summary>Where the data is, for people; holds no secret.</summary>
    public string Description => _database.Description;

    internal RelationalDatabase Database => _database;

    /// <summary>Opens the SQLite database of a folder; creates both where they are missing and <see cref="StorageOptions.Create"/> allows
    /// it, and migrates an older database. A database that needs no migration is only read until something is written.</summary>
    /// <param name="home">The folder.</param>
    /// <param name="time">The clock of leases and back-offs.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">The folder or the file cannot be used; the message says why.</exception>
    public static Task<ExperimentDatabase> OpenSqliteAsync(
        EmbeddedHome home, TimeProvider time, StorageOptions? options, CancellationToken cancellationToken) =>
        OpenSqliteAsync(home, time, options, LocalProcesses.IsAlive, cancellationToken);

    internal static async Task<ExperimentDatabase> OpenSqliteAsync(
        EmbeddedHome home, TimeProvider time, StorageOptions? options, Func<WorkerId, bool> isAlive, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(home);
        ArgumentNullException.ThrowIfNull(time);
        options ??= new StorageOptions();
        home.Require(options.Create);
        var database = new SqliteDatabase(home.DatabaseFile, time, options);
        return await OpenAsync(database, new FileArtifactStore(home.ArtifactFolder), isAlive, cancellationToken);
    }

    /// <summary>Opens a PostgreSQL database, which must exist; migrates an older schema.</summary>
    /// <param name="connection"><c>postgres://user:password@host:port/name</c>, or Npgsql's keyword form. Never shown.</param>
    /// <param name="time">The clock of leases and back-offs.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">The text is malformed or the database cannot be used; the message says why and holds no
    /// password.</exception>
    public static Task<ExperimentDatabase> OpenPostgresAsync(
        string connection, TimeProvider time, StorageOptions? options, CancellationToken cancellationToken) =>
        OpenPostgresAsync(connection, time, options, LocalProcesses.IsAlive, cancellationToken);

    internal static async Task<ExperimentDatabase> OpenPostgresAsync(
        string connection, TimeProvider time, StorageOptions? options, Func<WorkerId, bool> isAlive, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(time);
        var database = new PostgresDatabase(PostgresConnectionText.Parse(connection), time, options ?? new StorageOptions());
        return await OpenAsync(database, new PostgresArtifactStore(database), isAlive, cancellationToken);
    }

    /// <summary>A connection to PostgreSQL in Npgsql's keyword form, for other programs' tables in the same database. Holds a password:
    /// never shown.</summary>
    /// <param name="connection">As for <see cref="OpenPostgresAsync(string, TimeProvider, StorageOptions?, CancellationToken)"/>.</param>
    /// <exception cref="StorageException">The text is malformed; the message holds no password.</exception>
    public static string PostgresKeywords(string connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return PostgresConnectionText.Parse(connection).ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.SettleAsync();
        await _database.DisposeAsync();
    }

    private static async Task<ExperimentDatabase> OpenAsync(
        RelationalDatabase database, IArtifactStore artifacts, Func<WorkerId, bool> isAlive, CancellationToken cancellationToken)
    {
        try
        {
            await database.OpenAsync(cancellationToken);
            return new ExperimentDatabase(database, artifacts, isAlive);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }
}
