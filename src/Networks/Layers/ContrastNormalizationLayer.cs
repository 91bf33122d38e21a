using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Local contrast normalisation over all channels: see <see cref="LocalContrastNormalization"/>.</summary>
/// <param name="shape">Of input and output.</param>
/// <param name="size">Rows and columns of the window; odd.</param>
internal sealed class ContrastNormalizationLayer(TensorShape shape, int size) : Layer(shape, shape, Activation.Identity)
{
    private readonly LocalContrastNormalization _normalization =
        new() { Channels = shape.Channels, Height = shape.Height, Width = shape.Width, Size = size };

    /// <summary>The sizes and the constants.</summary>
    public LocalContrastNormalization Normalization => _normalization;

    public override string Operation => "contrast-norm";

    public override bool? WantsChannelsLast => true;

    public override bool BackwardReadsInput => true;

    public override OperationBound Bound(float[][] values, ComputeThreads threads) => OperationBounds.ContrastNormalization(_normalization);

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) => new Pass(_normalization, threads);

    private sealed class Pass(LocalContrastNormalization normalization, ComputeThreads threads) : LayerPass
    {
        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch) =>
            normalization.Forward(n, x[0], y, threads);

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx) =>
            normalization.InputGradient(n, x[0], gz, gx, Behind(behind, x[0]), threads);
    }
}
