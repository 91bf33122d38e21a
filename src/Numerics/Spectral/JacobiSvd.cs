namespace Experiments.Numerics;

/// <summary>
/// Singular values and right singular vectors of a small matrix by one-sided Jacobi rotations, in double precision: M. R. Hestenes,
/// "Inversion of matrices by biorthogonalization and related results", 1958. Slow and accurate to a few units of 1e-16 of the largest
/// value: for the small problems inside iterations, and as an oracle.
/// </summary>
public sealed class JacobiSvd
{
    private const double Tolerance = 1e-15;
    private const int MaxSweeps = 60;

    private JacobiSvd(double[] values, double[] rightVectors) => (Values, RightVectors) = (values, rightVectors);

    /// <summary>[columns], in falling order.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>[columns, columns]: row i belongs to value i.</summary>
    public ReadOnlyMemory<double> RightVectors { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="a">[rows, columns].</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static JacobiSvd Of(ReadOnlySpan<double> a, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (a.Length != (long)rows * columns)
        {
            throw new ArgumentException($"a has {a.Length} values; it must have {rows} x {columns}", nameof(a));
        }

        // Columns of A and of V lie in rows here, so that a rotation runs along memory.
        var (work, v) = (new double[columns * rows], new double[columns * columns]);
        for (var j = 0; j < columns; j++)
        {
            v[j * columns + j] = 1;
            for (var i = 0; i < rows; i++)
            {
                work[j * rows + i] = a[i * columns + j];
            }
        }

        for (var sweep = 0; sweep < MaxSweeps && Sweep(work, v, rows, columns); sweep++)
        {
        }

        return Sorted(work, v, rows, columns);
    }

    /// <summary>Makes each pair of columns orthogonal once; true when one was not.</summary>
    private static bool Sweep(double[] work, double[] v, int rows, int columns)
    {
        var rotated = false;
        for (var p = 0; p < columns - 1; p++)
        {
            for (var q = p + 1; q < columns; q++)
            {
                var first = work.AsSpan(p * rows, rows);
                var second = work.AsSpan(q * rows, rows);
                var (alpha, beta, gamma) =
                    (DoubleVectors.Dot(first, first), DoubleVectors.Dot(second, second), DoubleVectors.Dot(first, second));
                if (Math.Abs(gamma) <= Tolerance * Math.Sqrt(alpha * beta))
                {
                    continue;
                }

                rotated = true;
                var zeta = (beta - alpha) / (2 * gamma);
                var t = (zeta >= 0 ? 1 : -1) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
                var c = 1 / Math.Sqrt(1 + t * t);
                Rotate(first, second, c, c * t);
                Rotate(v.AsSpan(p * columns, columns), v.AsSpan(q * columns, columns), c, c * t);
            }
        }

        return rotated;
    }

    private static void Rotate(Span<double> first, Span<double> second, double c, double s)
    {
        for (var i = 0; i < first.Length; i++)
        {
            (first[i], second[i]) = (c * first[i] - s * second[i], s * first[i] + c * second[i]);
        }
    }

    private static JacobiSvd Sorted(double[] work, double[] v, int rows, int columns)
    {
        var norms = new double[columns];
        for (var j = 0; j < columns; j++)
        {
            norms[j] = Math.Sqrt(DoubleVectors.Dot(work.AsSpan(j * rows, rows), work.AsSpan(j * rows, rows)));
        }

        // Stable, so equal values keep their order.
        int[] order = [.. Enumerable.Range(0, columns).OrderByDescending(j => norms[j])];
        var vectors = new double[columns * columns];
        for (var i = 0; i < columns; i++)
        {
            v.AsSpan(order[i] * columns, columns).CopyTo(vectors.AsSpan(i * columns));
        }
        return new JacobiSvd([.. order.Select(j => norms[j])], vectors);
    }
}
