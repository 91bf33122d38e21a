using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

/// <summary>Notes the size of every batch of gradients. Attacks need no more of a network than this.</summary>
internal sealed class CountingSource(IGradientSource inner) : IGradientSource
{
    public List<int> Batches { get; } = [];

    public TensorShape InputShape => inner.InputShape;

    public int ClassCount => inner.ClassCount;

    public IGradientPass OpenPass(int capacity) => new Pass(this, inner.OpenPass(capacity));

    private sealed class Pass(CountingSource owner, IGradientPass inner) : IGradientPass
    {
        public int Capacity => inner.Capacity;

        public void Forward(ReadOnlySpan<float> x, int n, Span<float> logits) => inner.Forward(x, n, logits);

        public void InputGradient(ReadOnlySpan<float> logitGradient, Span<float> inputGradient)
        {
            owner.Batches.Add(logitGradient.Length / owner.ClassCount);
            inner.InputGradient(logitGradient, inputGradient);
        }

        public void Dispose() => inner.Dispose();
    }
}
