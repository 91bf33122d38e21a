using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Reads channels, rows and columns as one flat vector, channels first, as an <c>nn.Flatten</c> does.</summary>
internal sealed class FlattenLayer(TensorShape inputShape) : Layer(inputShape, TensorShape.Flat(inputShape.Length), Activation.Identity)
{
    public override string Operation => "flatten";

    public override bool? WantsChannelsLast => true;

    public override bool KeepsRange => true;

    public override OperationBound Bound(float[][] values, ComputeThreads threads) => OperationBounds.Identity("order of values only");

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) => new Pass(InputShape);

    private sealed class Pass(TensorShape shape) : LayerPass
    {
        private readonly bool _reorders = ChannelOrder.Matters(shape);

        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch)
        {
            if (_reorders)
            {
                ChannelOrder.ToFirst(shape, x[0], n, y);
            }
            else
            {
                x[0].CopyTo(y);
            }
        }

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx)
        {
            if (_reorders)
            {
                ChannelOrder.ToLast(shape, gz, n, gx);
            }
            else
            {
                gz.CopyTo(gx);
            }
            Elementwise.MultiplyByDerivative(behind, x[0], gx);
        }
    }
}
