using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>z = x1 + x2 + …, value by value and in this order: where branches of a network meet.</summary>
/// <param name="shape">Of every input and of the output.</param>
/// <param name="inputs">How many values it reads, at least 2.</param>
/// <param name="activation">Applied to z.</param>
internal sealed class AddLayer(TensorShape shape, int inputs = 2, Activation activation = Activation.Identity)
    : Layer([.. Enumerable.Repeat(shape, inputs)], shape, activation)
{
    public override string Operation => "add";

    public override OperationBound Bound(float[][] values, ComputeThreads threads) => OperationBounds.Identity("sum of its inputs");

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) => new Pass(Activation);

    private sealed class Pass(Activation activation) : LayerPass
    {
        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch)
        {
            x[0].CopyTo(y);
            for (var i = 1; i < x.Count; i++)
            {
                Elementwise.Add(x[i], y);
            }

            Elementwise.Activate(activation, y);
        }

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx)
        {
            gz.CopyTo(gx);
            Elementwise.MultiplyByDerivative(behind, x[input], gx);
        }
    }
}
