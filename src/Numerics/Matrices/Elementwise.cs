using System.Numerics;
using System.Runtime.InteropServices;

namespace Experiments.Numerics;

/// <summary>Elementwise operations on spans, each with the bits of the scalar expression in its summary.</summary>
public static class Elementwise
{
    /// <summary>y = y + x.</summary>
    public static void Add(ReadOnlySpan<float> x, Span<float> y)
    {
        x = x[..y.Length];
        var i = 0;
        for (; i + Vector<float>.Count <= y.Length; i += Vector<float>.Count)
        {
            (At(y, i) + At(x, i)).Put(y, i);
        }
        for (; i < y.Length; i++)
        {
            y[i] += x[i];
        }
    }

    /// <summary>y = f(y + x) for each of the rows that y consists of; x is one row.</summary>
    internal static void AddToRowsAndActivate(ReadOnlySpan<float> x, Activation activation, Span<float> y)
    {
        y = y[..(y.Length / x.Length * x.Length)];
        if (activation == Activation.Relu)
        {
            AddToRows<ReluStep>(x, y);
            return;
        }

        AddToRows<NoStep>(x, y);
        Activate(activation, y);
    }

    private static void AddToRows<TStep>(ReadOnlySpan<float> x, Span<float> y)
        where TStep : struct, IStep
    {
        for (var row = 0; row < y.Length; row += x.Length)
        {
            var j = 0;
            for (; j + Vector<float>.Count <= x.Length; j += Vector<float>.Count)
            {
                TStep.Apply(At(y, row + j) + At(x, j)).Put(y, row + j);
            }
            for (; j < x.Length; j++)
            {
                y[row + j] = TStep.Apply(y[row + j] + x[j]);
            }
        }
    }

    /// <summary>Adds the rows that x consists of, one after the other, to y.</summary>
    internal static void AddRows(ReadOnlySpan<float> x, Span<float> y)
    {
        x = x[..(x.Length / y.Length * y.Length)];
        var j = 0;
        for (; j + Vector<float>.Count <= y.Length; j += Vector<float>.Count)
        {
            var sum = At(y, j);
            for (var i = j; i < x.Length; i += y.Length)
            {
                sum += At(x, i);
            }
            sum.Put(y, j);
        }

        for (; j < y.Length; j++)
        {
            for (var i = j; i < x.Length; i += y.Length)
            {
                y[j] += x[i];
            }
        }
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
                VectorMath.Sigmoid(y, y);
                break;
            case Activation.Tanh:
                VectorMath.Tanh(y, y);
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

    private static void Relu(Span<float> y)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= y.Length; i += Vector<float>.Count)
        {
            ReluStep.Apply(At(y, i)).Put(y, i);
        }

        for (; i < y.Length; i++)
        {
            y[i] = ReluStep.Apply(y[i]);
        }
    }

    /// <summary>g = y &gt; 0 ? g : 0.</summary>
    private static void ReluDerivative(ReadOnlySpan<float> y, Span<float> g)
    {
        y = y[..g.Length];
        var i = 0;
        for (; i + Vector<float>.Count <= g.Length; i += Vector<float>.Count)
        {
            var keep = Vector.GreaterThan(At(y, i), Vector<float>.Zero);
            Vector.ConditionalSelect(keep, At(g, i), Vector<float>.Zero).Put(g, i);
        }

        for (; i < g.Length; i++)
        {
            g[i] = y[i] > 0 ? g[i] : 0;
        }
    }

    /// <summary>g = g (y (1 - y)).</summary>
    private static void SigmoidDerivative(ReadOnlySpan<float> y, Span<float> g)
    {
        y = y[..g.Length];
        var i = 0;
        for (; i + Vector<float>.Count <= g.Length; i += Vector<float>.Count)
        {
            var value = At(y, i);
            (At(g, i) * (value * (Vector<float>.One - value))).Put(g, i);
        }

        for (; i < g.Length; i++)
        {
            g[i] *= y[i] * (1 - y[i]);
        }
    }

    /// <summary>g = g (1 - y y).</summary>
    private static void TanhDerivative(ReadOnlySpan<float> y, Span<float> g)
    {
        y = y[..g.Length];
        var i = 0;
        for (; i + Vector<float>.Count <= g.Length; i += Vector<float>.Count)
        {
            var value = At(y, i);
            (At(g, i) * (Vector<float>.One - value * value)).Put(g, i);
        }

        for (; i < g.Length; i++)
        {
            g[i] *= 1 - y[i] * y[i];
        }
    }

    /// <summary>What happens to a value on its way back to memory.</summary>
    private interface IStep
    {
        static abstract Vector<float> Apply(Vector<float> value);

        static abstract float Apply(float value);
    }

    private readonly struct NoStep : IStep
    {
        public static Vector<float> Apply(Vector<float> value) => value;

        public static float Apply(float value) => value;
    }

    /// <summary>value &lt;= 0 ? 0 : value, so that -0 becomes 0 and NaN stays.</summary>
    private readonly struct ReluStep : IStep
    {
        public static Vector<float> Apply(Vector<float> value) =>
            Vector.ConditionalSelect(Vector.LessThanOrEqual(value, Vector<float>.Zero), Vector<float>.Zero, value);

        public static float Apply(float value) => value <= 0 ? 0 : value;
    }

    private static Vector<float> At(ReadOnlySpan<float> values, int i) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);

    private static void Put(this Vector<float> vector, Span<float> values, int i) =>
        vector.StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)i);

    private static ArgumentOutOfRangeException Unknown(Activation activation) =>
        new(nameof(activation), activation, $"activation is {(int)activation}; it must be a named value of {nameof(Activation)}");
}
