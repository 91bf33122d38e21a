namespace Experiments.Contracts;

/// <summary>A point of the curve behind a <see cref="TransferDistanceRow"/>: the share of images fooled within a limit.</summary>
public sealed record TransferDistancePointRow : ResultRow
{
    /// <summary><c>magnification</c>, or <c>distortion</c>: root mean square change per pixel.</summary>
    public required string Axis { get; init; }

    /// <summary>Counted from 0 along the axis.</summary>
    public required int Step { get; init; }

    public required double Limit { get; init; }

    /// <summary>Images whose clean original the victim classifies correctly.</summary>
    public required int Images { get; init; }

    /// <summary>Of these, images that are misread at some magnification within the limit.</summary>
    public required int Fooled { get; init; }

    /// <summary>Wilson's interval at 95 % for <see cref="Fooled"/> out of <see cref="Images"/>; 0 to 1 without images.</summary>
    public required double RateLow { get; init; }

    public required double RateHigh { get; init; }
}
