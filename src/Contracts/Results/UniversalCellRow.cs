namespace Experiments.Contracts;

/// <summary>One kind of perturbation, the same size for all, added to images that it was not made for and fed to a victim.</summary>
public sealed record UniversalCellRow : ResultRow
{
    /// <summary>
    /// <c>universal</c>: one perturbation made for all images; <c>mean</c>: the mean of the source's perturbations; <c>other-image</c>: the perturbation of another image; <c>random</c>: a random direction for each
    /// image, the control.
    /// </summary>
    public required string Perturbation { get; init; }

    /// <summary>The training job of the network that the perturbations were made on.</summary>
    public required JobKey Source { get; init; }

    /// <summary>The training job of the victim model.</summary>
    public required JobKey Victim { get; init; }

    /// <summary>Perturbed images.</summary>
    public required int Images { get; init; }

    /// <summary>Images whose class by the victim changes.</summary>
    public required int Fooled { get; init; }

    /// <summary>Wilson's interval at 95 % for <see cref="Fooled"/> out of <see cref="Images"/>.</summary>
    public required double FoolingRateLow { get; init; }

    public required double FoolingRateHigh { get; init; }

    /// <summary>Images that the victim classifies correctly before the change.</summary>
    public required int VictimCorrect { get; init; }

    /// <summary>Of these, images that it misclassifies afterwards.</summary>
    public required int ErrorsAmongVictimCorrect { get; init; }

    /// <summary>Mean root mean square change per pixel, after clipping to [0, 1].</summary>
    public required double MeanDistortion { get; init; }
}
