namespace Experiments.Attacks;

/// <summary>
/// Finds an image of a grid near one that reaches its goal: rounds x0 + t (x - x0) for t = 1, then for t - 1 from 0.001 on, doubled until
/// the rounded image reaches the goal, and then halves the gap between the last failure and the first success. Along the gradient rounding
/// to nearest is the best that whole steps can do: the i-th step of a pixel costs 2i - 1 squares and gains the pixel's gradient, so taking
/// steps by gain and cost until the goal is reached is rounding the direction at some length.
/// </summary>
/// <remarks>One object serves one row after the other.</remarks>
internal sealed class GridRay(int levels, int length)
{
    private const double FirstGap = 1e-3;
    private const double LargestFactor = 100;
    private const int Halvings = 5;

    private readonly PixelGrid _grid = new(levels);
    private readonly float[] _end = new float[length];
    private readonly float[] _trial = new float[length];
    private double _factor;
    private double _failure;
    private double _success;
    private int _halvings;
    private bool _moves;

    /// <summary>Whether the source reads an image as is wanted.</summary>
    internal delegate bool Verdict(ReadOnlySpan<float> x);

    /// <summary>Goes along the whole ray.</summary>
    /// <param name="x0">The clean image.</param>
    /// <param name="x">Reaches the goal; receives the nearest image of the grid that does, or x0 where none was found.</param>
    /// <param name="reaches">Asked about images of the grid.</param>
    public void Settle(ReadOnlySpan<float> x0, Span<float> x, Verdict reaches)
    {
        Begin(x0, x);
        x0.CopyTo(x);
        bool reached;
        do
        {
            Write(x0, _trial);
            reached = reaches(_trial);
            if (reached)
            {
                _trial.CopyTo(x);
            }
        }
        while (Continue(reached));
    }

    /// <summary>Begins with t = 1.</summary>
    /// <param name="x0">The clean image.</param>
    /// <param name="x">Reaches the goal, or is x0.</param>
    public void Begin(ReadOnlySpan<float> x0, ReadOnlySpan<float> x)
    {
        x.CopyTo(_end);
        _moves = !x.SequenceEqual(x0);
        (_factor, _failure, _success, _halvings) = (1, 0, double.PositiveInfinity, 0);
    }

    /// <summary>The image to ask the source about.</summary>
    /// <param name="x0">The clean image.</param>
    /// <param name="x">Receives it, of the grid.</param>
    public void Write(ReadOnlySpan<float> x0, Span<float> x)
    {
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = _grid.Nearest((float)Math.Clamp(x0[i] + _factor * ((double)_end[i] - x0[i]), 0, 1));
        }
    }

    /// <summary>Takes whether the image last written reaches the goal.</summary>
    /// <returns>False when there is no other image to ask about. Each success is nearer than the one before.</returns>
    public bool Continue(bool reached)
    {
        (_success, _failure) = reached ? (_factor, _failure) : (_success, _factor);
        if (double.IsFinite(_success))
        {
            _factor = (_success + _failure) / 2;
            return _success > 1 && _halvings++ < Halvings;
        }

        _factor = 1 + Math.Max(2 * (_factor - 1), FirstGap);
        return _moves && _factor <= LargestFactor;
    }
}
