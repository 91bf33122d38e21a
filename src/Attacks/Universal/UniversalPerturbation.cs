using Experiments.Networks;
using Experiments.Numerics;
using Experiments.Settings;

namespace Experiments.Attacks;

/// <summary>
/// One perturbation v for all images: goes through the crafting images and, wherever x + v still has the class of x, adds DeepFool's way
/// out of it, then projects v back into its budget. S.-M. Moosavi-Dezfooli, A. Fawzi, O. Fawzi, P. Frossard, "Universal adversarial
/// perturbations", CVPR 2017, arXiv:1610.08401, algorithm 1 (the additions are its equation 1) with p = 2.
/// </summary>
/// <remarks>
/// Differs from the paper: images are clipped to [0, 1] before they are judged, and only what is left of an addition after clipping is
/// added; kept is the v of the round with the highest rate, not the last. The order of the images in a round is random, keyed by seed and
/// round. No <see cref="Attack"/>: v depends on all images together. On the CPU backend v does not depend on threads.
/// </remarks>
public sealed class UniversalPerturbation
{
    private UniversalPerturbation(float[] values, int images, int fooled, int rounds, int gradientEvaluations) =>
        (Values, Images, Fooled, Rounds, GradientEvaluations) = (values, images, fooled, rounds, gradientEvaluations);

    /// <summary>v, [length], with a root mean square of at most the budget.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Crafting images.</summary>
    public int Images { get; }

    /// <summary>Crafting images whose class by the source v changes.</summary>
    public int Fooled { get; }

    /// <summary>Rounds gone through.</summary>
    public int Rounds { get; }

    /// <summary>Gradients of the source model spent.</summary>
    public int GradientEvaluations { get; }

    /// <summary>Makes a universal perturbation.</summary>
    /// <param name="source">The model to fool.</param>
    /// <param name="images">Crafting images, [n, length], in [0, 1]; at least one.</param>
    /// <param name="options">Budget and stop rules.</param>
    /// <param name="seed">Of the order of the images.</param>
    /// <param name="progress">Told of images gone through; null for nobody.</param>
    /// <param name="cancellationToken">Looked at between images.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the images are none or not of the source's shape.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static UniversalPerturbation Craft(
        IGradientSource source, ReadOnlyMemory<float> images, UniversalOptions options, ulong seed, IProgress<AttackProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        OptionsValidator.ThrowIfInvalid("attack universal", options);
        if (images.IsEmpty || images.Length % source.InputShape.Length != 0)
        {
            throw new ArgumentException(
                $"images holds {images.Length} values; it must hold at least one image of the source's {source.InputShape.Length} pixels.",
                nameof(images));
        }

        using var search = new Search(source, images, options);
        return search.Run(seed, progress, cancellationToken);
    }

    /// <summary>x + v in [0, 1].</summary>
    private static void AddClipped(ReadOnlySpan<float> x, ReadOnlySpan<float> v, Span<float> result)
    {
        for (var i = 0; i < x.Length; i++)
        {
            result[i] = Math.Clamp(x[i] + v[i], 0f, 1f);
        }
    }

    private sealed class Search : IDisposable
    {
        private readonly ReadOnlyMemory<float> _images;
        private readonly UniversalOptions _options;
        private readonly DeepFoolOptions _deepFool;
        private readonly DeepFoolSearch _search;
        private readonly int _length;
        private readonly int[] _clean;
        private readonly float[] _v;
        private readonly float[] _start;
        private readonly float[] _end;
        private int _gradientEvaluations;

        public Search(IGradientSource source, ReadOnlyMemory<float> images, UniversalOptions options)
        {
            (_images, _options, _length) = (images, options, source.InputShape.Length);
            _deepFool = new DeepFoolOptions { Overshoot = options.Overshoot, MaxIterations = options.MaxIterations };
            _search = new DeepFoolSearch(source);
            _clean = [.. Enumerable.Range(0, images.Length / _length).Select(i => _search.Classify(Image(i)))];
            (_v, _start, _end) = (new float[_length], new float[_length], new float[_length]);
        }

        public UniversalPerturbation Run(ulong seed, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
        {
            var (best, fooled, round) = ((float[])_v.Clone(), 0, 0);
            while (round < _options.MaxRounds && fooled < _options.FoolingRate * _clean.Length)
            {
                var order = Shuffle.Permutation(seed, RandomPurpose.UniversalOrder, (ulong)round, _clean.Length);
                for (var i = 0; i < order.Length; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Extend(order[i]);
                    progress?.Report(new AttackProgress(round * order.Length + i + 1, _options.MaxRounds * order.Length));
                }

                round++;
                if (CountFooled() is var count && count > fooled)
                {
                    (best, fooled) = ((float[])_v.Clone(), count);
                }
            }

            return new UniversalPerturbation(best, _clean.Length, fooled, round, _gradientEvaluations);
        }

        public void Dispose() => _search.Dispose();

        private ReadOnlySpan<float> Image(int image) => _images.Span.Slice(image * _length, _length);

        private void Extend(int image)
        {
            AddClipped(Image(image), _v, _start);
            _gradientEvaluations += _search.Leave(_start, _clean[image], _deepFool, _end) * _search.ClassCount;
            for (var i = 0; i < _length; i++)
            {
                _v[i] += _end[i] - _start[i];
            }
            Project();
        }

        /// <summary>Onto the ball of the budget, to the last bit: the projection P of algorithm 1, p = 2.</summary>
        private void Project()
        {
            var size = Distortion.RootMeanSquare(_v);
            if (size <= _options.Stddev)
            {
                return;
            }

            var factor = _options.Stddev * SinglePrecision.RoomForRounding / size;
            foreach (ref var value in _v.AsSpan())
            {
                value = SinglePrecision.Towards(0f, value * factor);
            }
        }

        private int CountFooled()
        {
            var fooled = 0;
            for (var image = 0; image < _clean.Length; image++)
            {
                AddClipped(Image(image), _v, _start);
                fooled += _search.Classify(_start) != _clean[image] ? 1 : 0;
            }

            return fooled;
        }
    }
}
