using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Each channel of a pixel divided by a power of the neighbouring channels' squares: A. Krizhevsky, I. Sutskever, G. Hinton,
/// "ImageNet classification with deep convolutional neural networks", 2012, section 3.3, with its constants.</summary>
internal sealed class ResponseNormalizationLayer(TensorShape shape) : Layer(shape, shape, Activation.Identity)
{
    private readonly LocalResponseNormalization _normalization = new() { Channels = shape.Channels };

    /// <summary>The constants.</summary>
    public LocalResponseNormalization Normalization => _normalization;

    public override string Operation => "response-norm";

    public override bool? WantsChannelsLast => true;

    public override bool BackwardReadsInput => true;

    public override OperationBound Bound(float[][] values, ComputeThreads threads) => OperationBounds.ResponseNormalization(_normalization);

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) =>
        new Pass(_normalization, InputShape.Height * InputShape.Width, threads);

    private sealed class Pass(LocalResponseNormalization normalization, int pixels, ComputeThreads threads) : LayerPass
    {
        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch) =>
            normalization.Forward(n * pixels, x[0], y, threads);

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx) =>
            normalization.InputGradient(n * pixels, x[0], gz, gx, Behind(behind, x[0]), threads);
    }
}
