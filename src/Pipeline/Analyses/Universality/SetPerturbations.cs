using Experiments.Contracts;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Analyses.Universality;

/// <summary>The perturbations of a set, r = x - x0, without their images.</summary>
internal sealed class SetPerturbations
{
    private readonly float[] _perturbations;
    private readonly IReadOnlyList<int> _positions;
    private readonly int _length;

    private SetPerturbations(float[] perturbations, IReadOnlyList<int> positions) =>
        (_perturbations, _positions, _length) = (perturbations, positions, perturbations.Length / positions.Count);

    /// <summary>Their mean, added up in the order of the images.</summary>
    internal float[] Mean
    {
        get
        {
            var sums = new double[_length];
            for (var i = 0; i < _perturbations.Length; i++)
            {
                sums[i % _length] += _perturbations[i];
            }

            return [.. sums.Select(sum => (float)(sum / _positions.Count))];
        }
    }

    internal static async Task<SetPerturbations> ReadAsync(
        JobContext context, JobKey set, DataSettings data, CancellationToken cancellationToken)
    {
        var (perturbations, positions) = (new List<float>(), new List<int>());
        await foreach (var pairs in PairedImages.ReadAsync(context, set, data, cancellationToken))
        {
            Append(pairs, perturbations);
            positions.AddRange(pairs.Perturbed.Positions);
        }

        return new SetPerturbations([.. perturbations], positions);
    }

    /// <summary>The perturbations in turn, but never one of the image itself while the set has any other.</summary>
    /// <param name="turn">Counted from 0.</param>
    /// <param name="position">The position of the image that it is for.</param>
    internal ReadOnlySpan<float> OfAnotherImage(int turn, int position)
    {
        var row = turn % _positions.Count;
        for (var tries = 0; tries < _positions.Count && _positions[row] == position; tries++)
        {
            row = (row + 1) % _positions.Count;
        }

        return _perturbations.AsSpan(row * _length, _length);
    }

    private static void Append(PairedImages pairs, List<float> perturbations)
    {
        var clean = pairs.Clean.Span;
        var perturbed = pairs.Perturbed.Images.Span;
        for (var i = 0; i < clean.Length; i++)
        {
            perturbations.Add(perturbed[i] - clean[i]);
        }
    }
}
