namespace Experiments.Numerics;

/// <summary>
/// Subtractive, then divisive normalisation over a neighbourhood of all channels: g = x - G x; y = g / max(floor, sqrt(G g^2)), where G is
/// the mean over channels, weighted over a window of pixels by a Gaussian whose weights add up to 1; pixels outside of the image count as
/// 0. K. Jarrett et al., "What is the best multi-stage architecture for object recognition?", ICCV 2009; in the form of Q. V. Le et al.,
/// 2012, arXiv:1112.6209, with its floor of 0.01.
/// </summary>
public sealed unsafe record LocalContrastNormalization
{
    [ThreadStatic]
    private static ScratchBuffer t_scratch;

    /// <summary>Channels, at least 1.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows, at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>Columns, at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Rows and columns of the window; odd, at least 1.</summary>
    /// <value>5.</value>
    public int Size { get; init; } = 5;

    /// <summary>Standard deviation of the Gaussian in pixels, above 0.</summary>
    /// <value>1.</value>
    public float Sigma { get; init; } = 1;

    /// <summary>The least divisor, above 0.</summary>
    /// <value>0.01.</value>
    public float Floor { get; init; } = 0.01f;

    /// <summary>Floats of one image.</summary>
    public int Length => checked(Height * Width * Channels);

    private int Pixels => Height * Width;

    /// <summary>y = normalised x.</summary>
    /// <param name="n">Images.</param>
    /// <param name="x">[n, height, width, channels].</param>
    /// <param name="y">[n, height, width, channels]; must not overlap <paramref name="x"/>.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">A constant is out of its range, a span is shorter than its shape, or y overlaps x.</exception>
    public void Forward(int n, ReadOnlySpan<float> x, Span<float> y, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Validate();
        Check.Length(x, nameof(x), n, Length);
        Check.Length(y, nameof(y), n, Length);
        Check.NoOverlap(y, nameof(y), x, nameof(x));
        fixed (float* input = x, output = y)
        {
            threads.For(n, 1, new ForwardBody(this, input, output));
        }
    }

    /// <summary>d(loss)/dx from d(loss)/dy.</summary>
    /// <param name="n">Images.</param>
    /// <param name="x">[n, height, width, channels], as in the forward pass.</param>
    /// <param name="dy">[n, height, width, channels].</param>
    /// <param name="dx">[n, height, width, channels]; must not overlap the others.</param>
    /// <param name="epilogue">Applied to the finished gradient, such as the derivative of the activation that gave x.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">A constant is out of its range, a span is shorter than its shape, or dx overlaps
    /// another.</exception>
    public void InputGradient(
        int n, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Epilogue epilogue, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Validate();
        Check.Gradient(n, x, Length, dy, Length, dx);
        epilogue.Require(n, Length, Channels);
        fixed (float* input = x, gradient = dy, result = dx, bias = epilogue.Bias, derivativeOf = epilogue.DerivativeOf)
        {
            var pinned = new PinnedEpilogue(bias, epilogue.Activation, derivativeOf);
            threads.For(n, 1, new GradientBody(this, input, gradient, result, pinned));
        }
    }

    private void Validate()
    {
        Check.AtLeast(Channels, "channels", 1);
        Check.AtLeast(Height, "height", 1);
        Check.AtLeast(Width, "width", 1);
        Check.AtLeast(Size, "size", 1);
        if (Size % 2 == 0)
        {
            throw new ArgumentException($"size is {Size}; it must be odd");
        }
        if (!(Sigma > 0 && float.IsFinite(Sigma)))
        {
            throw new ArgumentException($"sigma is {Sigma}; it must be above 0 and finite");
        }
        if (!(Floor > 0 && float.IsFinite(Floor)))
        {
            throw new ArgumentException($"floor is {Floor}; it must be above 0 and finite");
        }
    }

    private Span<float> Map(float* at) => new(at, Pixels);

    /// <summary>Writes g = x - G x.</summary>
    private void Center(float* x, float* g, PixelBlur blur, float* map, float* blurred)
    {
        for (var p = 0; p < Pixels; p++)
        {
            map[p] = Reduction.Sum(new ReadOnlySpan<float>(x + (nint)p * Channels, Channels)) / Channels;
        }
        blur.Apply(Map(map), Map(blurred));
        for (var p = 0; p < Pixels; p++)
        {
            var at = (nint)p * Channels;
            for (var c = 0; c < Channels; c++)
            {
                g[at + c] = x[at + c] - blurred[p];
            }
        }
    }

    /// <summary>Writes sqrt(G g^2), without the floor.</summary>
    private void Deviations(float* g, PixelBlur blur, float* map, float* deviations)
    {
        for (var p = 0; p < Pixels; p++)
        {
            map[p] = Reduction.SumOfSquares(new ReadOnlySpan<float>(g + (nint)p * Channels, Channels)) / Channels;
        }
        blur.Apply(Map(map), Map(deviations));
        for (var p = 0; p < Pixels; p++)
        {
            deviations[p] = MathF.Sqrt(deviations[p]);
        }
    }

    private readonly struct ForwardBody(LocalContrastNormalization layer, float* x, float* y) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var blurLength = PixelBlur.ScratchLength(layer.Height, layer.Width, layer.Size);
            var map = t_scratch.Rent(2L * layer.Pixels + blurLength);
            var deviations = map + layer.Pixels;
            var blur = new PixelBlur(layer.Height, layer.Width, layer.Size, layer.Sigma, deviations + layer.Pixels);
            for (var image = start; image < end; image++)
            {
                var output = y + (nint)image * layer.Length;
                layer.Center(x + (nint)image * layer.Length, output, blur, map, deviations);
                layer.Deviations(output, blur, map, deviations);
                for (var p = 0; p < layer.Pixels; p++)
                {
                    var divisor = MathF.Max(layer.Floor, deviations[p]);
                    for (var c = 0; c < layer.Channels; c++)
                    {
                        output[(nint)p * layer.Channels + c] /= divisor;
                    }
                }
            }
        }
    }

    /// <summary>
    /// With d = max(floor, s), s = sqrt(G g^2): dg = dy / d + 2 g G'(ds / (2 s)), ds = -(dy . g) / d^2 where s is above the floor; dx = dg
    /// - G' dg. G' = G, because the window is symmetric.
    /// </summary>
    private readonly struct GradientBody(LocalContrastNormalization layer, float* x, float* dy, float* dx, PinnedEpilogue epilogue)
        : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var pixels = layer.Pixels;
            var blurLength = PixelBlur.ScratchLength(layer.Height, layer.Width, layer.Size);
            var g = t_scratch.Rent(layer.Length + 3L * pixels + blurLength);
            var map = g + layer.Length;
            var deviations = map + pixels;
            var blurred = deviations + pixels;
            var blur = new PixelBlur(layer.Height, layer.Width, layer.Size, layer.Sigma, blurred + pixels);
            for (var image = start; image < end; image++)
            {
                var at = (nint)image * layer.Length;
                layer.Center(x + at, g, blur, map, blurred);
                layer.Deviations(g, blur, map, deviations);
                ThroughDivision(dy + at, g, dx + at, blur, map, deviations, blurred);
                ThroughSubtraction(dx + at, blur, map, blurred);
                EpiloguePass.Apply(epilogue, dx, at, layer.Length, layer.Channels);
            }
        }

        private void ThroughDivision(
            float* gradient, float* g, float* result, PixelBlur blur, float* map, float* deviations, float* blurred)
        {
            var channels = layer.Channels;
            for (var p = 0; p < layer.Pixels; p++)
            {
                var at = (nint)p * channels;
                var s = deviations[p];
                var along = Reduction.Dot(new ReadOnlySpan<float>(gradient + at, channels), new ReadOnlySpan<float>(g + at, channels));
                map[p] = s > layer.Floor ? -along / (2 * s * s * s) : 0;
            }

            blur.Apply(layer.Map(map), layer.Map(blurred));
            for (var p = 0; p < layer.Pixels; p++)
            {
                var divisor = MathF.Max(layer.Floor, deviations[p]);
                var factor = 2 * blurred[p] / channels;
                for (var i = (nint)p * channels; i < (nint)(p + 1) * channels; i++)
                {
                    result[i] = MathF.FusedMultiplyAdd(factor, g[i], gradient[i] / divisor);
                }
            }
        }

        private void ThroughSubtraction(float* result, PixelBlur blur, float* map, float* blurred)
        {
            var channels = layer.Channels;
            for (var p = 0; p < layer.Pixels; p++)
            {
                map[p] = Reduction.Sum(new ReadOnlySpan<float>(result + (nint)p * channels, channels)) / channels;
            }
            blur.Apply(layer.Map(map), layer.Map(blurred));
            for (var p = 0; p < layer.Pixels; p++)
            {
                for (var i = (nint)p * channels; i < (nint)(p + 1) * channels; i++)
                {
                    result[i] -= blurred[p];
                }
            }
        }
    }
}
