using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Analysis;

/// <summary>The change of an image at which a victim first errs.</summary>
/// <param name="Magnification">m: x0 + m r, clipped to [0, 1], is misread, to the tolerance.</param>
/// <param name="Distortion">sqrt(mean squared change per pixel) of that image, after clipping.</param>
public readonly record struct FoolingPoint(double Magnification, double Distortion);

/// <summary>
/// Transfer distance: for each image the smallest magnification m of a given perturbation r at which a victim misreads x0 + m r, clipped to
/// [0, 1], by forward passes alone. The first misread point of a fixed grid, 1/8 to the cap in steps of sqrt(2), and the point before it
/// enclose the answer, which is then bisected. Misread stretches that lie between two points of the grid are not seen. What it finds for an
/// image does not depend on the others. Not safe for several threads at once.
/// </summary>
public sealed class MagnificationSearch : IDisposable
{
    /// <summary>The first point of the grid.</summary>
    public const double Smallest = 0.125;

    /// <summary>Magnifications are found to this fraction of themselves: a step of the grid is halved until it is shorter.</summary>
    public const double Tolerance = 0.01;

    private readonly IClassifierPass _pass;
    private readonly int _length;
    private readonly int _classCount;
    private readonly double[] _grid;
    private readonly float[] _images;
    private readonly float[] _logits;

    /// <param name="victim">Whose errors count.</param>
    /// <param name="cap">The largest magnification tried, above <see cref="Smallest"/>.</param>
    /// <param name="capacity">Images computed together; no part of the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cap is out of range.</exception>
    public MagnificationSearch(IClassifier victim, double cap, int capacity)
    {
        ArgumentNullException.ThrowIfNull(victim);
        if (!(cap > Smallest && double.IsFinite(cap)))
        {
            throw new ArgumentOutOfRangeException(nameof(cap), cap, $"cap is {cap}; it must be above {Smallest}.");
        }

        (_length, _classCount) = (victim.InputShape.Length, victim.ClassCount);
        _pass = victim.OpenPass(capacity);
        _images = new float[capacity * _length];
        _logits = new float[capacity * _classCount];
        _grid = [.. Grid(cap)];
    }

    /// <summary>Searches for some images.</summary>
    /// <param name="x0">Clean images, [n, input length], in [0, 1].</param>
    /// <param name="x">x0 + r, [n, input length].</param>
    /// <param name="labels">True classes, [n].</param>
    /// <returns>Null where the victim reads the image correctly up to the cap.</returns>
    public FoolingPoint?[] Find(ReadOnlyMemory<float> x0, ReadOnlyMemory<float> x, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var states = Enumerable.Range(0, labels.Count)
            .Select(i => new State(x0.Slice(i * _length, _length), x.Slice(i * _length, _length), labels[i], _grid))
            .ToArray();
        for (var live = states; live.Length > 0; live = [.. live.Where(state => !state.Done)])
        {
            for (var start = 0; start < live.Length; start += _pass.Capacity)
            {
                Round(live.AsSpan(start, Math.Min(_pass.Capacity, live.Length - start)));
            }
        }

        return [.. states.Select(state => state.Result)];
    }

    public void Dispose() => _pass.Dispose();

    private static IEnumerable<double> Grid(double cap)
    {
        // Powers of 2 stay exact, 1 among them: the perturbation as it was made.
        double[] points =
            [.. Enumerable.Range(0, 62).SelectMany(power => new[] { Smallest * (1L << power), Smallest * (1L << power) * Math.Sqrt(2) })];
        return points.TakeWhile(m => m < cap / (1 + Tolerance)).Append(cap);
    }

    private void Round(ReadOnlySpan<State> states)
    {
        for (var i = 0; i < states.Length; i++)
        {
            states[i].Write(_images.AsSpan(i * _length, _length));
        }

        _pass.Forward(_images, states.Length, _logits);
        for (var i = 0; i < states.Length; i++)
        {
            var logits = _logits.AsSpan(i * _classCount, _classCount);
            states[i].Judge(Reduction.MaxIndex(logits), _images.AsSpan(i * _length, _length));
        }
    }

    /// <summary>One image's search: along the grid while nothing is misread, then inside the bracket.</summary>
    private sealed class State(ReadOnlyMemory<float> x0, ReadOnlyMemory<float> x, int label, double[] grid)
    {
        private int _next;
        private double _right;
        private double _wrong = double.PositiveInfinity;

        public FoolingPoint? Result { get; private set; }

        public bool Done { get; private set; }

        private double Magnification => double.IsInfinity(_wrong) ? grid[_next] : (_right + _wrong) / 2;

        public void Write(Span<float> image)
        {
            var from = x0.Span;
            var to = x.Span;
            var m = Magnification;
            for (var i = 0; i < image.Length; i++)
            {
                image[i] = (float)Math.Clamp(from[i] + m * ((double)to[i] - from[i]), 0, 1);
            }
        }

        public void Judge(int predicted, ReadOnlySpan<float> image)
        {
            var m = Magnification;
            if (predicted != label)
            {
                _wrong = m;
                Result = new FoolingPoint(m, RootMeanSquare(image));
            }
            else
            {
                _right = m;
                _next++;
            }

            Done = double.IsInfinity(_wrong) ? _next == grid.Length : _wrong - _right <= Tolerance * _wrong;
        }

        private double RootMeanSquare(ReadOnlySpan<float> image)
        {
            var from = x0.Span;
            var sum = 0.0;
            for (var i = 0; i < image.Length; i++)
            {
                var change = (double)image[i] - from[i];
                sum += change * change;
            }

            return Math.Sqrt(sum / image.Length);
        }
    }
}
