using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Numerics;
using Experiments.Pipeline;
using Experiments.Storage;

namespace Experiments.Client;

/// <summary>The engine of one machine: jobs run in this process, the database is a file in the home folder.</summary>
internal sealed class EmbeddedSession : IStudySession
{
    private readonly ExperimentDatabase _database;
    private readonly ComputePool _pool;

    private EmbeddedSession(ExperimentDatabase database, ComputePool pool, IStudyService studies) => (_database, _pool, Studies) = (database, pool, studies);

    public IStudyService Studies { get; }

    internal static async Task<IStudySession> OpenAsync(ClientSettings settings, CancellationToken cancellationToken)
    {
        var database = await ExperimentDatabase.OpenSqliteAsync(new EmbeddedHome(settings.Home), TimeProvider.System, options: null, cancellationToken);
        var pool = new ComputePool(Environment.ProcessorCount);
        var services = new JobServices
        {
            Ledger = database.Ledger,
            Artifacts = database.Artifacts,
            Results = database.Results,
            Data = new CatalogueLibrary(DataFolders.Default(settings.DataFolder)),
            Pool = pool,
            Time = TimeProvider.System,
        };
        return new EmbeddedSession(database, pool, new EmbeddedStudyService(services));
    }

    public async ValueTask DisposeAsync()
    {
        _pool.Dispose();
        await _database.DisposeAsync();
    }
}
