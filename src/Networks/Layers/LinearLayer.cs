using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>z = x W^T + b with W [out, in]; any input shape is read as a flat vector.</summary>
internal sealed class LinearLayer(TensorShape inputShape, int units, Activation activation = Activation.Identity)
    : Layer(inputShape, TensorShape.Flat(units), activation)
{
    public override string Operation => "linear";

    public override IReadOnlyList<ParameterShape> Parameters { get; } =
    [
        new("weight", [units, inputShape.Length], inputShape.Length, units, units),
        new("bias", [units], inputShape.Length, units, units),
    ];

    internal override bool? WantsChannelsLast => false;

    internal override LayerWeights Bind(float[][] values, float[][]? gradients) => new LinearWeights(this, values, gradients);

    internal override OperationBound Bound(float[][] values, ComputePool pool) => OperationBounds.Dense(values[0], OutputShape.Length, InputShape.Length, pool);

    internal override LayerPass OpenPass(LayerWeights weights, int capacity, ComputePool pool)
        => new Pass(this, (LinearWeights)weights, pool);

    private sealed class LinearWeights : LayerWeights
    {
        public LinearWeights(LinearLayer layer, float[][] values, float[][]? gradients)
            : base(values, gradients)
        {
            if (gradients is not null)
                return;

            var (inputs, units) = (layer.InputShape.Length, layer.OutputShape.Length);
            ForwardPack = PackedMatrix.Pack(values[0], inputs, units, transposed: true);
            BackwardPack = PackedMatrix.Pack(values[0], units, inputs, transposed: false);
        }

        public PackedMatrix? ForwardPack { get; }

        public PackedMatrix? BackwardPack { get; }
    }

    private sealed class Pass(LinearLayer layer, LinearWeights weights, ComputePool pool) : LayerPass
    {
        private readonly int _inputs = layer.InputShape.Length;
        private readonly int _units = layer.OutputShape.Length;

        public override void Forward(ReadOnlySpan<float> x, int n, Span<float> y, TrainingBatch? batch)
        {
            var epilogue = Epilogue.BiasThen(weights.Values[1], layer.Activation);
            if (weights.ForwardPack is { } packed)
                packed.LeftMultiply(n, x, y, accumulate: false, epilogue, pool);
            else
                MatrixProduct.Multiply(MatrixLayout.TransposedB, n, _units, _inputs, x, weights.Values[0], y, accumulate: false, epilogue, pool);
        }

        public override void Backward(ReadOnlySpan<float> x, int n, ReadOnlySpan<float> gz, Activation behind, Span<float> gx)
        {
            if (weights.Gradients is { } gradients)
            {
                MatrixProduct.Multiply(MatrixLayout.TransposedA, _units, _inputs, n, gz, x, gradients[0], accumulate: false, Epilogue.None, pool);
                Columns.Sum(gz, n, gradients[1]);
            }

            if (gx.IsEmpty)
                return;

            var epilogue = behind == Activation.Identity ? Epilogue.None : Epilogue.TimesDerivative(behind, x);
            if (weights.BackwardPack is { } packed)
                packed.LeftMultiply(n, gz, gx, accumulate: false, epilogue, pool);
            else
                MatrixProduct.Multiply(MatrixLayout.Plain, n, _inputs, _units, gz, weights.Values[0], gx, accumulate: false, epilogue, pool);
        }
    }
}
