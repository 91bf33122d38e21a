using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>What a stage of training minimises: a mean over the images of a batch. Made for one capacity; not for several
/// threads.</summary>
internal abstract class Objective
{
    /// <summary>Whether <see cref="Evaluate"/> reads the labels and counts errors.</summary>
    public abstract bool HasLabels { get; }

    /// <summary>The sum of the images' losses, and the gradient of their mean.</summary>
    /// <param name="x">[n, input].</param>
    /// <param name="labels">[n]; empty without labels.</param>
    /// <param name="output">[n, output] of the last layer.</param>
    /// <param name="n">Images.</param>
    /// <param name="gz">[n, output], overwritten with d(mean loss)/d(the last layer's result before its activation).</param>
    public abstract BatchLoss Evaluate(ReadOnlySpan<float> x, ReadOnlySpan<int> labels, ReadOnlySpan<float> output, int n, Span<float> gz);
}

/// <summary>What a batch adds to the sums over all images.</summary>
/// <param name="Loss">Sum of the images' losses.</param>
/// <param name="Errors">Images whose largest output is not at their label; 0 without labels.</param>
internal readonly record struct BatchLoss(double Loss, int Errors);

/// <summary>Cross-entropy of the softmax of the logits.</summary>
internal sealed class CrossEntropyObjective(int capacity, int classCount) : Objective
{
    private readonly float[] _losses = new float[capacity];

    public override bool HasLabels => true;

    public override BatchLoss Evaluate(ReadOnlySpan<float> x, ReadOnlySpan<int> labels, ReadOnlySpan<float> output, int n, Span<float> gz)
    {
        var losses = _losses.AsSpan(0, n);
        SoftmaxCrossEntropy.Evaluate(output, labels, n, classCount, losses, gz);
        var sum = 0.0;
        var errors = 0;
        for (var i = 0; i < n; i++)
        {
            sum += losses[i];
            if (Reduction.MaxIndex(output.Slice(i * classCount, classCount)) != labels[i])
            {
                errors++;
            }
        }

        var share = 1f / n;
        for (var i = 0; i < gz.Length; i++)
        {
            gz[i] *= share;
        }
        return new BatchLoss(sum, errors);
    }
}
