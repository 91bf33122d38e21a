using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Analysis.Tests;

/// <summary>Classes by a table of weights: logits W x, with a first layer that doubles every value. As plain as a classifier can
/// be.</summary>
internal sealed class LinearVictim(float[][] weights) : IClassifier
{
    public TensorShape InputShape => TensorShape.Flat(weights[0].Length);

    public int ClassCount => weights.Length;

    public IReadOnlyList<LayerInfo> Layers => [new("0", "double", InputShape), new("1", "linear", TensorShape.Flat(ClassCount))];

    public IReadOnlyList<int> Inputs(int layer) => [layer - 1];

    public IClassifierPass OpenPass(int capacity) => new Pass(weights, capacity);

    public IClassifier Suffix(int layer) => throw new NotSupportedException();

    private sealed class Pass(float[][] weights, int capacity) : IClassifierPass
    {
        private float[] _doubled = [];
        private float[] _logits = [];

        public int Capacity => capacity;

        public void Forward(ReadOnlySpan<float> x, int n, Span<float> logits)
        {
            Assert.InRange(n, 1, capacity);
            var inputs = weights[0].Length;
            _doubled = [.. x[..(n * inputs)].ToArray().Select(v => 2 * v)];
            _logits = [.. Enumerable.Range(0, n).SelectMany(
                i => weights.Select(row => row.Zip(_doubled.Skip(i * inputs), (w, v) => w * v / 2).Sum()))];
            _logits.CopyTo(logits);
        }

        public void InputGradient(ReadOnlySpan<float> logitGradient, Span<float> inputGradient) => throw new NotSupportedException();

        public ReadOnlySpan<float> Activations(int layer) => layer == 0 ? _doubled : _logits;

        public void Dispose()
        {
        }
    }
}
