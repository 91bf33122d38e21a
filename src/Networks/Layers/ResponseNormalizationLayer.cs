using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>
/// Each channel of a pixel divided by a power of the neighbouring channels' squares: A. Krizhevsky, I. Sutskever, G. Hinton, "ImageNet
/// classification with deep convolutional neural networks", 2012, section 3.3, with its constants.
/// </summary>
internal sealed class ResponseNormalizationLayer(TensorShape shape) : Layer(shape, shape, Activation.Identity)
{
    private readonly LocalResponseNormalization _normalization = new() { Channels = shape.Channels };

    /// <summary>The constants.</summary>
    public LocalResponseNormalization Normalization => _normalization;

    public override string Operation => "response-norm";

    internal override bool? WantsChannelsLast => true;

    internal override bool BackwardReadsInput => true;

    internal override OperationBound Bound(float[][] values, ComputePool pool) => OperationBounds.ResponseNormalization(_normalization);

    internal override LayerPass OpenPass(LayerWeights weights, int capacity, ComputePool pool) => new Pass(_normalization, InputShape.Height * InputShape.Width, pool);

    private sealed class Pass(LocalResponseNormalization normalization, int pixels, ComputePool pool) : LayerPass
    {
        public override void Forward(ReadOnlySpan<float> x, int n, Span<float> y, TrainingBatch? batch) => normalization.Forward(n * pixels, x, y, pool);

        public override void Backward(ReadOnlySpan<float> x, int n, ReadOnlySpan<float> gz, Activation behind, Span<float> gx)
        {
            if (!gx.IsEmpty)
                normalization.InputGradient(n * pixels, x, gz, gx, behind == Activation.Identity ? Epilogue.None : Epilogue.TimesDerivative(behind, x), pool);
        }
    }
}
