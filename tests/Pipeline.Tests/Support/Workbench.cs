using Experiments.Contracts;
using Experiments.Numerics;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Services;
using Experiments.Ports;
using Experiments.Storage;

namespace Experiments.Pipeline.Tests;

/// <summary>A SQLite database in a folder of its own, and services on it.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "experiments-tests", Guid.NewGuid().ToString("N"));
    private readonly ComputeThreads _threads;
    private ExperimentDatabase _database = null!;

    private Workbench(int threads) => _threads = new ComputeThreads(threads);

    public string ArtifactFolder => new EmbeddedHome(_folder).ArtifactFolder;

    public JobServices Services { get; private set; } = null!;

    public static async Task<Workbench> OpenAsync(
        int threads = 1, Func<ILedger, ILedger>? ledger = null, IDataLibrary? data = null, TimeProvider? time = null)
    {
        var bench = new Workbench(threads);
        bench._database =
            await ExperimentDatabase.OpenSqliteAsync(new EmbeddedHome(bench._folder), time ?? TimeProvider.System, null, default);
        bench.Services = new JobServices
        {
            Ledger = ledger is null ? bench._database.Ledger : ledger(bench._database.Ledger),
            Results = bench._database.Results,
            Artifacts = bench._database.Artifacts,
            Silos = bench._database.Silos,
            Data = data ?? new TinyLibrary(),
            Threads = bench._threads,
            Time = time ?? TimeProvider.System,
        };
        return bench;
    }

    /// <summary>What the database has.</summary>
    public StoredStudyReader Studies => new(Services);

    public EmbeddedStudyEngine Engine(int shardImages = 8) =>
        new(Services, new EngineOptions { Poll = TimeSpan.FromMilliseconds(20) }, new PlannerOptions { ShardImages = shardImages });

    public async Task<StudySummary> RunAsync(StudyDocument document, int shardImages = 8, int workers = 1)
    {
        var engine = Engine(shardImages);
        var study = await engine.SubmitAsync(document, default);
        return await engine.RunAsync(study.Name, new RunOptions(workers), new Progress<StudyProgress>(), default);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _threads.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
