using Experiments.Contracts;

namespace Experiments.Ports;

/// <summary>The jobs of one study: a graph without circles, inputs before the jobs that read them.</summary>
public sealed record Plan
{
    /// <summary>The study's name.</summary>
    public required string Study { get; init; }

    /// <summary>The study's title; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>The validated study as canonical JSON, for the database.</summary>
    public required string Definition { get; init; }

    /// <summary>Who submits it, and what of others' it may drop.</summary>
    public SubmitOptions Submission { get; init; } = SubmitOptions.None;

    /// <summary>Each job once, in an order in which inputs come first.</summary>
    public required IReadOnlyList<PlannedJob> Jobs { get; init; }

    /// <summary>What the study calls the jobs; a job that serves several tables is named several times.</summary>
    public required IReadOnlyList<StudyJob> Names { get; init; }
}

/// <param name="Job">The job.</param>
/// <param name="Priority">Higher runs first: the estimated cost of the longest chain of jobs from here to the end of the study, so that
/// what takes longest starts first. No part of the key.</param>
public sealed record PlannedJob(Job Job, double Priority)
{
    /// <summary>The job's own estimated cost, in a unit that jobs of its kind share; 0 where it is not known. No part of the key.</summary>
    public double Cost { get; init; }

    /// <summary>Memory that it may take at its peak, in bytes, estimated; 0 where it is not known. No part of the key.</summary>
    public long MemoryBytes { get; init; }

    public JobSize Size => new(Job.Kind, Job.Device, Cost);
}

/// <summary>What tells how long a job may take.</summary>
/// <param name="Kind">Name of its kind.</param>
/// <param name="Device">What computes its networks.</param>
/// <param name="Cost">As <see cref="PlannedJob.Cost"/>.</param>
public sealed record JobSize(string Kind, string Device, double Cost);
