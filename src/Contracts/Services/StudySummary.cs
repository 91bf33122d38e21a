namespace Experiments.Contracts;

/// <summary>Where a study stands.</summary>
public sealed record StudySummary
{
    public required string Name { get; init; }

    public string? Title { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required JobCounts Jobs { get; init; }

    /// <summary>What the study needs and this process has not, for people; null for nothing.</summary>
    public string? Missing { get; init; }
}

/// <summary>Jobs by state.</summary>
public sealed record JobCounts(int Waiting, int Ready, int Leased, int Done, int Failed, int Cancelled)
{
    public int Total => Waiting + Ready + Leased + Done + Failed + Cancelled;

    /// <summary>Nothing can run any more. Jobs behind a failed one stay waiting for ever.</summary>
    public bool Finished => Ready == 0 && Leased == 0 && (Waiting == 0 || Failed > 0);

    /// <summary>As <see cref="Finished"/>, or stopped with cancelled jobs: nobody has to run the study on.</summary>
    public bool Over => Finished || this is { Ready: 0, Leased: 0, Cancelled: > 0 };
}
