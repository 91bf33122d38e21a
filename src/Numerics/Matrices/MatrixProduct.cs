namespace Experiments.Numerics;

/// <summary>Single-precision matrix products. Each element of C is accumulated over k from 0 up, one fused multiply-add per step, starting
/// from 0 (or from C when accumulating); so its bits depend on nothing but the operands.</summary>
public static unsafe class MatrixProduct
{
    /// <summary>C = op(A) op(B), or C += op(A) op(B), then the epilogue. Allocates nothing once a thread has done a product of the
    /// size.</summary>
    /// <param name="layout">Which operand is stored transposed.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="c">[m, n]; must not overlap an operand.</param>
    /// <param name="accumulate">Starts each sum from C instead of 0.</param>
    /// <param name="epilogue">Applied to each finished sum.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative size.</exception>
    /// <exception cref="ArgumentException">An operand is shorter than its shape, or C overlaps one.</exception>
    public static void Multiply(
        MatrixLayout layout, int m, int n, int k, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, bool accumulate,
        Epilogue epilogue, ComputeThreads threads) =>
        Multiply(KernelEngine.Selected, layout, m, n, k, a, b, c, accumulate, epilogue, threads);

    internal static void Multiply(
        KernelEngine engine,
        MatrixLayout layout,
        int m,
        int n,
        int k,
        ReadOnlySpan<float> a,
        ReadOnlySpan<float> b,
        Span<float> c,
        bool accumulate,
        Epilogue epilogue,
        ComputeThreads threads)
    {
        Check.Length(b, nameof(b), k, n);
        Check.NoOverlap(c, nameof(c), b, nameof(b));
        fixed (float* right = b)
        {
            var operand = layout == MatrixLayout.TransposedB ? new StridedMatrix(right, 1, k) : new StridedMatrix(right, n, 1);
            Multiply(engine, layout == MatrixLayout.TransposedA, m, n, k, a, operand, null, c, accumulate, epilogue, threads);
        }
    }

    /// <summary>The product with B as it is in memory, or as panels.</summary>
    internal static void Multiply(
        KernelEngine engine,
        bool transposedA,
        int m,
        int n,
        int k,
        ReadOnlySpan<float> a,
        StridedMatrix b,
        float* packedB,
        Span<float> c,
        bool accumulate,
        Epilogue epilogue,
        ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check.Length(a, nameof(a), m, k);
        Check.Length(c, nameof(c), m, n);
        Check.NoOverlap(c, nameof(c), a, nameof(a));
        epilogue.Require(m, n, n);
        if (m == 0 || n == 0)
        {
            return;
        }

        fixed (float* left = a, result = c, bias = epilogue.Bias, derivativeOf = epilogue.DerivativeOf)
        {
            var operand = transposedA ? new StridedMatrix(left, 1, m) : new StridedMatrix(left, k, 1);
            var pinned = new PinnedEpilogue(bias, epilogue.Activation, derivativeOf);
            engine.Multiply(new Product(m, n, k, operand, b, packedB, result, accumulate, pinned), threads);
        }
    }
}
