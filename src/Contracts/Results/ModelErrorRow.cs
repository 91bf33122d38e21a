namespace Experiments.Contracts;

/// <summary>How often a network errs on a slice of clean data.</summary>
public sealed record ModelErrorRow : ResultRow
{
    /// <summary>The training job of the network.</summary>
    public required JobKey Model { get; init; }

    /// <summary>The images in canonical form: <c>mnist/test[0..10000)</c>.</summary>
    public required string Data { get; init; }

    public required int Images { get; init; }

    public required int Errors { get; init; }

    /// <summary>What computed the network's answers: <c>cpu</c> or <c>torch</c>.</summary>
    public string Backend { get; init; } = "cpu";

    /// <summary>Whether the study computed again anywhere gives the same row.</summary>
    public bool Deterministic { get; init; } = true;
}
