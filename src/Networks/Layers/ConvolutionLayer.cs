using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>z = x * W + b, a two-dimensional convolution with square filters.</summary>
internal sealed class ConvolutionLayer : Layer
{
    private readonly Convolution2DShape _shape;
    private readonly bool _hasBias;

    /// <param name="inputShape">Of one image.</param>
    /// <param name="filters">Channels of the output.</param>
    /// <param name="kernel">Rows and columns of a filter.</param>
    /// <param name="padding">Zeros on every side of the input.</param>
    /// <param name="stride">Input pixels from one output pixel to the next.</param>
    /// <param name="groups">Divides the channels and the filters.</param>
    /// <param name="activation">Applied to z.</param>
    /// <param name="bias">Whether there is a b.</param>
    public ConvolutionLayer(
        TensorShape inputShape,
        int filters,
        int kernel,
        int padding = 0,
        int stride = 1,
        int groups = 1,
        Activation activation = Activation.Identity,
        bool bias = true)
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
            activation,
            bias)
    {
    }

    private ConvolutionLayer(TensorShape inputShape, Convolution2DShape shape, Activation activation, bool bias)
        : base(inputShape, new TensorShape(shape.Filters, shape.OutputHeight, shape.OutputWidth), activation)
    {
        (_shape, _hasBias) = (shape, bias);
        var depth = shape.Channels / shape.Groups;
        var window = shape.KernelHeight * shape.KernelWidth;
        Parameters =
        [
            new("weight", ParameterRole.Weight, [shape.Filters, depth, shape.KernelHeight, shape.KernelWidth])
            {
                FanIn = depth * window,
                FanOut = shape.Filters / shape.Groups * window,
                Units = shape.Filters,
            },
            .. bias ? [new ParameterShape("bias", ParameterRole.Bias, [shape.Filters])] : Array.Empty<ParameterShape>(),
        ];
    }

    /// <summary>The sizes.</summary>
    public Convolution2DShape Shape => _shape;

    /// <summary>Zeros on every side of the input.</summary>
    public int Padding => _shape.PaddingY;

    public override string Operation => "conv2d";

    public override IReadOnlyList<ParameterShape> Parameters { get; }

    public override long Multiplications => base.Multiplications * _shape.OutputHeight * _shape.OutputWidth;

    public override bool? WantsChannelsLast => true;

    public override LayerWeights Bind(float[][] values, float[][]? gradients) => new ConvolutionWeights(_shape, values, gradients);

    public override OperationBound Bound(float[][] values, ComputeThreads threads) =>
        OperationBounds.Convolution(_shape, values[0], threads);

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) =>
        new Pass(this, (ConvolutionWeights)weights, threads);

    private sealed class ConvolutionWeights : LayerWeights
    {
        public ConvolutionWeights(Convolution2DShape shape, float[][] values, float[][]? gradients)
            : base(values, gradients)
        {
            Convolution = new Convolution2D(shape);
            if (gradients is null)
            {
                Convolution.Load(values[0], ComputeThreads.Single);
            }
        }

        /// <summary>Holds the weights as they were when they were loaded last: for good, or in training by each forward call.</summary>
        public Convolution2D Convolution { get; }
    }

    private sealed class Pass(ConvolutionLayer layer, ConvolutionWeights weights, ComputeThreads threads) : LayerPass
    {
        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch)
        {
            if (weights.Gradients is not null)
            {
                weights.Convolution.Load(weights.Values[0], threads);
            }
            weights.Convolution.Forward(
                n, x[0], y, Epilogue.BiasThen(layer._hasBias ? weights.Values[1] : default, layer.Activation), threads);
        }

        public override void ParameterGradients(LayerInputs x, int n, ReadOnlySpan<float> gz, float[][] gradients) =>
            ConvolutionWeightGradient.Compute(layer._shape, n, x[0], gz, gradients[0], layer._hasBias ? gradients[1] : default, threads);

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx) =>
            weights.Convolution.InputGradient(n, gz, gx, Behind(behind, x[0]), threads);
    }
}
