using Experiments.Contracts;

namespace Experiments.Pipeline.Cluster;

/// <summary>Something that happened to a study that a cluster runs.</summary>
/// <param name="Number">Grows; consecutive while one coordinator lives, and larger than all before when another takes over.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Job">To which job; null for the study itself.</param>
/// <param name="Text">For people: the job's name, or what is waited for.</param>
/// <param name="Silo">Where; null for nowhere in particular.</param>
public sealed record StudyEvent(long Number, StudyEventKind Kind, JobKey? Job, string Text, string? Silo);

public enum StudyEventKind
{
    /// <summary>A coordinator took the study up, for the first time or after another was lost.</summary>
    Resumed,

    /// <summary>A job was handed to a silo.</summary>
    Started,

    /// <summary>A job's results are committed.</summary>
    Done,

    /// <summary>A try of a job failed.</summary>
    Failed,

    /// <summary>A job came back unfinished and runs again.</summary>
    Returned,

    /// <summary>A silo is gone; its jobs run again elsewhere.</summary>
    SiloLost,

    /// <summary>Jobs want a device, a kind of job or memory that no silo has.</summary>
    NoDevice,

    /// <summary>No job of the study can run any more.</summary>
    Finished,
}

/// <summary>Events after a number that the reader has seen, and the study as it stands.</summary>
/// <param name="Events">In order.</param>
/// <param name="Missed">Events between that number and the first here are no longer kept; the study's state covers them.</param>
/// <param name="Last">The number to ask after next time.</param>
/// <param name="Progress">The study as it stands, not older than a second or so.</param>
/// <param name="Running">A coordinator runs the study.</param>
public sealed record StudyEventPage(IReadOnlyList<StudyEvent> Events, bool Missed, long Last, StudyProgress Progress, bool Running)
{
    /// <summary>Why the coordinator ended before the study was over, for people; null where it runs or has ended well.</summary>
    public string? Fault { get; init; }
}

/// <summary>The last events of a study, numbered. Safe for any number of threads.</summary>
internal sealed class StudyEventLog
{
    private const int Kept = 1024;

    private readonly Lock _gate = new();
    private readonly Queue<StudyEvent> _events = new();
    private TaskCompletionSource _added = Signals.New();
    private long _last;

    /// <param name="startedAt">Numbers continue from here, in microseconds: above those of any coordinator before, which made fewer than a
    /// million events per second.</param>
    internal StudyEventLog(DateTimeOffset startedAt) => _last = startedAt.UtcTicks / TimeSpan.TicksPerMicrosecond;

    internal void Add(StudyEventKind kind, JobKey? job, string text, string? silo)
    {
        TaskCompletionSource added;
        lock (_gate)
        {
            _events.Enqueue(new StudyEvent(++_last, kind, job, text, silo));
            if (_events.Count > Kept)
            {
                _events.Dequeue();
            }

            (added, _added) = (_added, Signals.New());
        }

        added.TrySetResult();
    }

    /// <summary>Events with higher numbers, whether some in between are missing, and the last number.</summary>
    internal (IReadOnlyList<StudyEvent> Events, bool Missed, long Last) After(long number)
    {
        lock (_gate)
        {
            var missed = _events.TryPeek(out var first) && number < first.Number - 1;
            return ([.. _events.Where(e => e.Number > number)], missed, Math.Max(number, _last));
        }
    }

    /// <summary>Returns when there is an event with a higher number, or after the time.</summary>
    internal async Task WaitAsync(long number, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        Task added;
        lock (_gate)
        {
            if (_last > number && _events.Count > 0)
            {
                return;
            }

            added = _added.Task;
        }

        await Task.WhenAny(added, Task.Delay(timeout, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }
}
