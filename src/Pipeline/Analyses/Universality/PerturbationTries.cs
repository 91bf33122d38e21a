using Experiments.Attacks;
using Experiments.Networks;
using Experiments.Pipeline.Analyses.Spectral;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Analyses.Universality;

/// <summary>What a victim made of perturbed images.</summary>
internal sealed record FoolingCount(int Images, int Fooled, int VictimCorrect, int ErrorsAmongVictimCorrect, double MeanDistortion);

/// <summary>Adds perturbations of one size to the same images, clips these to [0, 1], and asks a victim.</summary>
internal sealed class PerturbationTries
{
    private readonly IClassifier _victim;
    private readonly JobImages _images;
    private readonly double _stddev;
    private readonly CancellationToken _cancellationToken;
    private readonly float[] _clean;
    private readonly int[] _before;

    internal PerturbationTries(IClassifier victim, JobImages images, double stddev, CancellationToken cancellationToken)
    {
        (_victim, _images, _stddev, _cancellationToken) = (victim, images, stddev, cancellationToken);
        _clean = new float[images.Count * images.Shape.Length];
        images.CopyRange(0, images.Count, _clean);
        _before = Prediction.Classes(victim, _clean, cancellationToken);
    }

    /// <param name="image">Index of the image.</param>
    /// <param name="r">[length]: receives its perturbation, of any size but zero.</param>
    internal delegate void Perturb(int image, Span<float> r);

    internal FoolingCount Run(Perturb perturb)
    {
        var length = _images.Shape.Length;
        var perturbed = new float[_clean.Length];
        var distortions = 0.0;
        for (var image = 0; image < _images.Count; image++)
        {
            var x0 = _clean.AsSpan(image * length, length);
            var x = perturbed.AsSpan(image * length, length);
            perturb(image, x);
            RandomDirection.Rescale(x, _stddev);
            for (var i = 0; i < length; i++)
            {
                x[i] = Math.Clamp(x0[i] + x[i], 0f, 1f);
            }

            distortions += Distortion.RootMeanSquare(x0, x);
        }

        var after = Prediction.Classes(_victim, perturbed, _cancellationToken);
        var rows = Enumerable.Range(0, _images.Count).ToList();
        var correct = rows.Where(image => _before[image] == _images.Label(image)).ToList();
        return new FoolingCount(
            _images.Count,
            rows.Count(image => after[image] != _before[image]),
            correct.Count,
            correct.Count(image => after[image] != _images.Label(image)),
            distortions / _images.Count);
    }
}
