using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>The points that a perturbed image may take, and moves that stay among them: a ball around the clean image x0, cut by [0, 1].</summary>
internal readonly struct PgdBall
{
    private readonly PerturbationNorm _norm;
    private readonly double _epsilon;
    private readonly double _stepSize;

    /// <param name="options">Norm, budget and step.</param>
    /// <param name="length">Pixels of an image.</param>
    public PgdBall(PgdOptions options, int length)
    {
        // Euclidean inside, root mean square outside.
        var unit = options.Norm == PerturbationNorm.L2 ? Math.Sqrt(length) : 1;
        (_norm, _epsilon, _stepSize) = (options.Norm, options.Epsilon * unit, options.StepSize * unit);
    }

    /// <summary>One step against the gradient, then the projection.</summary>
    public void Descend(ReadOnlySpan<float> x0, Span<float> x, ReadOnlySpan<float> gradient)
    {
        if (_norm == PerturbationNorm.Linf)
        {
            for (var i = 0; i < x.Length; i++)
                x[i] = gradient[i] > 0 ? (float)(x[i] - _stepSize) : gradient[i] < 0 ? (float)(x[i] + _stepSize) : x[i];
        }
        else
        {
            // In double precision: squares of the smallest gradients would vanish in single.
            var norm = Norm(gradient);
            var factor = norm > 0 ? _stepSize / norm : 0;
            for (var i = 0; i < x.Length; i++)
                x[i] = (float)(x[i] - factor * gradient[i]);
        }

        Project(x0, x);
    }

    /// <summary>Linf: uniform in the ball; l2: a uniform direction and a uniform length.</summary>
    public void MoveToRandomPoint(ReadOnlySpan<float> x0, Span<float> x, CounterRandom random)
    {
        if (_norm == PerturbationNorm.Linf)
        {
            random.FillUniform(x);
            for (var i = 0; i < x.Length; i++)
                x[i] = (float)(x0[i] + _epsilon * (2.0 * x[i] - 1));
        }
        else
        {
            var length = _epsilon * random.NextUniform();
            random.FillGaussian(x);
            var factor = length / Norm(x);
            for (var i = 0; i < x.Length; i++)
                x[i] = (float)(x0[i] + factor * x[i]);
        }

        Project(x0, x);
    }

    private void Project(ReadOnlySpan<float> x0, Span<float> x)
    {
        if (_norm == PerturbationNorm.Linf)
        {
            for (var i = 0; i < x.Length; i++)
                x[i] = (float)Math.Clamp(Math.Clamp(x[i], x0[i] - _epsilon, x0[i] + _epsilon), 0, 1);
            return;
        }

        var distance = Distance(x0, x);
        var factor = distance > _epsilon ? _epsilon / distance : 1;
        for (var i = 0; i < x.Length; i++)
            x[i] = (float)Math.Clamp(x0[i] + factor * ((double)x[i] - x0[i]), 0, 1);
    }

    private static double Norm(ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += (double)value * value;
        return Math.Sqrt(sum);
    }

    private static double Distance(ReadOnlySpan<float> x0, ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var change = (double)x[i] - x0[i];
            sum += change * change;
        }

        return Math.Sqrt(sum);
    }
}
