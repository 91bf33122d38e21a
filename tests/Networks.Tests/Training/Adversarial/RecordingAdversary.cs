using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>Moves every value of an input by the same amount, and remembers what it was asked.</summary>
internal sealed class RecordingAdversary(float change) : IAdversary
{
    /// <summary>Perturbed inputs per clean one; the second one is moved twice as far, and so on.</summary>
    public int Draws { get; init; } = 1;

    public List<CleanExamples> Asked { get; } = [];

    public List<TensorShape> InputShapes { get; } = [];

    /// <summary>The classifier's logits of the first clean input of each call.</summary>
    public List<float[]> Logits { get; } = [];

    public ReadOnlyMemory<float> Perturb(IClassifier classifier, CleanExamples clean)
    {
        Asked.Add(clean);
        InputShapes.Add(classifier.InputShape);
        var length = classifier.InputShape.Length;
        var logits = new float[classifier.ClassCount];
        using var pass = classifier.OpenPass(1);
        pass.Forward(clean.X.Span[..length], 1, logits);
        Logits.Add(logits);
        return clean.X.ToArray().Chunk(length)
            .SelectMany(x => Enumerable.Range(1, Draws).SelectMany(draw => x.Select(value => Math.Clamp(value + draw * change, 0, 1))))
            .ToArray();
    }
}
