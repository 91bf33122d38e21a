using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>An activation of its own, where it does not follow a layer that it can be fused to.</summary>
internal sealed class ActivationLayer(TensorShape shape, Activation activation) : Layer(shape, shape, activation)
{
    public override string Operation => "";

    internal override OperationBound Bound(float[][] values, ComputePool pool) => OperationBounds.Identity("the activation alone");

    internal override LayerPass OpenPass(LayerWeights weights, int capacity, ComputePool pool) => new Pass(Activation);

    private sealed class Pass(Activation activation) : LayerPass
    {
        public override void Forward(ReadOnlySpan<float> x, int n, Span<float> y, TrainingBatch? batch) => ActivationFunction.Apply(activation, x, y);

        public override void Backward(ReadOnlySpan<float> x, int n, ReadOnlySpan<float> gz, Activation behind, Span<float> gx)
        {
            if (gx.IsEmpty)
                return;

            gz.CopyTo(gx);
            ActivationDerivative.Multiply(behind, x, gx);
        }
    }
}
