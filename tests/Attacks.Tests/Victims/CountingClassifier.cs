using Experiments.Networks;

namespace Experiments.Attacks.Tests;

/// <summary>Notes the size of every batch of gradients.</summary>
internal sealed class CountingClassifier(IClassifier inner) : IClassifier
{
    public List<int> Batches { get; } = [];

    public TensorShape InputShape => inner.InputShape;

    public int ClassCount => inner.ClassCount;

    public IReadOnlyList<LayerInfo> Layers => inner.Layers;

    public IClassifierPass OpenPass(int capacity) => new Pass(this, inner.OpenPass(capacity));

    public IClassifier Suffix(int layer) => inner.Suffix(layer);

    private sealed class Pass(CountingClassifier owner, IClassifierPass inner) : IClassifierPass
    {
        public int Capacity => inner.Capacity;

        public void Forward(ReadOnlySpan<float> x, int n, Span<float> logits) => inner.Forward(x, n, logits);

        public void InputGradient(ReadOnlySpan<float> logitGradient, Span<float> inputGradient)
        {
            owner.Batches.Add(logitGradient.Length / owner.ClassCount);
            inner.InputGradient(logitGradient, inputGradient);
        }

        public ReadOnlySpan<float> Activations(int layer) => inner.Activations(layer);

        public void Dispose() => inner.Dispose();
    }
}
