namespace Experiments.Numerics.Tests;

/// <summary>The contract of a product, word for word: one fused multiply-add per k, in order, from 0 or from C.</summary>
internal static class NaiveProduct
{
    public static float[] Multiply(MatrixLayout layout, int m, int n, int k, float[] a, float[] b, float[] c, bool accumulate)
    {
        var result = new float[m * n];
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

                result[i * n + j] = sum;
            }
        }

        return result;
    }
}
