using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>DeepFool for one image at a time, with buffers allocated once: S.-M. Moosavi-Dezfooli, A. Fawzi, P. Frossard, "DeepFool: a
/// simple and accurate method to fool deep neural networks", CVPR 2016, arXiv:1511.04599, algorithm 2.</summary>
internal sealed class DeepFoolSearch : IDisposable
{
    // A step to a boundary that is touched already still has to cross it; in the units of logits, as in the authors' code.
    private const double LeastGap = 1e-4;

    private readonly int _length;
    private readonly int _classCount;
    private readonly IGradientPass _pass;
    private readonly float[] _copies;
    private readonly float[] _logits;
    private readonly float[] _logitGradients;
    private readonly float[] _gradients;
    private readonly double[] _step;
    private readonly double[] _sum;

    public DeepFoolSearch(IGradientSource source)
    {
        (_length, _classCount) = (source.InputShape.Length, source.ClassCount);
        _pass = source.OpenPass(_classCount);
        (_copies, _gradients) = (new float[_classCount * _length], new float[_classCount * _length]);
        (_logits, _logitGradients) = (new float[_classCount * _classCount], new float[_classCount * _classCount]);
        (_step, _sum) = (new double[_length], new double[_length]);
    }

    /// <summary>k.</summary>
    public int ClassCount => _classCount;

    /// <summary>The class that the source gives an image.</summary>
    public int Classify(ReadOnlySpan<float> x)
    {
        _pass.Forward(x, 1, _logits);
        return Reduction.MaxIndex(_logits.AsSpan(0, _classCount));
    }

    /// <summary>The source gives an image another class; one for which a logit is no finite number has none.</summary>
    public bool IsReadOtherwise(ReadOnlySpan<float> x, int label) =>
        Classify(x) != label && Finite.All(_logits.AsSpan(0, _classCount));

    /// <summary>Moves an image until the source no longer gives it a class.</summary>
    /// <param name="x0">[length], in [0, 1].</param>
    /// <param name="label">The class to leave.</param>
    /// <param name="options">Overshoot and steps.</param>
    /// <param name="x">Receives the last point, [length], in [0, 1]; x0 if it is outside of the class already.</param>
    /// <returns>The steps taken.</returns>
    public int Leave(ReadOnlySpan<float> x0, int label, DeepFoolOptions options, Span<float> x)
    {
        x0.CopyTo(x);
        Array.Clear(_sum);
        for (var iteration = 0; ; iteration++)
        {
            Forward(x);
            if (!Finite.All(_logits.AsSpan(0, _classCount)))
            {
                x0.CopyTo(x);
                return iteration;
            }
            if (iteration == options.MaxIterations || Reduction.MaxIndex(_logits.AsSpan(0, _classCount)) != label || !FindStep(x, label))
            {
                return iteration;
            }

            for (var i = 0; i < _length; i++)
            {
                _sum[i] += _step[i];
                x[i] = (float)Math.Clamp(x0[i] + (1 + options.Overshoot) * _sum[i], 0, 1);
            }
        }
    }

    public void Dispose() => _pass.Dispose();

    /// <summary>As many copies as there are classes, so that one backward call gives the gradient of every class.</summary>
    private void Forward(ReadOnlySpan<float> x)
    {
        for (var j = 0; j < _classCount; j++)
        {
            x.CopyTo(_copies.AsSpan(j * _length));
        }
        _pass.Forward(_copies, _classCount, _logits);
    }

    /// <summary>The step to the nearest boundary of the linearised classifier (equations 8 and 9); false where no gradient points
    /// anywhere.</summary>
    private bool FindStep(ReadOnlySpan<float> x, int label)
    {
        for (var j = 0; j < _classCount; j++)
        {
            var row = _logitGradients.AsSpan(j * _classCount, _classCount);
            row.Clear();
            row[label] -= 1;
            row[j] += 1;
        }

        _pass.InputGradient(_logitGradients, _gradients);
        var (nearest, distance, factor) = (-1, double.PositiveInfinity, 0.0);
        for (var j = 0; j < _classCount; j++)
        {
            var norm = j == label ? 0 : Math.Sqrt(FreeSquares(x, _gradients.AsSpan(j * _length, _length)));
            var gap = (double)_logits[label] - _logits[j] + LeastGap;
            if (norm > 0 && gap / norm < distance)
            {
                (nearest, distance, factor) = (j, gap / norm, gap / (norm * norm));
            }
        }

        if (nearest < 0)
        {
            return false;
        }

        var gradient = _gradients.AsSpan(nearest * _length, _length);
        for (var i = 0; i < _length; i++)
        {
            _step[i] = IsFree(x[i], gradient[i]) ? factor * gradient[i] : 0;
        }
        return true;
    }

    /// <summary>Summed in order, so that the result does not depend on the vector width.</summary>
    private static double FreeSquares(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            if (IsFree(x[i], gradient[i]))
            {
                sum += (double)gradient[i] * gradient[i];
            }
        }

        return sum;
    }

    /// <summary>Whether a pixel can follow its gradient and stay in the box.</summary>
    private static bool IsFree(float pixel, float gradient) => gradient > 0 ? pixel < 1 : pixel > 0;
}
