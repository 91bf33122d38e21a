using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>z = x * W + b, a two-dimensional convolution with square filters.</summary>
internal sealed class ConvolutionLayer : Layer
{
    private readonly Convolution2DShape _shape;

    /// <param name="inputShape">Of one image.</param>
    /// <param name="filters">Channels of the output.</param>
    /// <param name="kernel">Rows and columns of a filter.</param>
    /// <param name="padding">Zeros on every side of the input.</param>
    /// <param name="stride">Input pixels from one output pixel to the next.</param>
    /// <param name="groups">Divides the channels and the filters.</param>
    /// <param name="activation">Applied to z.</param>
    public ConvolutionLayer(TensorShape inputShape, int filters, int kernel, int padding = 0, int stride = 1, int groups = 1, Activation activation = Activation.Identity)
        : this(
            inputShape,
            new Convolution2DShape
            {
                Channels = inputShape.Channels,
                Height = inputShape.Height,
                Width = inputShape.Width,
                Filters = filters,
                KernelHeight = kernel,
                KernelWidth = kernel,
                PaddingY = padding,
                PaddingX = padding,
                StrideY = stride,
                StrideX = stride,
                Groups = groups,
            },
            activation)
    {
    }

    private ConvolutionLayer(TensorShape inputShape, Convolution2DShape shape, Activation activation)
        : base(inputShape, new TensorShape(shape.Filters, shape.OutputHeight, shape.OutputWidth), activation)
    {
        _shape = shape;
        var depth = shape.Channels / shape.Groups;
        var window = shape.KernelHeight * shape.KernelWidth;
        Parameters =
        [
            new("weight", [shape.Filters, depth, shape.KernelHeight, shape.KernelWidth], depth * window, shape.Filters / shape.Groups * window, shape.Filters),
            new("bias", [shape.Filters], depth * window, shape.Filters / shape.Groups * window, shape.Filters),
        ];
    }

    /// <summary>The sizes.</summary>
    public Convolution2DShape Shape => _shape;

    /// <summary>Zeros on every side of the input.</summary>
    public int Padding => _shape.PaddingY;

    public override string Operation => "conv2d";

    public override IReadOnlyList<ParameterShape> Parameters { get; }

    public override long Multiplications => base.Multiplications * _shape.OutputHeight * _shape.OutputWidth;

    internal override bool? WantsChannelsLast => true;

    internal override LayerWeights Bind(float[][] values, float[][]? gradients) => new ConvolutionWeights(_shape, values, gradients);

    internal override OperationBound Bound(float[][] values, ComputePool pool) => OperationBounds.Convolution(_shape, values[0], pool);

    internal override LayerPass OpenPass(LayerWeights weights, int capacity, ComputePool pool) => new Pass(this, (ConvolutionWeights)weights, pool);

    private sealed class ConvolutionWeights : LayerWeights
    {
        public ConvolutionWeights(Convolution2DShape shape, float[][] values, float[][]? gradients)
            : base(values, gradients)
        {
            Convolution = new Convolution2D(shape);
            if (gradients is null)
                Convolution.Load(values[0], ComputePool.Single);
        }

        /// <summary>Holds the weights as they were when they were loaded last: for good, or in training by each forward call.</summary>
        public Convolution2D Convolution { get; }
    }

    private sealed class Pass(ConvolutionLayer layer, ConvolutionWeights weights, ComputePool pool) : LayerPass
    {
        public override void Forward(ReadOnlySpan<float> x, int n, Span<float> y, TrainingBatch? batch)
        {
            if (weights.Gradients is not null)
                weights.Convolution.Load(weights.Values[0], pool);
            weights.Convolution.Forward(n, x, y, Epilogue.BiasThen(weights.Values[1], layer.Activation), pool);
        }

        public override void Backward(ReadOnlySpan<float> x, int n, ReadOnlySpan<float> gz, Activation behind, Span<float> gx)
        {
            if (weights.Gradients is { } gradients)
                ConvolutionWeightGradient.Compute(layer._shape, n, x, gz, gradients[0], gradients[1], pool);
            if (!gx.IsEmpty)
                weights.Convolution.InputGradient(n, gz, gx, behind == Activation.Identity ? Epilogue.None : Epilogue.TimesDerivative(behind, x), pool);
        }
    }
}
