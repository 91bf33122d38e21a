using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Local contrast normalisation over all channels: see <see cref="LocalContrastNormalization"/>.</summary>
/// <param name="shape">Of input and output.</param>
/// <param name="size">Rows and columns of the window; odd.</param>
internal sealed class ContrastNormalizationLayer(TensorShape shape, int size) : Layer(shape, shape, Activation.Identity)
{
    private readonly LocalContrastNormalization _normalization = new() { Channels = shape.Channels, Height = shape.Height, Width = shape.Width, Size = size };

    /// <summary>The sizes and the constants.</summary>
    public LocalContrastNormalization Normalization => _normalization;

    public override string Operation => "contrast-norm";

    internal override bool? WantsChannelsLast => true;

    internal override bool BackwardReadsInput => true;

    internal override OperationBound Bound(float[][] values, ComputePool pool) => OperationBounds.ContrastNormalization(_normalization);

    internal override LayerPass OpenPass(LayerWeights weights, int capacity, ComputePool pool) => new Pass(_normalization, pool);

    private sealed class Pass(LocalContrastNormalization normalization, ComputePool pool) : LayerPass
    {
        public override void Forward(ReadOnlySpan<float> x, int n, Span<float> y, TrainingBatch? batch) => normalization.Forward(n, x, y, pool);

        public override void Backward(ReadOnlySpan<float> x, int n, ReadOnlySpan<float> gz, Activation behind, Span<float> gx)
        {
            if (!gx.IsEmpty)
                normalization.InputGradient(n, x, gz, gx, behind == Activation.Identity ? Epilogue.None : Epilogue.TimesDerivative(behind, x), pool);
        }
    }
}
