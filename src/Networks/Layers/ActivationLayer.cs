using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>An activation of its own, where it does not follow a layer that it can be fused to.</summary>
internal sealed class ActivationLayer(TensorShape shape, Activation activation) : Layer(shape, shape, activation)
{
    public override string Operation => "";

    public override OperationBound Bound(float[][] values, ComputeThreads threads) => OperationBounds.Identity("the activation alone");

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) => new Pass(Activation);

    private sealed class Pass(Activation activation) : LayerPass
    {
        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch)
        {
            x[0].CopyTo(y);
            Elementwise.Activate(activation, y);
        }

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx)
        {
            gz.CopyTo(gx);
            Elementwise.MultiplyByDerivative(behind, x[0], gx);
        }
    }
}
