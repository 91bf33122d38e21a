namespace Experiments.Ports;

/// <summary>How far a job in hand is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; an upper bound where a stop rule can end it earlier.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Note">The latest figure; null for none.</param>
public sealed record JobActivity(int Done, int Total, string Unit, string? Note)
{
    /// <summary>The unit of attacks.</summary>
    public const string Images = "images";

    /// <summary>A job of which nothing is known yet.</summary>
    public static JobActivity Started { get; } = new(0, 0, "", null);
}
