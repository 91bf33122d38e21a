using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>z = x W^T + b with W [out, in]; any input shape is read as a flat vector.</summary>
/// <param name="inputShape">Of one image.</param>
/// <param name="units">Length of the output.</param>
/// <param name="activation">Applied to z.</param>
/// <param name="bias">Whether there is a b.</param>
internal sealed class LinearLayer(TensorShape inputShape, int units, Activation activation = Activation.Identity, bool bias = true)
    : Layer(inputShape, TensorShape.Flat(units), activation)
{
    private readonly bool _hasBias = bias;

    public override string Operation => "linear";

    public override IReadOnlyList<ParameterShape> Parameters { get; } =
    [
        new("weight", ParameterRole.Weight, [units, inputShape.Length]) { FanIn = inputShape.Length, FanOut = units, Units = units },
        .. bias ? [new ParameterShape("bias", ParameterRole.Bias, [units])] : Array.Empty<ParameterShape>(),
    ];

    public override bool? WantsChannelsLast => false;

    public override LayerWeights Bind(float[][] values, float[][]? gradients) => new LinearWeights(this, values, gradients);

    public override OperationBound Bound(float[][] values, ComputeThreads threads) =>
        OperationBounds.Dense(values[0], OutputShape.Length, InputShape.Length, threads);

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) =>
        new Pass(this, (LinearWeights)weights, threads);

    private sealed class LinearWeights : LayerWeights
    {
        public LinearWeights(LinearLayer layer, float[][] values, float[][]? gradients)
            : base(values, gradients)
        {
            if (gradients is not null)
            {
                return;
            }

            var (inputs, units) = (layer.InputShape.Length, layer.OutputShape.Length);
            ForwardPack = PackedMatrix.Pack(values[0], inputs, units, transposed: true);
            BackwardPack = PackedMatrix.Pack(values[0], units, inputs, transposed: false);
        }

        public PackedMatrix? ForwardPack { get; }

        public PackedMatrix? BackwardPack { get; }
    }

    private sealed class Pass(LinearLayer layer, LinearWeights weights, ComputeThreads threads) : LayerPass
    {
        private readonly int _inputs = layer.InputShape.Length;
        private readonly int _units = layer.OutputShape.Length;

        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch)
        {
            var epilogue = Epilogue.BiasThen(layer._hasBias ? weights.Values[1] : default, layer.Activation);
            if (weights.ForwardPack is { } packed)
            {
                packed.LeftMultiply(n, x[0], y, accumulate: false, epilogue, threads);
            }
            else
            {
                MatrixProduct.Multiply(
                    MatrixLayout.TransposedB, n, _units, _inputs, x[0], weights.Values[0], y, accumulate: false, epilogue, threads);
            }
        }

        public override void ParameterGradients(LayerInputs x, int n, ReadOnlySpan<float> gz, float[][] gradients)
        {
            MatrixProduct.Multiply(
                MatrixLayout.TransposedA, _units, _inputs, n, gz, x[0], gradients[0], accumulate: false, Epilogue.None, threads);
            if (layer._hasBias)
            {
                Columns.Sum(gz, n, gradients[1]);
            }
        }

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx)
        {
            var epilogue = Behind(behind, x[0]);
            if (weights.BackwardPack is { } packed)
            {
                packed.LeftMultiply(n, gz, gx, accumulate: false, epilogue, threads);
            }
            else
            {
                MatrixProduct.Multiply(
                    MatrixLayout.Plain, n, _inputs, _units, gz, weights.Values[0], gx, accumulate: false, epilogue, threads);
            }
        }
    }
}
