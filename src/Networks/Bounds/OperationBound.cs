namespace Experiments.Networks;

/// <summary>How far an operation can lengthen a change of its input: ||f(x + r) - f(x)|| is at most the value times ||r||, in Euclidean
/// norms. Of an operation on several values, for a change of any one.</summary>
/// <param name="Value">The bound, at least 0.</param>
/// <param name="Method">How it was found, for people.</param>
public sealed record OperationBound(double Value, string Method)
{
    /// <summary>The norm of the operator as it is, with zeros around the image, where <see cref="Value"/> is that of a periodic one, which
    /// is not smaller; null where there is nothing to tell apart.</summary>
    public double? ZeroPadded { get; init; }

    /// <summary>Every iteration behind the numbers came to its tolerance; otherwise they may be too small.</summary>
    public bool Converged { get; init; } = true;
}
