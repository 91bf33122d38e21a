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
}
