namespace Experiments.Contracts;

/// <summary>What a study calls a job: the names are the study's, the job is shared by all studies that need it. One row per study, role and
/// set of names; tables and pictures find their rows through it.</summary>
public sealed record StudyJob
{
    public required JobKey Job { get; init; }

    /// <summary>The job's kind, repeated for queries.</summary>
    public required string Kind { get; init; }

    /// <summary>Position in the plan; tables keep this order.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The replicate that the job belongs to, from 1; 1 in a study without replicates.</summary>
    public int Replicate { get; init; } = 1;

    /// <summary>The transfer table or analysis that the job serves; null for training and errors on clean data.</summary>
    public string? Table { get; init; }

    /// <summary>The model that is trained or evaluated; null for other kinds.</summary>
    public string? Model { get; init; }

    /// <summary>The source model; null for controls.</summary>
    public string? Source { get; init; }

    public string? Attack { get; init; }

    public string? Victim { get; init; }

    /// <summary>The study's name for the data that is read.</summary>
    public string? Data { get; init; }
}
