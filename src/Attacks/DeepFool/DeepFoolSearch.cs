using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>DeepFool for one image at a time, with buffers allocated once: S.-M. Moosavi-Dezfooli, A. Fawzi, P. Frossard, "DeepFool: a
/// simple and accurate method to fool deep neural networks", CVPR 2016, arXiv:1511.04599, algorithm 2.</summary>
internal sealed class DeepFoolSearch : IDisposable
{
    // A step to a boundary that is touched already still has to cross it. In the units of pixels, so that the unit of the logits plays no
    // part.
    private const double LeastStep = 1e-4;

    private readonly int _length;
    private readonly int _classCount;
    private readonly IGradientPass _pass;
    private readonly float[] _copies;
    private readonly float[] _logits;
    private readonly float[] _logitGradients;
    private readonly float[] _gradients;
    private readonly float[] _before;
    private readonly double[] _r;

    public DeepFoolSearch(IGradientSource source)
    {
        (_length, _classCount) = (source.InputShape.Length, source.ClassCount);
        _pass = source.OpenPass(_classCount);
        (_copies, _gradients) = (new float[_classCount * _length], new float[_classCount * _length]);
        (_logits, _logitGradients) = (new float[_classCount * _classCount], new float[_classCount * _classCount]);
        (_before, _r) = (new float[_length], new double[_length]);
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

    /// <summary>Moves an image until the source no longer gives it a class, by a margin that another arithmetic sees as
    /// well.</summary>
    /// <param name="x0">[length], in [0, 1].</param>
    /// <param name="label">The class to leave.</param>
    /// <param name="options">Overshoot and steps.</param>
    /// <param name="x">Receives the last point with finite logits, [length], in [0, 1]; x0 if it is outside of the class already.</param>
    /// <returns>The steps taken.</returns>
    public int Leave(ReadOnlySpan<float> x0, int label, DeepFoolOptions options, Span<float> x)
    {
        x0.CopyTo(x);
        Forward(x);
        if (!Finite.All(Logits) || Reduction.MaxIndex(Logits) != label)
        {
            return 0;
        }

        Array.Clear(_r);
        for (var iteration = 0; iteration < options.MaxIterations; iteration++)
        {
            if (HasLeft(label) || !AddStep(label))
            {
                return iteration;
            }

            x.CopyTo(_before);
            Move(x0, options.Overshoot, x);
            Forward(x);
            if (!Finite.All(Logits))
            {
                _before.CopyTo(x);
                return iteration + 1;
            }
        }

        return options.MaxIterations;
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

    private Span<float> Logits => _logits.AsSpan(0, _classCount);

    private bool HasLeft(int label)
    {
        var lead = double.NegativeInfinity;
        for (var j = 0; j < _classCount; j++)
        {
            lead = j == label ? lead : Math.Max(lead, (double)_logits[j] - _logits[label]);
        }

        return lead > ReadingMargin.Of(Logits);
    }

    /// <summary>x = x0 + (1 + overshoot) r in the box; of r is kept what the box leaves of it, so that a pixel at its bound runs up no way
    /// that it would have to go back.</summary>
    private void Move(ReadOnlySpan<float> x0, double overshoot, Span<float> x)
    {
        for (var i = 0; i < _length; i++)
        {
            _r[i] = Math.Clamp(_r[i], -x0[i], 1.0 - x0[i]);
            x[i] = (float)Math.Clamp(x0[i] + (1 + overshoot) * _r[i], 0, 1);
        }
    }

    /// <summary>Adds to r the step to the nearest boundary of the linearised classifier (equations 8 and 9); false where no gradient points
    /// anywhere. A class whose logit equals the label's everywhere has no boundary.</summary>
    private bool AddStep(int label)
    {
        for (var j = 0; j < _classCount; j++)
        {
            var row = _logitGradients.AsSpan(j * _classCount, _classCount);
            row.Clear();
            row[label] -= 1;
            row[j] += 1;
        }

        _pass.InputGradient(_logitGradients, _gradients);
        var (nearest, distance, slope) = (-1, double.PositiveInfinity, 0.0);
        for (var j = 0; j < _classCount; j++)
        {
            var norm = j == label ? 0 : Math.Sqrt(Distortion.SquaredLength(Gradient(j)));
            var to = Math.Abs((double)_logits[label] - _logits[j]) / norm;
            if (norm > 0 && double.IsFinite(norm) && to < distance)
            {
                (nearest, distance, slope) = (j, to, norm);
            }
        }

        if (nearest < 0)
        {
            return false;
        }

        var factor = (distance + LeastStep) / slope;
        var gradient = Gradient(nearest);
        for (var i = 0; i < _length; i++)
        {
            _r[i] += factor * gradient[i];
        }
        return true;
    }

    private ReadOnlySpan<float> Gradient(int j) => _gradients.AsSpan(j * _length, _length);
}
