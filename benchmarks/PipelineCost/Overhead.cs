using System.Diagnostics;
using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Numerics;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Services;
using Experiments.Pipeline.Studies.Reading;
using Experiments.Storage;

namespace Experiments.PipelineCost;

/// <summary>A whole study through the embedded engine against its jobs alone, in one process, by wall and by processor time.</summary>
internal static class Overhead
{
    private const string WarmUp = "studies/quick.json";
    private const int WarmUpImages = 50;

    internal static async Task<int> RunAsync(string study)
    {
        using var threads = new ComputeThreads(1);
        Console.WriteLine($"{study}, one thread, .NET {Environment.Version}");

        // The first calls compile code; they are in neither figure.
        await MeasureAsync(threads, WarmUp, new StudyOverrides(WarmUpImages), report: false);
        await MeasureAsync(threads, study, StudyOverrides.None, report: true);
        return 0;
    }

    private static async Task MeasureAsync(ComputeThreads threads, string path, StudyOverrides overrides, bool report)
    {
        var folder = Directory.CreateTempSubdirectory("experiments-cost-");
        try
        {
            await using var database = await ExperimentDatabase.OpenSqliteAsync(
                new EmbeddedHome(folder.FullName), TimeProvider.System, null, CancellationToken.None);
            var services = new JobServices
            {
                Ledger = database.Ledger,
                Artifacts = database.Artifacts,
                Results = database.Results,
                Data = new CatalogueLibrary(DataFolders.Default(null)),
                Threads = threads,
                Time = TimeProvider.System,
            };
            var document = new StudyDocument(path, await File.ReadAllTextAsync(path), overrides);
            var whole = await TimeAsync(() => RunStudyAsync(services, document));
            var jobs = new List<Job>();
            var bare = await TimeAsync(async () => jobs = await RunJobsAsync(services, document));
            if (report)
            {
                Console.WriteLine($"the study: {whole}");
                Console.WriteLine($"its {jobs.Count} jobs alone: {bare}");
                Console.WriteLine(
                    $"the pipeline adds {whole.Wall / bare.Wall - 1:P1} of wall time, "
                        + $"{whole.Processor / bare.Processor - 1:P1} of processor time");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunStudyAsync(JobServices services, StudyDocument document)
    {
        var engine = new EmbeddedStudyEngine(services);
        var submitted = await engine.SubmitAsync(document, CancellationToken.None);
        var finished = await engine.RunAsync(submitted.Name, new RunOptions(1), new Progress<StudyProgress>(), CancellationToken.None);
        await new StoredStudyReader(services).ReadTablesAsync(submitted.Name, CancellationToken.None);
        if (finished.Jobs.Done != finished.Jobs.Total)
        {
            throw new InvalidOperationException(
                $"{finished.Jobs.Total - finished.Jobs.Done} jobs did not finish; the figures would say nothing.");
        }
    }

    /// <summary>The same jobs in the order of the plan: they read what the study left and write files that are there already.</summary>
    private static async Task<List<Job>> RunJobsAsync(JobServices services, StudyDocument document)
    {
        var plan = new Planner(services.Data).Plan(new StudyReader(services.Data).Read(document));
        var runner = new JobRunner(services);
        foreach (var planned in plan.Jobs)
        {
            var outcome = await runner.RunAsync(planned.Job, _ => { }, CancellationToken.None);
            if (outcome.Result is null)
            {
                throw new InvalidOperationException($"job {planned.Job.Key.Short}: {outcome.Error}");
            }
        }

        return [.. plan.Jobs.Select(p => p.Job)];
    }

    private static async Task<Cost> TimeAsync(Func<Task> work)
    {
        var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await work();
        watch.Stop();
        process.Refresh();
        return new Cost(watch.Elapsed, process.TotalProcessorTime - before);
    }

    private sealed record Cost(TimeSpan Wall, TimeSpan Processor)
    {
        public override string ToString() => $"{Wall.TotalSeconds:0.00} s, {Processor.TotalSeconds:0.00} s of processor time";
    }
}
