using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

/// <summary>A deep network of large random weights: its loss is so rough that minimisers are hard to find, and no image nearby is hard to
/// find.</summary>
public sealed class LbfgsFirstSuccessTests
{
    private const int Count = 9;
    private const int ClassCount = 10;

    private static readonly TensorShape Shape = new(3, 67, 67);

    [Theory]
    [InlineData(TargetChoice.Untargeted)]
    [InlineData(TargetChoice.RunnerUp)]
    public void Craft_AlexNetOfLargeRandomWeights_SucceedsOnEveryImage(TargetChoice target)
    {
        var source = RandomAlexNet();
        var images = new float[Count * Shape.Length];
        new CounterRandom(5, RandomPurpose.None, 0).FillUniform(images);
        var logits = new float[Count * ClassCount];
        using var pass = source.OpenPass(Count);
        pass.Forward(images, Count, logits);

        var examples = AttackRunner.Craft(
            new LbfgsAttack(new LbfgsOptions { Target = target }),
            new AttackInput
            {
                Images = images,
                Length = Shape.Length,
                Labels = logits.Chunk(ClassCount).Select(row => Array.IndexOf(row, row.Max())).ToArray(),
                Positions = Enumerable.Range(0, Count).ToArray(),
                Source = source,
                Seed = 1,
            },
            progress: null,
            CancellationToken.None).Examples;

        Assert.All(examples, example => Assert.True(example.Success));
    }

    /// <summary>Initial weights times 2: the one step of its training is too short to change them.</summary>
    private static Network RandomAlexNet() => new CpuBackend(ComputeThreads.Single).Train(
        new AlexNetOptions { Variant = AlexNetVariant.Torchvision, Width = 0.05, Dropout = 0 },
        new TrainingOptions { Epochs = 1, LearningRate = 1e-9, InitialScale = 2 },
        [], seed: 1, new BlackImage(), heldOut: null, progress: null, CancellationToken.None).Network;

    private sealed class BlackImage : IImageSource
    {
        public int Count => 1;

        public TensorShape Shape => LbfgsFirstSuccessTests.Shape;

        public int ClassCount => LbfgsFirstSuccessTests.ClassCount;

        public void CopyImages(ReadOnlySpan<int> indices, Span<float> x) => x.Clear();

        public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels) => labels.Clear();
    }
}
