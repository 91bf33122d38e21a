namespace Experiments.Numerics;

/// <summary>A right operand of matrix products, laid out once for the kernel: for weights that many products share. Products with it have
/// the same bits as <see cref="MatrixProduct"/>'s.</summary>
public sealed unsafe class PackedMatrix
{
    private readonly KernelEngine _engine;
    private readonly float[] _memory;
    private readonly float* _panels;

    private PackedMatrix(KernelEngine engine, int k, int n)
    {
        (_engine, K, N) = (engine, k, n);
        _memory = ScratchBuffer.Allocate(engine.PackedLength(k, n), out _panels);
    }

    /// <summary>Length of the sums: rows of op(B).</summary>
    public int K { get; }

    /// <summary>Columns of op(B).</summary>
    public int N { get; }

    /// <summary>Packs B [k, n], or B [n, k] when <paramref name="transposed"/> (C = A B^T).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative size.</exception>
    /// <exception cref="ArgumentException">The span is shorter than its shape.</exception>
    public static PackedMatrix Pack(ReadOnlySpan<float> b, int k, int n, bool transposed) =>
        Pack(KernelEngine.Selected, b, k, n, transposed);

    internal static PackedMatrix Pack(KernelEngine engine, ReadOnlySpan<float> b, int k, int n, bool transposed)
    {
        Check.Length(b, nameof(b), k, n);
        var matrix = new PackedMatrix(engine, k, n);
        matrix.Repack(b, transposed, ComputeThreads.Single);
        return matrix;
    }

    /// <summary>Replaces the values by those of another B of the same shape, in the same memory. Not while a product with it
    /// runs.</summary>
    /// <exception cref="ArgumentException">The span is shorter than its shape.</exception>
    public void Repack(ReadOnlySpan<float> b, bool transposed, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Check.Length(b, nameof(b), K, N);
        fixed (float* values = b)
        {
            _engine.Pack(transposed ? new StridedMatrix(values, 1, K) : new StridedMatrix(values, N, 1), K, N, _panels, threads);
        }
        GC.KeepAlive(_memory);
    }

    /// <summary>C = A B, or C += A B, then the epilogue. Allocates nothing once a thread has done a product of the size.</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="a">[m, k].</param>
    /// <param name="c">[m, n]; must not overlap <paramref name="a"/>.</param>
    /// <param name="accumulate">Starts each sum from C instead of 0.</param>
    /// <param name="epilogue">Applied to each finished sum.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative size.</exception>
    /// <exception cref="ArgumentException">An operand is shorter than its shape, or C overlaps A.</exception>
    public void LeftMultiply(int m, ReadOnlySpan<float> a, Span<float> c, bool accumulate, Epilogue epilogue, ComputeThreads threads)
    {
        MatrixProduct.Multiply(_engine, transposedA: false, m, N, K, a, default, _panels, c, accumulate, epilogue, threads);
        GC.KeepAlive(_memory);
    }
}
