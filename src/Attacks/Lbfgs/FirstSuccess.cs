namespace Experiments.Attacks;

/// <summary>A cheap way to some image that reaches a goal, for sources on which minimisers are hard to find: normalised descent from the
/// clean image, in steps that grow, then bisection of the line from the clean image to where it arrived.</summary>
internal sealed class FirstSuccess(int length)
{
    // The first step goes this part of the way that a linear loss would have to go.
    private const double PartOfLinearWay = 0.25;
    private const double Growth = 1.1;
    private const int MaxSteps = 100;
    private const int Bisections = 8;

    private readonly float[] _end = new float[length];
    private double _stepLength;
    private double _failure;
    private double _success;
    private int _steps;
    private int _bisections;

    /// <summary>Whether it has arrived at an image that reaches the goal.</summary>
    public bool Found { get; private set; }

    /// <summary>Forgets the row before.</summary>
    public void Clear() => (Found, _stepLength, _failure, _success, _steps, _bisections) = (false, 0, 0, 1, 0, 0);

    /// <summary>Takes the gradient at x, first at x0, and moves x.</summary>
    /// <param name="x0">The clean image, [length].</param>
    /// <param name="gradient">[length], of a loss in natural units.</param>
    /// <param name="margin">Above 0 where x reaches the goal, in the units of the loss.</param>
    /// <param name="x">The image that the source was asked about, [length]; receives the next one.</param>
    /// <returns>False when it is done: with <see cref="Found"/>, x is the nearest success on the line.</returns>
    public bool Advance(ReadOnlySpan<float> x0, ReadOnlySpan<float> gradient, double margin, Span<float> x)
    {
        if (!Found && margin > 0)
        {
            Found = true;
            x.CopyTo(_end);
        }
        else if (Found)
        {
            (_failure, _success) = margin > 0 ? (_failure, Middle) : (Middle, _success);
        }
        else
        {
            return _steps++ < MaxSteps && Step(gradient, margin, x);
        }

        var goesOn = _bisections++ < Bisections;
        GoTo(x0, goesOn ? Middle : _success, x);
        return goesOn;
    }

    private double Middle => (_failure + _success) / 2;

    private bool Step(ReadOnlySpan<float> gradient, double margin, Span<float> x)
    {
        var norm = Math.Sqrt(Distortion.SquaredLength(gradient));
        if (!(norm > 0))
        {
            return false;
        }

        _stepLength = _stepLength > 0 ? Growth * _stepLength : PartOfLinearWay * -margin / norm;
        var factor = _stepLength / norm;
        var moved = false;
        for (var i = 0; i < x.Length; i++)
        {
            var next = (float)Math.Clamp(x[i] - factor * gradient[i], 0, 1);
            moved |= next != x[i];
            x[i] = next;
        }
        return moved;
    }

    private void GoTo(ReadOnlySpan<float> x0, double part, Span<float> x)
    {
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = part == 1 ? _end[i] : (float)(x0[i] + part * ((double)_end[i] - x0[i]));
        }
    }
}
