using System.Runtime.Intrinsics;

namespace Experiments.Numerics.Tests;

internal delegate void SpanFunction(ReadOnlySpan<float> x, Span<float> y);

/// <summary>One of the elementwise functions at every width, with its reference and the bound that its documentation states.</summary>
internal sealed record MathFunction(
    SpanFunction Span,
    Func<float, float> Scalar,
    Func<Vector512<float>, Vector512<float>> Lanes512,
    Func<Vector256<float>, Vector256<float>> Lanes256,
    Func<Vector128<float>, Vector128<float>> Lanes128,
    Func<double, double> Reference,
    double MaxUlp)
{
    public static IReadOnlyDictionary<string, MathFunction> All { get; } = new Dictionary<string, MathFunction>
    {
        ["exp"] = new(VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, Math.Exp, 1.1),
        ["log"] = new(
            VectorMath.Log,
            VectorMath.Log,
            LaneMath.Log<MathLanes512, Vector512<float>>,
            LaneMath.Log<MathLanes256, Vector256<float>>,
            LaneMath.Log<MathLanes128, Vector128<float>>,
            Math.Log,
            0.9),
        ["sigmoid"] = new(VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, Sigmoid, 1.6),
        ["tanh"] = new(VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, Math.Tanh, 1.6),
    };

    private static double Sigmoid(double x)
    {
        var e = Math.Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }
}
