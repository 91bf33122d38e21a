namespace Experiments.Numerics;

/// <summary>What <see cref="BoxLbfgs.Advance"/> made of a trial.</summary>
public enum LbfgsStep
{
    /// <summary>The trial is the new point.</summary>
    Accepted,

    /// <summary>A shorter step along the same path is to be tried.</summary>
    Shortened,

    /// <summary>No step along this path lowers the objective; the point stays.</summary>
    Stalled,
}
