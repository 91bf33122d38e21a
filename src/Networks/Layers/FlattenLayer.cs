using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Reads channels, rows and columns as one flat vector; it is a layer because an <c>nn.Sequential</c> has a module there.</summary>
internal sealed class FlattenLayer(TensorShape inputShape) : Layer(inputShape, TensorShape.Flat(inputShape.Length), Activation.Identity)
{
    public override string Operation => "flatten";

    internal override LayerPass OpenPass(LayerWeights weights, int capacity, ComputePool pool) => new Pass();

    private sealed class Pass : LayerPass
    {
        public override void Forward(ReadOnlySpan<float> x, int n, Span<float> y, TrainingBatch? batch) => x.CopyTo(y);

        public override void Backward(ReadOnlySpan<float> x, int n, ReadOnlySpan<float> gz, Activation behind, Span<float> gx)
        {
            if (gx.IsEmpty)
                return;

            gz.CopyTo(gx);
            ActivationDerivative.Multiply(behind, x, gx);
        }
    }
}
