using System.Numerics;
using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Activations that are not fused to a product.</summary>
internal static class ActivationFunction
{
    /// <summary>y = f(x), elementwise.</summary>
    public static void Apply(Activation activation, ReadOnlySpan<float> x, Span<float> y)
    {
        switch (activation)
        {
            case Activation.Sigmoid:
                VectorMath.Sigmoid(x, y);
                break;
            case Activation.Tanh:
                VectorMath.Tanh(x, y);
                break;
            case Activation.Relu:
                Rectify(x, y);
                break;
            default:
                x.CopyTo(y);
                break;
        }
    }

    private static void Rectify(ReadOnlySpan<float> x, Span<float> y)
    {
        var i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Max(new Vector<float>(x[i..]), Vector<float>.Zero).CopyTo(y[i..]);
        for (; i < x.Length; i++)
            y[i] = MathF.Max(x[i], 0);
    }
}
