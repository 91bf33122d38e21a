using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Analysis.Tests;

public sealed class UnitInspectionTests
{
    private const int Count = 700;
    private const int Features = 12;
    private const int ClassCount = 5;

    private static readonly float[] Activations = Random(1, Count * Features);

    [Fact]
    public void Run_Units_PicksTheImagesOfTheLargestActivations()
    {
        var draws = Run(top: 8, directions: 3).Where(d => d.Basis == UnitBasis.Unit).ToList();

        Assert.Equal(Enumerable.Range(0, Features), draws.Select(d => d.Draw));
        Assert.All(draws, d => Assert.Equal(Best(i => Activations[(i * Features) + d.Draw], 8), d.Images));
        Assert.All(draws, d => Assert.Equal(LabelCoherence.Of([.. d.Images.Select(Label)], ClassCount), d.Coherence));
    }

    [Fact]
    public void Run_Directions_PicksTheImagesOfTheLargestProducts()
    {
        var draws = Run(top: 5, directions: 40).Where(d => d.Basis == UnitBasis.RandomDirection).ToList();

        Assert.Equal(Enumerable.Range(0, 40), draws.Select(d => d.Draw));
        Assert.All(draws, d =>
        {
            var v = new float[Features];
            new CounterRandom(9, RandomPurpose.Direction, (ulong)d.Draw).FillGaussian(v);
            Assert.Equal(Best(i => Enumerable.Range(0, Features).Sum(f => (double)v[f] * Activations[(i * Features) + f]), 5), d.Images);
        });
    }

    /// <summary>8 labels at random out of 5 classes: the mean purity over all 5^8 equally likely outcomes, counted one by one.</summary>
    [Fact]
    public void Run_RandomImages_HasTheCoherenceOfChance()
    {
        var draws = Run(top: 8, directions: 2000).Where(d => d.Basis == UnitBasis.RandomImages).ToList();

        Assert.All(draws, d => Assert.Equal(8, d.Images.Distinct().Count()));
        var outcomes = Enumerable.Range(0, 390_625).Select(
            n => LabelCoherence.Of([n % 5, n / 5 % 5, n / 25 % 5, n / 125 % 5, n / 625 % 5, n / 3125 % 5, n / 15625 % 5, n / 78125], 5));
        var (purity, entropy) = outcomes.Aggregate((0.0, 0.0), (sums, c) => (sums.Item1 + c.Purity, sums.Item2 + c.EntropyBits), sums => (
            sums.Item1 / 390_625, sums.Item2 / 390_625));
        var group = Assert.Single(UnitGroup.Of(draws, ClassCount));
        Assert.Equal(2000, group.Draws);
        Assert.InRange(purity, group.Purity!.Value.Low!.Value - 0.002, group.Purity.Value.High!.Value + 0.002);
        Assert.InRange(entropy, group.EntropyBits!.Value.Low!.Value - 0.01, group.EntropyBits.Value.High!.Value + 0.01);
    }

    [Fact]
    public void Run_SilentUnit_IsTiedAndInNoMean()
    {
        var silent = (float[])Activations.Clone();
        for (var i = 0; i < Count; i++)
        {
            silent[i * Features] = i < 4 ? 1 : 0;
        }

        var draws = UnitInspection.Run(
            new Echo(), new Images(silent), new UnitSearch(0, 8, 1, 9), ComputeThreads.Single, _ => { }, CancellationToken.None);

        var units = UnitGroup.Of(draws, ClassCount)[0];
        Assert.True(draws[0].Tied);
        Assert.Equal((Features - 1, 1), (units.Draws, units.Tied));
        Assert.Equal(draws.Skip(1).Take(Features - 1).Average(d => d.Coherence.Purity), units.Purity!.Value.Mean, 12);
    }

    [Theory]
    [InlineData(1, 8, 1, "layer is 1; it must be from 0 to 0. (Parameter 'search')")]
    [InlineData(0, 701, 1, "top is 701; it must be from 1 to the number of images, 700. (Parameter 'search')")]
    [InlineData(0, 8, 0, "directions is 0; it must be at least 1. (Parameter 'search')")]
    public void Run_SearchOutOfRange_SaysTheRule(int layer, int top, int directions, string message)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            UnitInspection.Run(
                new Echo(), new Images(Activations), new UnitSearch(layer, top, directions, 9), ComputeThreads.Single, _ => { },
                CancellationToken.None));

        Assert.Equal(message, error.Message);
    }

    private static IReadOnlyList<UnitDraw> Run(int top, int directions) =>
        UnitInspection.Run(
            new Echo(), new Images(Activations), new UnitSearch(0, top, directions, 9), ComputeThreads.Single, _ => { },
            CancellationToken.None);

    private static int[] Best(Func<int, double> score, int top) => [.. Enumerable.Range(0, Count).OrderByDescending(score).Take(top)];

    private static int Label(int image) => image % ClassCount;

    private static float[] Random(ulong seed, int count)
    {
        var values = new float[count];
        new CounterRandom(seed, RandomPurpose.None, 0).FillUniform(values);
        return values;
    }

    /// <summary>Images whose pixels are the activations.</summary>
    private sealed class Images(float[] pixels) : IImageSource
    {
        public int Count => pixels.Length / Features;

        public TensorShape Shape => TensorShape.Flat(Features);

        public int ClassCount => UnitInspectionTests.ClassCount;

        public void CopyImages(ReadOnlySpan<int> indices, Span<float> x)
        {
            for (var i = 0; i < indices.Length; i++)
            {
                pixels.AsSpan(indices[i] * Features, Features).CopyTo(x[(i * Features)..]);
            }
        }

        public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels)
        {
            for (var i = 0; i < indices.Length; i++)
            {
                labels[i] = Label(indices[i]);
            }
        }
    }

    /// <summary>A network of one layer that gives its input back.</summary>
    private sealed class Echo : IClassifier, IClassifierPass
    {
        private float[] _x = [];

        public TensorShape InputShape => TensorShape.Flat(Features);

        public int ClassCount => Features;

        public IReadOnlyList<LayerInfo> Layers { get; } = [new LayerInfo("0", "echo", TensorShape.Flat(Features))];

        public IReadOnlyList<int> Inputs(int layer) => [layer - 1];

        public int Capacity => int.MaxValue;

        public IClassifierPass OpenPass(int capacity) => this;

        public IClassifier Suffix(int layer) => this;

        public void Forward(ReadOnlySpan<float> x, int n, Span<float> logits) => _x = x[..(n * Features)].ToArray();

        public void InputGradient(ReadOnlySpan<float> logitGradient, Span<float> inputGradient) => logitGradient.CopyTo(inputGradient);

        public ReadOnlySpan<float> Activations(int layer) => _x;

        public void Dispose()
        {
        }
    }
}
