using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Numerics;
using Experiments.Pipeline;
using Experiments.Ports;
using Experiments.Storage;
using Microsoft.Extensions.Logging;

#pragma warning disable RS0030 // A composition root: the clock of the whole program is named here.

namespace Experiments.Client;

/// <summary>Jobs run in this process; the database is a file in the home folder or a server that many processes share.</summary>
internal sealed class DatabaseSession : IStudySession
{
    private readonly ExperimentDatabase _database;
    private readonly ComputePool _pool;

    private DatabaseSession(ExperimentDatabase database, ComputePool pool, JobServices services) =>
        (_database, _pool, Services, Studies) = (database, pool, services, new EmbeddedStudyService(services));

    /// <summary>For engines that stand on the same database.</summary>
    internal JobServices Services { get; }

    public IStudyService Studies { get; }

    public IDatabaseTools Tools => _database.Tools;

    public string Database => _database.Description;

    internal static async Task<IStudySession> OpenAsync(ClientSettings settings, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var database = await OpenDatabaseAsync(settings, cancellationToken);
        var pool = new ComputePool(Environment.ProcessorCount);
        var services = new JobServices
        {
            Ledger = database.Ledger,
            Artifacts = database.Artifacts,
            Results = database.Results,
            Data = new CatalogueLibrary(DataFolders.Default(settings.DataFolder)),
            Pool = pool,
            Time = TimeProvider.System,
            Logging = logging,
        };
        return new DatabaseSession(database, pool, services);
    }

    /// <summary>The one place that picks the database.</summary>
    private static async Task<ExperimentDatabase> OpenDatabaseAsync(ClientSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Database is not { } connection)
        {
            return await ExperimentDatabase.OpenSqliteAsync(new EmbeddedHome(settings.Home), TimeProvider.System, options: null, cancellationToken);
        }

        try
        {
            return await ExperimentDatabase.OpenPostgresAsync(connection.Value, TimeProvider.System, options: null, cancellationToken);
        }
        catch (StorageException refused)
        {
            // Nothing has run yet: an address, a password or a right that the caller has to mend.
            throw new UsageException(refused.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _pool.Dispose();
        await _database.DisposeAsync();
    }
}
