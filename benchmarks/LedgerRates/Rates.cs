using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Experiments.Contracts;
using Experiments.Ports;
using Experiments.Storage;

namespace Experiments.LedgerRates;

/// <summary>The measured loops.</summary>
internal static class Rates
{
    private static readonly JobResult Empty = new([], [], TimeSpan.FromMilliseconds(1));

    // A living process: leases of a dead one would be taken back at once.
    private static readonly WorkerId Worker = CurrentWorker();

    /// <summary>Submits jobs of which every tenth has two inputs that are done only later.</summary>
    internal static async Task<TimeSpan> SubmitAsync(ExperimentDatabase database, string study, int jobs)
    {
        var plan = Plan(study, [.. Enumerable.Range(0, jobs).Select(
            i => i % 10 == 9 && i > 9 ? Job(study, "craft", i, [i - 5, i - 6]) : Job(study, "craft", i, []))]);
        var watch = Stopwatch.StartNew();
        await database.Ledger.SubmitAsync(plan, CancellationToken.None);
        return watch.Elapsed;
    }

    /// <summary>Leases and commits so many jobs, or a few more where leases come in batches.</summary>
    internal static async Task<(int Jobs, TimeSpan Time, TimeSpan Processor)> DrainAsync(
        ExperimentDatabase database, string study, int count, int claimers, int batch)
    {
        var left = count;
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, claimers).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref left) > 0)
            {
                var leases = await database.Ledger.LeaseAsync(
                    new LeaseRequest(study, Worker, batch, TimeSpan.FromMinutes(5)), CancellationToken.None);
                if (leases.Count == 0)
                {
                    break;
                }

                foreach (var lease in leases)
                {
                    await database.Ledger.CommitAsync(lease, Empty, CancellationToken.None);
                    Interlocked.Decrement(ref left);
                }
            }
        })));
        return (count - left, watch.Elapsed, Process.GetCurrentProcess().TotalProcessorTime - processor);
    }

    /// <summary>Commits shards of example rows, and cells and sets that refer to them.</summary>
    internal static async Task<TimeSpan> WriteExamplesAsync(
        ExperimentDatabase database, string study, int shards, int imagesPerShard, int cells)
    {
        await database.Ledger.SubmitAsync(
            Plan(study, [.. Enumerable.Range(0, shards + cells).Select(i => Job(study, i < shards ? "craft" : "evaluate", i, []))]),
            CancellationToken.None);
        var watch = Stopwatch.StartNew();
        while (await database.Ledger.LeaseAsync(new LeaseRequest(study, Worker, 16, TimeSpan.FromMinutes(5)), CancellationToken.None)
            is { Count: > 0 } leases)
        {
            foreach (var lease in leases)
            {
                ResultRow[] rows = lease.Job.Kind == "craft"
                    ? [.. Enumerable.Range(0, imagesPerShard).Select(image => Example(lease.Job.Key, image))]
                    : [Set(lease.Job.Key), Cell(lease.Job.Key)];
                await database.Ledger.CommitAsync(lease, Empty with { Rows = rows }, CancellationToken.None);
            }
        }

        return watch.Elapsed;
    }

    private static WorkerId CurrentWorker()
    {
        using var process = Process.GetCurrentProcess();
        return new WorkerId(Environment.MachineName, process.Id, process.StartTime.ToUniversalTime());
    }

    private static JobKey Key(string study, int i) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{study}/{i}"))));

    private static PlannedJob Job(string study, string kind, int i, int[] inputs) => new(
        new Job
        {
            Key = Key(study, i),
            Kind = kind,
            Version = 1,
            // About the size of a real attack's options.
            Settings = new JsonObject { ["images"] = $"mnist/test[{i * 500}..{(i + 1) * 500})", ["options"] = new string('x', 300) },
            Inputs = [.. inputs.Select(input => new JobInput("source", Key(study, input)))],
        },
        1);

    private static Plan Plan(string study, IReadOnlyList<PlannedJob> jobs) => new()
    {
        Study = study,
        Definition = "{}",
        Jobs = jobs,
        Names = [.. jobs.Select(
            (job, i) => new StudyJob { Job = job.Job.Key, Kind = job.Job.Kind, Ordinal = i, Table = "table2", Attack = "lbfgs" })],
    };

    private static AdversarialExampleRow Example(JobKey job, int image) => new()
    {
        Job = job, Image = image, Draw = 0, Label = 3, TargetClass = 4, PredictedBefore = 3, PredictedAfter = 4, PredictedAsBytes = 4,
        Distortion = 0.06 + image * 1e-6, Linf = 0.3, C = 0.1,
        Iterations = 40, GradientEvaluations = 90, ProjectedGradientNorm = 0.0031, Success = true, SuccessAsBytes = true,
    };

    private static AdversarialSetRow Set(JobKey job) => new()
    {
        Job =
            job,
            Source = job,
            AttackType = "lbfgs",
            AttackClass = AttackClasses.MinimalNorm,
            Norm = "l2",
            Epsilon = null,
            Data = "mnist/test",
            Images = 1000,
            MisclassifiedBefore = 75,
            Attacked = 925,
            Successes = 925,
            Failures = 0,
            Wanted = 1000,
        MeanDistortion = 0.062, MeanDistortionWanted = 0.058,
        MedianDistortion = 0.059, MeanL2 = 1.736, MeanLinf = 0.31, GradientEvaluations = 90_000,
        Survivors = 540, NoClass = 0,
    };

    private static TransferCellRow Cell(JobKey job) => new()
    {
        Job = job, Set = job, Victim = job, Images = 1000, Errors = 117, VictimCorrect = 925,
        ErrorsAmongVictimCorrect = 50, TargetHits = 12, CleanJob = null, NoClass = 0, NoiseErrors = null,
    };
}

internal sealed class BenchmarkFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("experiments-ledger-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
