using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>z = W x: filters of one size at every place, not shared between places and without biases.</summary>
internal sealed class LocallyConnectedLayer : Layer
{
    private readonly Convolution2DShape _shape;

    /// <param name="inputShape">Of one image.</param>
    /// <param name="filters">Units at every place.</param>
    /// <param name="kernel">Rows and columns of a filter.</param>
    /// <param name="stride">Input pixels from one place to the next.</param>
    public LocallyConnectedLayer(TensorShape inputShape, int filters, int kernel, int stride)
        : this(inputShape, LocalWeights.ShapeOf(inputShape, filters, kernel, stride))
    {
    }

    private LocallyConnectedLayer(TensorShape inputShape, Convolution2DShape shape)
        : base(inputShape, new TensorShape(shape.Filters, shape.OutputHeight, shape.OutputWidth), Activation.Identity)
    {
        _shape = shape;
        Parameters = [LocalWeights.Describe(shape, OutputShape.Length)];
    }

    /// <summary>The sizes.</summary>
    public Convolution2DShape Shape => _shape;

    public override string Operation => "local2d";

    public override IReadOnlyList<ParameterShape> Parameters { get; }

    public override bool? WantsChannelsLast => true;

    /// <summary>The layer that goes back from this one's output to its input, with weights of its own.</summary>
    internal TransposedLocalLayer Transpose() => new(OutputShape, InputShape, _shape);

    public override OperationBound Bound(float[][] values, ComputeThreads threads) =>
        OperationBounds.LocalFilters(_shape, values[0], threads);

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) => new Pass(_shape, weights, threads);

    private sealed class Pass(Convolution2DShape shape, LayerWeights weights, ComputeThreads threads) : LayerPass
    {
        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch) =>
            LocallyConnected2D.Forward(shape, n, x[0], weights.Values[0], y, Epilogue.None, threads);

        public override void ParameterGradients(LayerInputs x, int n, ReadOnlySpan<float> gz, float[][] gradients) =>
            LocallyConnected2D.WeightGradient(shape, n, x[0], gz, gradients[0], threads);

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx) =>
            LocallyConnected2D.InputGradient(shape, n, gz, weights.Values[0], gx, Behind(behind, x[0]), threads);
    }
}

/// <summary>z = W^T x with the weights of a locally connected layer's shape: every unit adds its filter, times its value, to the
/// image.</summary>
internal sealed class TransposedLocalLayer : Layer
{
    private readonly Convolution2DShape _shape;

    /// <param name="inputShape">Output of the layer that this one goes back from.</param>
    /// <param name="outputShape">Input of that layer.</param>
    /// <param name="shape">Of that layer.</param>
    public TransposedLocalLayer(TensorShape inputShape, TensorShape outputShape, Convolution2DShape shape)
        : base(inputShape, outputShape, Activation.Identity)
    {
        _shape = shape;
        Parameters = [LocalWeights.Describe(shape, outputShape.Length)];
    }

    /// <summary>The sizes of the layer that this one goes back from.</summary>
    public Convolution2DShape Shape => _shape;

    public override string Operation => "local2d-transposed";

    public override IReadOnlyList<ParameterShape> Parameters { get; }

    public override bool? WantsChannelsLast => true;

    public override OperationBound Bound(float[][] values, ComputeThreads threads) =>
        OperationBounds.LocalFilters(_shape, values[0], threads);

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) => new Pass(_shape, weights, threads);

    private sealed class Pass(Convolution2DShape shape, LayerWeights weights, ComputeThreads threads) : LayerPass
    {
        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch) =>
            LocallyConnected2D.InputGradient(shape, n, x[0], weights.Values[0], y, Epilogue.None, threads);

        public override void ParameterGradients(LayerInputs x, int n, ReadOnlySpan<float> gz, float[][] gradients) =>
            LocallyConnected2D.WeightGradient(shape, n, gz, x[0], gradients[0], threads);

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx) =>
            LocallyConnected2D.Forward(shape, n, gz, weights.Values[0], gx, Behind(behind, x[0]), threads);
    }
}

/// <summary>What a locally connected layer and its transpose have in common.</summary>
internal static class LocalWeights
{
    public static Convolution2DShape ShapeOf(TensorShape inputShape, int filters, int kernel, int stride) => new()
    {
        Channels = inputShape.Channels,
        Height = inputShape.Height,
        Width = inputShape.Width,
        Filters = filters,
        KernelHeight = kernel,
        KernelWidth = kernel,
        StrideY = stride,
        StrideX = stride,
    };

    /// <summary>One filter after the other would be PyTorch's order; there is no such layer in PyTorch, so the kernels' order is
    /// kept.</summary>
    public static ParameterShape Describe(Convolution2DShape shape, int units)
    {
        var window = shape.KernelHeight * shape.KernelWidth;
        return new(
            "weight", ParameterRole.Weight,
            [shape.OutputHeight, shape.OutputWidth, shape.KernelHeight, shape.KernelWidth, shape.Channels, shape.Filters])
        {
            FanIn = window * shape.Channels,
            FanOut = window * shape.Filters,
            Units = units,
        };
    }
}
