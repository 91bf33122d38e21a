using Experiments.Contracts;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Services;

/// <summary>Reads from the database who works and on what.</summary>
internal sealed class WorkerReader(JobServices services)
{
    /// <summary>A worker says what it does every few seconds and renews its leases; a longer silence means that it is gone, frozen or cut
    /// off.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    internal async Task<IReadOnlyList<WorkerLine>> ListAsync(CancellationToken cancellationToken)
    {
        var workers = await services.Ledger.ListWorkersAsync(cancellationToken);
        var leased = await services.Ledger.ListLeasedAsync(null, cancellationToken);
        var names = await services.Results.FindNamesAsync([.. leased.Select(l => l.Job)], cancellationToken);
        var running = leased.ToLookup(l => l.Worker, l => Line(l, names.GetValueOrDefault(l.Job), withStudy: true));
        return [.. workers.Select(w => new WorkerLine
        {
            Worker = NameOf(w.Worker),
            State = StateOf(w),
            StartedAt = w.Worker.StartedAt,
            LastSeenAt = w.LastSeenAt,
            Slots = w.Slots,
            Running = [.. running[w.Worker]],
            Done = w.Done,
            Busy = w.Busy,
            AttackImagesPerSecond = StateOf(w) == WorkerState.Alive ? w.ImagesPerSecond : 0,
            GradientEvaluationsPerSecond = StateOf(w) == WorkerState.Alive ? w.GradientEvaluationsPerSecond : 0,
        })];
    }

    internal static string NameOf(WorkerId worker) => $"{worker.Host}/{worker.ProcessId}";

    internal static RunningJob Line(LeasedJob leased, NamedJob? name, bool withStudy)
    {
        var text =
            name is null ? leased.Job.Short : withStudy ? $"{name.Study}: {JobNames.Describe(name.Name)}" : JobNames.Describe(name.Name);
        return new RunningJob(text, leased.Activity.Done, leased.Activity.Total, leased.Activity.Unit, leased.Activity.Note)
        {
            Worker = NameOf(leased.Worker)
        };
    }

    private WorkerState StateOf(WorkerStatus worker) =>
        worker.Slots == 0 && worker.Leased == 0 ? WorkerState.Ended
        : services.Time.GetUtcNow() - worker.LastSeenAt > LongestSilence ? WorkerState.Silent
        : WorkerState.Alive;
}
