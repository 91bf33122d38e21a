using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Square windows of pixels, each made into one, channel by channel.</summary>
internal sealed class PoolingLayer : Layer
{
    private readonly Pooling2D _pooling;

    /// <param name="inputShape">Of one image.</param>
    /// <param name="kind">What becomes of a window.</param>
    /// <param name="window">Rows and columns of a window.</param>
    /// <param name="stride">Input pixels from one window to the next.</param>
    /// <param name="padding">How far the first window begins outside of the input.</param>
    public PoolingLayer(TensorShape inputShape, PoolingKind kind, int window, int stride, int padding = 0)
        : this(
            inputShape,
            new Pooling2D
            {
                Kind = kind,
                Channels = inputShape.Channels,
                Height = inputShape.Height,
                Width = inputShape.Width,
                WindowHeight = window,
                WindowWidth = window,
                StrideY = stride,
                StrideX = stride,
                PaddingY = padding,
                PaddingX = padding,
            })
    {
    }

    private PoolingLayer(TensorShape inputShape, Pooling2D pooling)
        : base(inputShape, new TensorShape(inputShape.Channels, pooling.OutputHeight, pooling.OutputWidth), Activation.Identity) =>
        _pooling = pooling;

    /// <summary>The sizes and the constants.</summary>
    public Pooling2D Pooling => _pooling;

    /// <summary>Rows and columns of a window.</summary>
    public int Window => _pooling.WindowHeight;

    public override string Operation => _pooling.Kind switch
    {
        PoolingKind.Max => "max-pool",
        PoolingKind.Average => "average-pool",
        _ => "l2-pool",
    };

    public override bool? WantsChannelsLast => true;

    public override bool BackwardReadsInput => true;

    public override bool KeepsRange => _pooling.Kind is PoolingKind.Max or PoolingKind.Average;

    public override OperationBound Bound(float[][] values, ComputeThreads threads) => OperationBounds.Pooling(_pooling);

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) => new Pass(_pooling, threads);

    private sealed class Pass(Pooling2D pooling, ComputeThreads threads) : LayerPass
    {
        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch) =>
            pooling.Forward(n, x[0], y, threads);

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx) =>
            pooling.InputGradient(n, x[0], gz, gx, Behind(behind, x[0]), threads);
    }
}
