namespace Experiments.Analysis;

/// <summary>
/// For each of many directions, the images with the largest scores, kept while images come by: the memory does not grow with their number.
/// Equal scores keep the order in which the images came; where that decides who is among the best, <see cref="IsTied"/> says so.
/// </summary>
public sealed class TopScores
{
    private readonly int _kept;
    private readonly int[] _images;
    private readonly float[] _scores;
    private readonly int[] _counts;

    /// <param name="directions">How many directions, at least 1.</param>
    /// <param name="top">How many images each keeps, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public TopScores(int directions, int top)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(directions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        (Directions, Top) = (directions, top);

        // One more than asked for: whether the last place was a tie shows in the next one.
        _kept = top + 1;
        _images = new int[checked(directions * _kept)];
        _scores = new float[directions * _kept];
        _counts = new int[directions];
    }

    public int Directions { get; }

    public int Top { get; }

    /// <summary>Tells of the scores of one image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="scores">One for each direction.</param>
    public void Add(int image, ReadOnlySpan<float> scores)
    {
        for (var direction = 0; direction < Directions; direction++)
        {
            var count = _counts[direction];
            if (count < _kept || scores[direction] > _scores[(direction * _kept) + _kept - 1])
            {
                Insert(direction, Math.Min(count, _kept - 1), image, scores[direction]);
                _counts[direction] = Math.Min(count + 1, _kept);
            }
        }
    }

    /// <summary>The best images of a direction, best first; fewer than <see cref="Top"/> only where there were no more.</summary>
    public ReadOnlySpan<int> Images(int direction) => _images.AsSpan(direction * _kept, Math.Min(Top, _counts[direction]));

    /// <summary>The last of the best and the first that is not have equal scores, so that the direction does not say which images are best:
    /// a unit that is silent on nearly all images, or saturated on many.</summary>
    public bool IsTied(int direction)
    {
        var last = (direction * _kept) + Top - 1;
        return _counts[direction] == _kept && _scores[last] == _scores[last + 1];
    }

    private void Insert(int direction, int end, int image, float score)
    {
        var first = direction * _kept;
        var at = first + end;
        for (; at > first && score > _scores[at - 1]; at--)
        {
            (_scores[at], _images[at]) = (_scores[at - 1], _images[at - 1]);
        }

        (_scores[at], _images[at]) = (score, image);
    }
}
