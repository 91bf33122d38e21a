using System.Diagnostics;
using System.Diagnostics.Metrics;
using Experiments.Contracts;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Experiments.Settings;

namespace Experiments.Pipeline.Engine;

/// <summary>What engines tell of themselves to tools that observe: traces and metrics under one name, listed in <c>infra/README.md</c>. No
/// part of any result. Where nobody listens nothing is timed, counted or allocated.</summary>
public static class EngineTelemetry
{
    /// <summary>Of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "Experiments";

    private static readonly ActivitySource Traces = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> JobDuration =
        Meter.CreateHistogram<double>("experiments.job.duration", "s", "Tries of jobs, from the claim to the written result.");
    private static readonly Histogram<double> LeaseDuration =
        Meter.CreateHistogram<double>("experiments.lease.duration", "s", "Calls that ask the ledger for jobs.");
    private static readonly Histogram<double> CommitDuration =
        Meter.CreateHistogram<double>("experiments.commit.duration", "s", "Transactions that write a job's result.");
    private static readonly Counter<long> LeaseLosses =
        Meter.CreateCounter<long>("experiments.lease.losses", "{lease}", "Leases that ended before their job was done.");
    private static readonly Counter<long> Images =
        Meter.CreateCounter<long>("experiments.attack.images", "{image}", "Perturbed images in written results.");
    private static readonly Counter<long> Gradients = Meter.CreateCounter<long>(
        "experiments.attack.gradient_evaluations", "{evaluation}", "Gradients of source models in written results.");
    private static readonly Gauge<double> ImageRate =
        Meter.CreateGauge<double>("experiments.attack.image_rate", "{image}/s", "Images that this process perturbs at the moment.");
    private static readonly Gauge<double> GradientRate = Meter.CreateGauge<double>(
        "experiments.attack.gradient_rate", "{evaluation}/s", "Gradients that this process evaluates at the moment.");
    private static readonly Gauge<long> InHand =
        Meter.CreateGauge<long>("experiments.worker.jobs", "{job}", "Jobs that this process has in hand.");
    private static readonly Counter<long> Offers =
        Meter.CreateCounter<long>("experiments.cluster.offers", "{offer}", "Jobs that coordinators offered to silos, by answer.");
    private static readonly Counter<long> SiloLosses =
        Meter.CreateCounter<long>("experiments.cluster.silo_losses", "{silo}", "Silos that were gone with jobs in hand.");
    private static readonly Gauge<long> Jobs = Meter.CreateGauge<long>("experiments.jobs", "{job}", "Jobs of the database by state.");

    private static readonly Gauge<long> Wanted = Meter.CreateGauge<long>(
        "experiments.cluster.wanted_devices", "{device}", "Devices that the ready and leased jobs of the database would fill, by kind.");

    /// <summary>Somebody wants to know the jobs of the database by state, which has to be asked for.</summary>
    internal static bool WantsJobs => Jobs.Enabled || Wanted.Enabled;

    /// <summary>Begins the span of a try; null where nobody listens.</summary>
    internal static Activity? StartJob(JobLease lease)
    {
        var span = Traces.StartActivity($"job {lease.Job.Kind}");
        span?.SetTag("experiments.job.kind", lease.Job.Kind).SetTag("experiments.job.key", lease.Job.Key.Value)
            .SetTag("experiments.job.attempt", lease.Attempt);
        return span;
    }

    /// <summary>A try has ended and what became of it is written.</summary>
    /// <param name="span">Of <see cref="StartJob"/>.</param>
    /// <param name="lease">The job.</param>
    /// <param name="outcome">How it ended; null for one that was stopped.</param>
    /// <param name="duration">From the lease on.</param>
    internal static void EndJob(Activity? span, JobLease lease, JobOutcome? outcome, TimeSpan duration)
    {
        var word = outcome switch { null =>
            "stopped", { Result: not null } => "done", { DamagedInput: not null } => "input-damaged", _ => "failed" };
        JobDuration.Record(duration.TotalSeconds, new("experiments.job.kind", lease.Job.Kind), new("experiments.job.outcome", word));
        span?.SetTag("experiments.job.outcome", word);
        if (outcome?.Error is { } error)
        {
            span?.SetStatus(ActivityStatusCode.Error, error);
        }
    }

    /// <summary>Times a lease.</summary>
    internal static Task<IReadOnlyList<JobLease>> LeaseAsync(TimeProvider time, Func<Task<IReadOnlyList<JobLease>>> lease) =>
        TimeAsync(LeaseDuration, time, lease);

    /// <summary>Times the commit of a result, in a span within its job's.</summary>
    internal static async Task<bool> CommitAsync(TimeProvider time, Func<Task<bool>> commit)
    {
        using var span = Traces.StartActivity("commit");
        return await TimeAsync(CommitDuration, time, commit);
    }

    /// <summary>The rows of a result are written.</summary>
    internal static void Committed(JobResult result)
    {
        if (!Images.Enabled && !Gradients.Enabled)
        {
            return;
        }

        var examples = result.Rows.OfType<AdversarialExampleRow>().ToList();
        if (examples.Count > 0)
        {
            Images.Add(examples.Count);
            Gradients.Add(examples.Sum(row => (long)row.GradientEvaluations));
        }
    }

    /// <param name="noticedBy"><c>renewal</c> or <c>commit</c>.</param>
    internal static void LeaseLost(string noticedBy) =>
        LeaseLosses.Add(1, new KeyValuePair<string, object?>("experiments.lease.noticed_by", noticedBy));

    /// <summary>A silo has answered an offer, or has not.</summary>
    internal static void Offered(JobAnswerKind answer) =>
        Offers.Add(1, new KeyValuePair<string, object?>("experiments.cluster.answer", ValueShape.Choice(answer)));

    /// <summary>A silo is gone that held jobs of a study.</summary>
    internal static void SiloLost() => SiloLosses.Add(1);

    /// <summary>What a worker says of itself.</summary>
    internal static void Report(WorkerReport report)
    {
        ImageRate.Record(report.ImagesPerSecond);
        GradientRate.Record(report.GradientEvaluationsPerSecond);
        InHand.Record(report.Jobs.Count);
    }

    /// <summary>The jobs of the database.</summary>
    internal static void Report(JobCounts counts)
    {
        foreach (var (state, count) in (ReadOnlySpan<(string, int)>)
            [("waiting", counts.Waiting), ("ready", counts.Ready), ("leased", counts.Leased), ("done", counts.Done), ("failed",
                counts.Failed), ("cancelled", counts.Cancelled)])
        {
            Jobs.Record(count, new KeyValuePair<string, object?>("experiments.job.state", state));
        }
    }

    /// <summary>The devices that the jobs of the database would fill.</summary>
    internal static void Report(IReadOnlyList<WantedDevices> devices)
    {
        foreach (var line in devices)
        {
            Wanted.Record(line.Wanted, new KeyValuePair<string, object?>("experiments.device.kind", line.Device));
        }
    }

    private static async Task<T> TimeAsync<T>(Histogram<double> histogram, TimeProvider time, Func<Task<T>> call)
    {
        if (!histogram.Enabled)
        {
            return await call();
        }

        var started = time.GetTimestamp();
        var answer = await call();
        histogram.Record(time.GetElapsedTime(started).TotalSeconds);
        return answer;
    }
}
