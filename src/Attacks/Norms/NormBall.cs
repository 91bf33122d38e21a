using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>The points that a perturbed image may take, and moves that stay among them: a ball around the clean image x0, cut by [0,
/// 1].</summary>
internal readonly struct NormBall
{
    private readonly bool _isLinf;
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
        (_isLinf, _epsilon, _stepSize) = (norm == PerturbationNorm.Linf, epsilon * unit, stepSize * unit);
    }

    /// <summary>One step against the gradient, then the projection.</summary>
    public void Descend(ReadOnlySpan<float> x0, Span<float> x, ReadOnlySpan<float> gradient)
    {
        if (_isLinf)
        {
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = gradient[i] > 0 ? (float)(x[i] - _stepSize) : gradient[i] < 0 ? (float)(x[i] + _stepSize) : x[i];
            }
        }
        else
        {
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
        if (_isLinf)
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
        if (_isLinf)
        {
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = (float)Math.Clamp(Math.Clamp(x[i], x0[i] - _epsilon, x0[i] + _epsilon), 0, 1);
            }

            return;
        }

        var distance = Math.Sqrt(Distortion.SquaredDistance(x0, x));
        var factor = distance > _epsilon ? _epsilon / distance : 1;
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (float)Math.Clamp(x0[i] + factor * ((double)x[i] - x0[i]), 0, 1);
        }
    }
}
