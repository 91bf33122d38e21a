using System.Numerics;

namespace Experiments.Numerics;

/// <summary>Elementwise operations on spans, each with the bits of the scalar expression in its summary.</summary>
internal static class Elementwise
{
    /// <summary>y = y + x.</summary>
    public static void Add(ReadOnlySpan<float> x, Span<float> y)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= y.Length; i += Vector<float>.Count)
            (new Vector<float>(y[i..]) + new Vector<float>(x[i..])).CopyTo(y[i..]);
        for (; i < y.Length; i++)
            y[i] += x[i];
    }

    /// <summary>y = f(y).</summary>
    public static void Activate(Activation activation, Span<float> y)
    {
        switch (activation)
        {
            case Activation.Identity:
                break;
            case Activation.Relu:
                Relu(y);
                break;
            case Activation.Sigmoid:
                for (var i = 0; i < y.Length; i++)
                    y[i] = 1 / (1 + MathF.Exp(-y[i]));
                break;
            case Activation.Tanh:
                for (var i = 0; i < y.Length; i++)
                    y[i] = MathF.Tanh(y[i]);
                break;
            default:
                throw Unknown(activation);
        }
    }

    /// <summary>g = g f'(z), with f' written in terms of y = f(z).</summary>
    public static void MultiplyByDerivative(Activation activation, ReadOnlySpan<float> y, Span<float> g)
    {
        switch (activation)
        {
            case Activation.Identity:
                break;
            case Activation.Relu:
                ReluDerivative(y, g);
                break;
            case Activation.Sigmoid:
                SigmoidDerivative(y, g);
                break;
            case Activation.Tanh:
                TanhDerivative(y, g);
                break;
            default:
                throw Unknown(activation);
        }
    }

    /// <summary>y = y &lt;= 0 ? 0 : y, so that -0 becomes 0 and NaN stays.</summary>
    private static void Relu(Span<float> y)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= y.Length; i += Vector<float>.Count)
        {
            var value = new Vector<float>(y[i..]);
            Vector.ConditionalSelect(Vector.LessThanOrEqual(value, Vector<float>.Zero), Vector<float>.Zero, value).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
            y[i] = y[i] <= 0 ? 0 : y[i];
    }

    /// <summary>g = y &gt; 0 ? g : 0.</summary>
    private static void ReluDerivative(ReadOnlySpan<float> y, Span<float> g)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= g.Length; i += Vector<float>.Count)
        {
            var keep = Vector.GreaterThan(new Vector<float>(y[i..]), Vector<float>.Zero);
            Vector.ConditionalSelect(keep, new Vector<float>(g[i..]), Vector<float>.Zero).CopyTo(g[i..]);
        }

        for (; i < g.Length; i++)
            g[i] = y[i] > 0 ? g[i] : 0;
    }

    /// <summary>g = g (y (1 - y)).</summary>
    private static void SigmoidDerivative(ReadOnlySpan<float> y, Span<float> g)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= g.Length; i += Vector<float>.Count)
        {
            var value = new Vector<float>(y[i..]);
            (new Vector<float>(g[i..]) * (value * (Vector<float>.One - value))).CopyTo(g[i..]);
        }

        for (; i < g.Length; i++)
            g[i] *= y[i] * (1 - y[i]);
    }

    /// <summary>g = g (1 - y y).</summary>
    private static void TanhDerivative(ReadOnlySpan<float> y, Span<float> g)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= g.Length; i += Vector<float>.Count)
        {
            var value = new Vector<float>(y[i..]);
            (new Vector<float>(g[i..]) * (Vector<float>.One - value * value)).CopyTo(g[i..]);
        }

        for (; i < g.Length; i++)
            g[i] *= 1 - y[i] * y[i];
    }

    private static ArgumentOutOfRangeException Unknown(Activation activation)
        => new(nameof(activation), activation, $"activation is {(int)activation}; it must be a named value of {nameof(Activation)}");
}
