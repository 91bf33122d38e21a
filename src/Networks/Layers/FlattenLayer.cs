using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Reads channels, rows and columns as one flat vector, channels first, as an <c>nn.Flatten</c> does.</summary>
internal sealed class FlattenLayer(TensorShape inputShape) : Layer(inputShape, TensorShape.Flat(inputShape.Length), Activation.Identity)
{
    public override string Operation => "flatten";

    internal override bool? WantsChannelsLast => true;

    internal override bool KeepsRange => true;

    internal override OperationBound Bound(float[][] values, ComputePool pool) => OperationBounds.Identity("order of values only");

    internal override LayerPass OpenPass(LayerWeights weights, int capacity, ComputePool pool) => new Pass(InputShape);

    private sealed class Pass(TensorShape shape) : LayerPass
    {
        private readonly bool _reorders = ChannelOrder.Matters(shape);

        public override void Forward(ReadOnlySpan<float> x, int n, Span<float> y, TrainingBatch? batch)
        {
            if (_reorders)
                ChannelOrder.ToFirst(shape, x, n, y);
            else
                x.CopyTo(y);
        }

        public override void Backward(ReadOnlySpan<float> x, int n, ReadOnlySpan<float> gz, Activation behind, Span<float> gx)
        {
            if (gx.IsEmpty)
                return;

            if (_reorders)
                ChannelOrder.ToLast(shape, gz, n, gx);
            else
                gz.CopyTo(gx);
            ActivationDerivative.Multiply(behind, x, gx);
        }
    }
}
