namespace Experiments.Numerics;

/// <summary>The largest singular value of a linear map, as an iteration found it.</summary>
/// <param name="Value">Never above the true one, but for rounding.</param>
/// <param name="RelativeResidual">||A^T A v - s^2 v|| / (2 s^2) for the value s and its unit vector v: some singular value lies within this
/// fraction of s. The error of s itself goes with its square.</param>
/// <param name="Products">How often A and its transpose were applied, each pair counted once.</param>
/// <param name="Converged">The residual is within the tolerance asked for.</param>
public readonly record struct NormEstimate(double Value, double RelativeResidual, int Products, bool Converged);

/// <summary>
/// Largest singular values by power iteration, accelerated: in place of the last power of A^T A alone, the best combination of all powers
/// since the last restart is taken (C. Lanczos, "An iteration method for the solution of the eigenvalue problem", 1950), which converges in
/// the square root of the products. Restarted with its own result, so that the memory is bounded; basis vectors are kept orthogonal by
/// doing it twice. In double precision.
/// </summary>
public static class OperatorNorm
{
    private const int CycleProducts = 32;
    private const int MaxCycles = 100;

    /// <summary>A norm below this fraction of what went in is rounding.</summary>
    private const double Exhausted = 1e-13;

    /// <summary>The Euclidean operator norm of <paramref name="a"/>.</summary>
    /// <param name="a">Finite values.</param>
    /// <param name="tolerance">What <see cref="NormEstimate.RelativeResidual"/> has to come to, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is out of range.</exception>
    public static NormEstimate Largest(ILinearOperator a, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (!(tolerance > 0 && tolerance < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(tolerance), tolerance, $"tolerance is {tolerance}; it must be above 0 and below 1.");
        }

        var krylov = new KrylovBasis(new SquaredOperator(a), CycleProducts);
        krylov.StartAtRandom();
        var products = 0;
        for (var cycle = 1; ; cycle++)
        {
            var ritz = krylov.Run(Exhausted);
            products += ritz.Steps;
            var residual = ritz.Value > 0 ? ritz.Residual / (2 * ritz.Value) : 0;
            if (residual <= tolerance || cycle == MaxCycles)
            {
                return new NormEstimate(Math.Sqrt(Math.Max(ritz.Value, 0)), residual, products, residual <= tolerance);
            }
        }
    }

    /// <summary>A^T A or A A^T, whichever is smaller.</summary>
    private sealed class SquaredOperator(ILinearOperator a) : ISymmetricOperator
    {
        private readonly bool _onInputs = a.Inputs <= a.Outputs;
        private readonly double[] _between = new double[Math.Max(a.Inputs, a.Outputs)];

        public int Length => _onInputs ? a.Inputs : a.Outputs;

        public void Apply(ReadOnlySpan<double> v, Span<double> result)
        {
            if (_onInputs)
            {
                a.Apply(v, _between.AsSpan(0, a.Outputs));
                a.ApplyTransposed(_between.AsSpan(0, a.Outputs), result);
            }
            else
            {
                a.ApplyTransposed(v, _between.AsSpan(0, a.Inputs));
                a.Apply(_between.AsSpan(0, a.Inputs), result);
            }
        }
    }
}
