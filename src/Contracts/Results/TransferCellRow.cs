namespace Experiments.Contracts;

/// <summary>
/// One cell of a transfer matrix: a set of perturbed images fed to a victim model. Every rate has its denominator; the interval is Wilson's
/// at 95 % for <see cref="Errors"/> out of <see cref="Images"/>.
/// </summary>
public sealed record TransferCellRow : ResultRow
{
    /// <summary>The job that collected the set.</summary>
    public required JobKey Set { get; init; }

    /// <summary>The training job of the victim model.</summary>
    public required JobKey Victim { get; init; }

    public required int Images { get; init; }

    /// <summary>Perturbed images whose class by the victim is not the true class.</summary>
    public required int Errors { get; init; }

    public required double ErrorRateLow { get; init; }

    public required double ErrorRateHigh { get; init; }

    /// <summary>Perturbed images whose clean image the victim classifies correctly: the denominator without the victim's own errors.</summary>
    public required int VictimCorrect { get; init; }

    /// <summary>Errors among <see cref="VictimCorrect"/>: the images that the perturbation, not the victim, is to blame for.</summary>
    public required int ErrorsAmongVictimCorrect { get; init; }

    /// <summary>Perturbed images that the victim gives the attack's target class; null where the attack has no target class.</summary>
    public required int? TargetHits { get; init; }

    /// <summary>What computed the victim's answers: <c>cpu</c> or <c>torch</c>.</summary>
    public string Backend { get; init; } = "cpu";

    /// <summary>Whether the study computed again anywhere gives the same row.</summary>
    public bool Deterministic { get; init; } = true;
}
