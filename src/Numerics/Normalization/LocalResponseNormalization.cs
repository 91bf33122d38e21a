using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Experiments.Numerics;

/// <summary>
/// Normalisation across neighbouring channels of a pixel: y_i = x_i / (k + alpha sum_j x_j^2)^beta with j from i - size / 2 to i + size /
/// 2, as far as there are channels. A. Krizhevsky, I. Sutskever, G. Hinton, "ImageNet classification with deep convolutional neural
/// networks", 2012, section 3.3, whose constants are the defaults. (Other libraries divide alpha by size.)
/// </summary>
public sealed unsafe record LocalResponseNormalization
{
    private const int PixelGrain = 64;

    [ThreadStatic]
    private static ScratchBuffer t_scratch;

    /// <summary>Channels of a pixel, at least 1.</summary>
    public required int Channels { get; init; }

    /// <summary>Channels in a sum; odd, at least 1.</summary>
    /// <value>5.</value>
    public int Size { get; init; } = 5;

    /// <summary>At least 0.</summary>
    /// <value>1e-4.</value>
    public float Alpha { get; init; } = 1e-4f;

    /// <value>0.75.</value>
    public float Beta { get; init; } = 0.75f;

    /// <summary>Above 0.</summary>
    /// <value>2.</value>
    public float K { get; init; } = 2;

    /// <summary>y = normalised x.</summary>
    /// <param name="pixels">Pixels of all images.</param>
    /// <param name="x">[pixels, channels].</param>
    /// <param name="y">[pixels, channels]; must not overlap <paramref name="x"/>.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">A constant is out of its range, a span is shorter than its shape, or y overlaps x.</exception>
    public void Forward(int pixels, ReadOnlySpan<float> x, Span<float> y, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Validate();
        Check.Length(x, nameof(x), pixels, Channels);
        Check.Length(y, nameof(y), pixels, Channels);
        Check.NoOverlap(y, nameof(y), x, nameof(x));
        fixed (float* input = x, output = y)
        {
            threads.For(pixels, PixelGrain, new ForwardBody(this, input, output));
        }
    }

    /// <summary>d(loss)/dx from d(loss)/dy.</summary>
    /// <param name="pixels">Pixels of all images.</param>
    /// <param name="x">[pixels, channels], as in the forward pass.</param>
    /// <param name="dy">[pixels, channels].</param>
    /// <param name="dx">[pixels, channels]; must not overlap the others.</param>
    /// <param name="epilogue">Applied to the finished gradient, such as the derivative of the activation that gave x.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">A constant is out of its range, a span is shorter than its shape, or dx overlaps
    /// another.</exception>
    public void InputGradient(
        int pixels, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Epilogue epilogue, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Validate();
        Check.Gradient(pixels, x, Channels, dy, Channels, dx);
        epilogue.Require(pixels, Channels, Channels);
        fixed (float* input = x, gradient = dy, result = dx, bias = epilogue.Bias, derivativeOf = epilogue.DerivativeOf)
        {
            var pinned = new PinnedEpilogue(bias, epilogue.Activation, derivativeOf);
            threads.For(pixels, PixelGrain, new GradientBody(this, input, gradient, result, pinned));
        }
    }

    private void Validate()
    {
        Check.AtLeast(Channels, "channels", 1);
        Check.AtLeast(Size, "size", 1);
        if (Size % 2 == 0)
        {
            throw new ArgumentException($"size is {Size}; it must be odd");
        }
        if (!(Alpha >= 0 && float.IsFinite(Alpha)))
        {
            throw new ArgumentException($"alpha is {Alpha}; it must be at least 0 and finite");
        }
        if (!float.IsFinite(Beta))
        {
            throw new ArgumentException($"beta is {Beta}; it must be finite");
        }
        if (!(K > 0 && float.IsFinite(K)))
        {
            throw new ArgumentException($"k is {K}; it must be above 0 and finite");
        }
    }

    /// <summary>Channels with size / 2 zeros before and after them, so that every sum has the same shape.</summary>
    private int PaddedChannels => Channels + Size - 1;

    /// <summary>base_i = k + alpha sum_j x_j^2 and power_i = base_i^-beta, by this library's own exp and log.</summary>
    private void Powers(float* x, float* squares, float* bases, float* powers)
    {
        var half = Size / 2;
        new Span<float>(squares, PaddedChannels).Clear();
        for (var i = 0; i < Channels; i++)
        {
            squares[half + i] = x[i] * x[i];
        }

        WindowSums(squares, bases);
        var values = new Span<float>(bases, Channels);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = MathF.FusedMultiplyAdd(Alpha, values[i], K);
        }
        var logs = new Span<float>(powers, Channels);
        VectorMath.Log(values, logs);
        for (var i = 0; i < logs.Length; i++)
        {
            logs[i] *= -Beta;
        }
        VectorMath.Exp(logs, logs);
    }

    /// <summary>sums_i = padded_i + … + padded_(i + size - 1), from the left.</summary>
    private void WindowSums(float* padded, float* sums)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= Channels - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                WindowSum<MathLanes256, Vector256<float>>(padded + i).Store(sums + i);
            }
        }

        for (; i < Channels; i++)
        {
            sums[i] = WindowSum<MathLane, float>(padded + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T WindowSum<TLanes, T>(float* padded)
        where TLanes : struct, IMathLanes<T>
        where T : unmanaged
    {
        var sum = Unsafe.ReadUnaligned<T>(padded);
        for (var j = 1; j < Size; j++)
        {
            sum = TLanes.Add(sum, Unsafe.ReadUnaligned<T>(padded + j));
        }
        return sum;
    }

    private readonly struct ForwardBody(LocalResponseNormalization layer, float* x, float* y) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var squares = t_scratch.Rent(layer.PaddedChannels + layer.Channels);
            var bases = squares + layer.PaddedChannels;
            for (var pixel = start; pixel < end; pixel++)
            {
                var at = (nint)pixel * layer.Channels;
                layer.Powers(x + at, squares, bases, y + at);
                for (var i = 0; i < layer.Channels; i++)
                {
                    y[at + i] *= x[at + i];
                }
            }
        }
    }

    /// <summary>dx_i = dy_i power_i - 2 alpha beta x_i sum_j dy_j x_j power_j / base_j, over the j whose sums hold x_i: the same
    /// neighbours.</summary>
    private readonly struct GradientBody(LocalResponseNormalization layer, float* x, float* dy, float* dx, PinnedEpilogue epilogue)
        : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var channels = layer.Channels;
            var padded = t_scratch.Rent(layer.PaddedChannels + 2L * channels);
            var bases = padded + layer.PaddedChannels;
            var powers = bases + channels;
            var factor = -2 * layer.Alpha * layer.Beta;
            for (var pixel = start; pixel < end; pixel++)
            {
                var at = (nint)pixel * channels;
                var values = x + at;
                var gradients = dy + at;
                var results = dx + at;
                layer.Powers(values, padded, bases, powers);
                for (var i = 0; i < channels; i++)
                {
                    padded[layer.Size / 2 + i] = gradients[i] * values[i] * powers[i] / bases[i];
                }

                layer.WindowSums(padded, results);
                for (var i = 0; i < channels; i++)
                {
                    results[i] = MathF.FusedMultiplyAdd(factor * values[i], results[i], gradients[i] * powers[i]);
                }
                EpiloguePass.Apply(epilogue, dx, at, channels, channels);
            }
        }
    }
}
