using Experiments.Contracts;
using Experiments.Pipeline.Cluster;

namespace Experiments.Grains;

/// <summary><see cref="StudyEventPage"/> on the wire.</summary>
[GenerateSerializer]
[Alias("experiments.study-events")]
internal record struct StudyEventPageMessage
{
    [Id(0)]
    public StudyEventMessage[]? Events { get; set; }

    [Id(1)]
    public bool Missed { get; set; }

    [Id(2)]
    public long Last { get; set; }

    [Id(3)]
    public StudyProgressMessage? Progress { get; set; }

    [Id(4)]
    public bool Running { get; set; }

    [Id(5)]
    public string? Fault { get; set; }
}

/// <summary><see cref="StudyEvent"/> on the wire.</summary>
[GenerateSerializer]
[Alias("experiments.study-event")]
internal record struct StudyEventMessage
{
    [Id(0)]
    public long Number { get; set; }

    /// <summary><see cref="StudyEventKind"/>.</summary>
    [Id(1)]
    public int Kind { get; set; }

    [Id(2)]
    public string? Job { get; set; }

    [Id(3)]
    public string? Text { get; set; }

    [Id(4)]
    public string? Silo { get; set; }
}

/// <summary><see cref="StudyProgress"/> on the wire.</summary>
[GenerateSerializer]
[Alias("experiments.study-progress")]
internal sealed record StudyProgressMessage
{
    [Id(0)]
    public JobCountsMessage Jobs { get; set; }

    [Id(1)]
    public RunningJobMessage[]? Running { get; set; }

    [Id(2)]
    public double AttackImagesPerSecond { get; set; }

    [Id(3)]
    public double GradientEvaluationsPerSecond { get; set; }

    [Id(4)]
    public TimeSpan Elapsed { get; set; }

    [Id(5)]
    public TimeSpan? Remaining { get; set; }

    [Id(6)]
    public string? Waits { get; set; }
}

/// <summary><see cref="JobCounts"/> on the wire.</summary>
[GenerateSerializer]
[Alias("experiments.job-counts")]
internal record struct JobCountsMessage
{
    [Id(0)]
    public int Waiting { get; set; }

    [Id(1)]
    public int Ready { get; set; }

    [Id(2)]
    public int Leased { get; set; }

    [Id(3)]
    public int Done { get; set; }

    [Id(4)]
    public int Failed { get; set; }

    [Id(5)]
    public int Cancelled { get; set; }

    [Id(6)]
    public int Unknown { get; set; }

    [Id(7)]
    public string? UnknownKind { get; set; }
}

/// <summary><see cref="RunningJob"/> on the wire.</summary>
[GenerateSerializer]
[Alias("experiments.running-job")]
internal record struct RunningJobMessage
{
    [Id(0)]
    public string? Name { get; set; }

    [Id(1)]
    public int Done { get; set; }

    [Id(2)]
    public int Total { get; set; }

    [Id(3)]
    public string? Unit { get; set; }

    [Id(4)]
    public string? Note { get; set; }

    [Id(5)]
    public string? Worker { get; set; }
}

[RegisterConverter]
internal sealed class StudyEventPageConverter : IConverter<StudyEventPage, StudyEventPageMessage>
{
    /// <summary>Kinds of events of a newer silo are passed over: the page's progress has what they say.</summary>
    public StudyEventPage ConvertFromSurrogate(in StudyEventPageMessage surrogate) => new(
        [
            .. (surrogate.Events ?? []).Where(e => Enum.IsDefined((StudyEventKind)e.Kind)).Select(e => new StudyEvent(
                e.Number, (StudyEventKind)e.Kind, e.Job is { } job ? JobKey.Parse(job) : null,
                WireTypes.Required(e.Text, "text of an event"), e.Silo)),
        ],
        surrogate.Missed, surrogate.Last, Read(WireTypes.Required(surrogate.Progress, "progress")), surrogate.Running)
    {
        Fault = surrogate.Fault,
    };

    public StudyEventPageMessage ConvertToSurrogate(in StudyEventPage value) => new()
    {
        Events =
        [
            .. value.Events.Select(e => new StudyEventMessage
            {
                Number = e.Number, Kind = (int)e.Kind, Job = e.Job?.Value, Text = e.Text, Silo = e.Silo,
            }),
        ],
        Missed = value.Missed,
        Last = value.Last,
        Progress = Write(value.Progress),
        Running = value.Running,
        Fault = value.Fault,
    };

    private static StudyProgress Read(StudyProgressMessage message)
    {
        var jobs = message.Jobs;
        return new StudyProgress
        {
            Jobs = new JobCounts(jobs.Waiting, jobs.Ready, jobs.Leased, jobs.Done, jobs.Failed, jobs.Cancelled)
            {
                Unknown = jobs.Unknown, UnknownKind = jobs.UnknownKind,
            },
            Running =
            [
                .. (message.Running ?? []).Select(job => new RunningJob(
                    WireTypes.Required(job.Name, "name of a job"), job.Done, job.Total, WireTypes.Required(job.Unit, "unit"), job.Note)
                {
                    Worker = job.Worker,
                }),
            ],
            AttackImagesPerSecond = message.AttackImagesPerSecond,
            GradientEvaluationsPerSecond = message.GradientEvaluationsPerSecond,
            Elapsed = message.Elapsed,
            Remaining = message.Remaining,
            Waits = message.Waits,
        };
    }

    private static StudyProgressMessage Write(StudyProgress progress)
    {
        var jobs = progress.Jobs;
        return new StudyProgressMessage
        {
            Jobs = new JobCountsMessage
            {
                Waiting = jobs.Waiting, Ready = jobs.Ready, Leased = jobs.Leased, Done = jobs.Done, Failed = jobs.Failed,
                Cancelled = jobs.Cancelled, Unknown = jobs.Unknown, UnknownKind = jobs.UnknownKind,
            },
            Running =
            [
                .. progress.Running.Select(job => new RunningJobMessage
                {
                    Name = job.Name, Done = job.Done, Total = job.Total, Unit = job.Unit, Note = job.Note, Worker = job.Worker,
                }),
            ],
            AttackImagesPerSecond = progress.AttackImagesPerSecond,
            GradientEvaluationsPerSecond = progress.GradientEvaluationsPerSecond,
            Elapsed = progress.Elapsed,
            Remaining = progress.Remaining,
            Waits = progress.Waits,
        };
    }
}
