namespace Experiments.Numerics;

/// <summary>
/// A right operand of matrix products, laid out once for the kernel: for weights that many products share. Products with it have the same bits
/// as <see cref="MatrixProduct.Multiply"/>.
/// </summary>
public sealed class PackedMatrix
{
    private readonly float[] _rows;

    private PackedMatrix(float[] rows, int k, int n) => (_rows, K, N) = (rows, k, n);

    /// <summary>Length of the sums: rows of op(B).</summary>
    public int K { get; }

    /// <summary>Columns of op(B).</summary>
    public int N { get; }

    /// <summary>Packs B [k, n], or B [n, k] when <paramref name="transposed"/> (C = A B^T).</summary>
    /// <exception cref="ArgumentException">The span is shorter than its shape.</exception>
    public static PackedMatrix Pack(ReadOnlySpan<float> b, int k, int n, bool transposed)
    {
        var rows = new float[k * n];
        for (var p = 0; p < k; p++)
        {
            for (var j = 0; j < n; j++)
            {
                rows[p * n + j] = transposed ? b[j * k + p] : b[p * n + j];
            }
        }

        return new PackedMatrix(rows, k, n);
    }

    /// <summary>C = A B, or C += A B, then the epilogue.</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="a">[m, k].</param>
    /// <param name="c">[m, n].</param>
    /// <param name="accumulate">Starts each sum from C instead of 0.</param>
    /// <param name="epilogue">Applied to each finished sum.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="ArgumentException">An operand is shorter than its shape.</exception>
    public void LeftMultiply(int m, ReadOnlySpan<float> a, Span<float> c, bool accumulate, Epilogue epilogue, ComputePool pool)
        => MatrixProduct.Multiply(MatrixLayout.Plain, m, N, K, a, _rows, c, accumulate, epilogue, pool);
}
