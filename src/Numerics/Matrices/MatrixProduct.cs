namespace Experiments.Numerics;

/// <summary>
/// Single-precision matrix products. Each element of C is accumulated over k from 0 up, one fused multiply-add per step, starting from 0 (or
/// from C when accumulating); so its bits depend on nothing but the operands.
/// </summary>
public static class MatrixProduct
{
    /// <summary>C = op(A) op(B), or C += op(A) op(B), then the epilogue.</summary>
    /// <param name="layout">Which operand is stored transposed.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="c">[m, n].</param>
    /// <param name="accumulate">Starts each sum from C instead of 0.</param>
    /// <param name="epilogue">Applied to each finished sum.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="ArgumentException">An operand is shorter than its shape.</exception>
    public static void Multiply(
        MatrixLayout layout, int m, int n, int k, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, bool accumulate, Epilogue epilogue, ComputePool pool)
    {
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = accumulate ? c[i * n + j] : 0f;
                for (var p = 0; p < k; p++)
                {
                    var left = layout == MatrixLayout.TransposedA ? a[p * m + i] : a[i * k + p];
                    var right = layout == MatrixLayout.TransposedB ? b[j * k + p] : b[p * n + j];
                    sum = MathF.FusedMultiplyAdd(left, right, sum);
                }

                c[i * n + j] = Apply(sum, epilogue, i * n + j, j);
            }
        }
    }

    private static float Apply(float sum, Epilogue epilogue, int at, int column)
    {
        if (!epilogue.DerivativeOf.IsEmpty)
        {
            var y = epilogue.DerivativeOf[at];
            return epilogue.Activation switch
            {
                Activation.Relu => y > 0 ? sum : 0,
                Activation.Sigmoid => sum * (y * (1 - y)),
                Activation.Tanh => sum * (1 - y * y),
                _ => sum,
            };
        }

        var z = epilogue.Bias.IsEmpty ? sum : sum + epilogue.Bias[column];
        return epilogue.Activation switch
        {
            Activation.Relu => MathF.Max(z, 0),
            Activation.Sigmoid => 1 / (1 + MathF.Exp(-z)),
            Activation.Tanh => MathF.Tanh(z),
            _ => z,
        };
    }
}
