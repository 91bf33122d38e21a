namespace Experiments.Numerics;

/// <summary>A linear map and its transpose: all that an iteration for its norm needs. One call at a time.</summary>
public interface ILinearOperator
{
    /// <summary>Length of x.</summary>
    int Inputs { get; }

    /// <summary>Length of y.</summary>
    int Outputs { get; }

    /// <summary>y = A x.</summary>
    /// <param name="x">[inputs].</param>
    /// <param name="y">[outputs], overwritten.</param>
    void Apply(ReadOnlySpan<double> x, Span<double> y);

    /// <summary>x = A^T y.</summary>
    /// <param name="y">[outputs].</param>
    /// <param name="x">[inputs], overwritten.</param>
    void ApplyTransposed(ReadOnlySpan<double> y, Span<double> x);
}
