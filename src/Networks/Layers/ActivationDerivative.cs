using System.Numerics;
using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>The chain rule through an activation, for gradients that do not come out of a matrix product.</summary>
internal static class ActivationDerivative
{
    /// <summary>gradient *= f'(z), with f' in terms of the outputs y = f(z). Elementwise, so the bits do not depend on the vector width.</summary>
    public static void Multiply(Activation activation, ReadOnlySpan<float> y, Span<float> gradient)
    {
        if (activation == Activation.Identity)
            return;

        var i = 0;
        for (; i <= gradient.Length - Vector<float>.Count; i += Vector<float>.Count)
            Product(activation, new Vector<float>(y[i..]), new Vector<float>(gradient[i..])).CopyTo(gradient[i..]);
        for (; i < gradient.Length; i++)
            gradient[i] = Product(activation, y[i], gradient[i]);
    }

    public static Vector<float> Product(Activation activation, Vector<float> y, Vector<float> g) => activation switch
    {
        Activation.Relu => Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), g, Vector<float>.Zero),
        Activation.Sigmoid => g * (y * (Vector<float>.One - y)),
        Activation.Tanh => g * (Vector<float>.One - y * y),
        _ => g,
    };

    public static float Product(Activation activation, float y, float g) => activation switch
    {
        Activation.Relu => y > 0 ? g : 0,
        Activation.Sigmoid => g * (y * (1 - y)),
        Activation.Tanh => g * (1 - y * y),
        _ => g,
    };
}
