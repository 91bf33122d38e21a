namespace Experiments.Attacks;

/// <summary>The images of a grid within a budget. An image is rounded to the nearest value of each pixel; where that leaves the ball,
/// pixels take the value beside it that is nearer to the clean image, those first that lose least by it, until the image is
/// back.</summary>
internal sealed class BallGrid
{
    private readonly PixelGrid _grid;
    private readonly NormBall _ball;
    private readonly float[] _inner;
    private readonly float[] _loss;
    private readonly int[] _order;

    /// <param name="levels">Of a pixel, at least 2.</param>
    /// <param name="ball">The budget.</param>
    /// <param name="length">Pixels of an image.</param>
    public BallGrid(int levels, NormBall ball, int length)
    {
        (_grid, _ball) = (new PixelGrid(levels), ball);
        (_inner, _loss, _order) = (new float[length], new float[length], new int[length]);
    }

    /// <summary>Rounds an image.</summary>
    /// <param name="x0">The clean image; need not be one of the grid.</param>
    /// <param name="x">In the ball.</param>
    /// <param name="rounded">Receives an image of the grid within the budget; undefined where there is none.</param>
    /// <returns>False where no image of the grid was found in the ball: x0 is none, and the budget is smaller than the way to it.</returns>
    public bool TryRound(ReadOnlySpan<float> x0, ReadOnlySpan<float> x, Span<float> rounded)
    {
        _grid.Round(x, rounded);
        return _ball.IsLinf ? TryPullEach(x0, rounded) : TryPullSome(x0, x, rounded);
    }

    private bool TryPullEach(ReadOnlySpan<float> x0, Span<float> rounded)
    {
        for (var i = 0; i < rounded.Length; i++)
        {
            if (!_ball.Allows(Math.Abs((double)rounded[i] - x0[i])))
            {
                rounded[i] = _grid.Towards(x0[i], rounded[i]);
                if (!_ball.Allows(Math.Abs((double)rounded[i] - x0[i])))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool TryPullSome(ReadOnlySpan<float> x0, ReadOnlySpan<float> x, Span<float> rounded)
    {
        var squares = Distortion.SquaredDistance(x0, rounded);
        if (_ball.Allows(Math.Sqrt(squares)))
        {
            return true;
        }

        var candidates = FindCandidates(x0, x, rounded);
        for (var n = 0; n < candidates; n++)
        {
            var i = _order[n];
            squares -= Square(rounded[i], x0[i]) - Square(_inner[i], x0[i]);
            rounded[i] = _inner[i];
            if (_ball.Allows(Math.Sqrt(Math.Max(squares, 0))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Pixels whose other value is nearer to x0, by how much farther that is from x.</summary>
    private int FindCandidates(ReadOnlySpan<float> x0, ReadOnlySpan<float> x, ReadOnlySpan<float> rounded)
    {
        var count = 0;
        for (var i = 0; i < x.Length; i++)
        {
            _inner[i] = _grid.Towards(x0[i], rounded[i]);
            if (Math.Abs(_inner[i] - x0[i]) < Math.Abs(rounded[i] - x0[i]))
            {
                _loss[count] = Math.Abs(_inner[i] - x[i]) - Math.Abs(rounded[i] - x[i]);
                _order[count++] = i;
            }
        }

        // Equal losses in the order of pixels, so that the image does not depend on how the sort treats equals.
        Array.Sort(_loss, _order, 0, count);
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && _loss[end] == _loss[start])
            {
                end++;
            }

            Array.Sort(_order, start, end - start);
            start = end;
        }

        return count;
    }

    private static double Square(float x, float x0) => ((double)x - x0) * ((double)x - x0);
}
