using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>The points that a perturbed image may take, and moves that stay among them: a ball around the clean image x0, cut by [0,
/// 1].</summary>
/// <remarks>
/// The ball is closed to the last bit: of the stored images, ||x - x0|| in double precision is at most epsilon, and so is the norm of the
/// differences in single precision. For linf the bound of each pixel is the last number in single precision within the largest such number
/// up to epsilon; for l2 and rms pixels are rounded towards x0, and a part of 2^-22 of the budget is left for the rounding of differences
/// and norm.
/// </remarks>
internal readonly struct NormBall
{
    private readonly double _epsilon;
    private readonly double _stepSize;

    /// <param name="norm">Of budget and step.</param>
    /// <param name="epsilon">The budget.</param>
    /// <param name="stepSize">Length of one step.</param>
    /// <param name="length">Pixels of an image.</param>
    public NormBall(PerturbationNorm norm, double epsilon, double stepSize, int length)
    {
        // Euclidean inside, root mean square outside.
        var unit = norm == PerturbationNorm.Rms ? Math.Sqrt(length) : 1;
        (IsLinf, _stepSize) = (norm == PerturbationNorm.Linf, stepSize * unit);
        _epsilon = IsLinf ? SinglePrecision.AtMost(epsilon) : epsilon * unit * SinglePrecision.RoomForRounding;
    }

    /// <summary>Every pixel has its own bound; else they share one.</summary>
    public bool IsLinf { get; }

    /// <summary>Whether a distance from x0 is within the ball: of each pixel for linf, else the Euclidean one.</summary>
    public bool Allows(double distance) => distance <= _epsilon;

    /// <summary>One step against the gradient, then the projection.</summary>
    /// <param name="x0">The clean image.</param>
    /// <param name="x">In [0, 1]; receives the next point.</param>
    /// <param name="gradient">Finite.</param>
    public void Descend(ReadOnlySpan<float> x0, Span<float> x, ReadOnlySpan<float> gradient)
    {
        if (IsLinf)
        {
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = gradient[i] > 0 ? (float)(x[i] - _stepSize) : gradient[i] < 0 ? (float)(x[i] + _stepSize) : x[i];
            }
        }
        else
        {
            // In double precision: squares of the largest gradients do not overflow, and those of the smallest do not vanish.
            var norm = Math.Sqrt(Distortion.SquaredLength(gradient));
            var factor = norm > 0 ? _stepSize / norm : 0;
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = (float)(x[i] - factor * gradient[i]);
            }
        }

        Project(x0, x);
    }

    /// <summary>linf: uniform in the ball; l2 and rms: a uniform direction and a uniform length.</summary>
    public void MoveToRandomPoint(ReadOnlySpan<float> x0, Span<float> x, CounterRandom random)
    {
        if (IsLinf)
        {
            random.FillUniform(x);
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = (float)(x0[i] + _epsilon * (2.0 * x[i] - 1));
            }
        }
        else
        {
            var length = _epsilon * random.NextUniform();
            random.FillGaussian(x);
            var factor = length / Math.Sqrt(Distortion.SquaredLength(x));
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = (float)(x0[i] + factor * x[i]);
            }
        }

        Project(x0, x);
    }

    private void Project(ReadOnlySpan<float> x0, Span<float> x)
    {
        if (IsLinf)
        {
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = Math.Clamp(x[i], Lowest(x0[i]), Highest(x0[i]));
            }

            return;
        }

        var distance = Math.Sqrt(Distortion.SquaredDistance(x0, x));
        var factor = distance > _epsilon ? _epsilon / distance : 1;
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Math.Clamp(SinglePrecision.Towards(x0[i], x0[i] + factor * ((double)x[i] - x0[i])), 0f, 1f);
        }
    }

    /// <summary>The largest value of a pixel within linf.</summary>
    private float Highest(float x0)
    {
        var highest = (float)(x0 + _epsilon);
        return MathF.Min((double)highest - x0 > _epsilon ? MathF.BitDecrement(highest) : highest, 1f);
    }

    private float Lowest(float x0)
    {
        var lowest = (float)(x0 - _epsilon);
        return MathF.Max((double)x0 - lowest > _epsilon ? MathF.BitIncrement(lowest) : lowest, 0f);
    }
}
