using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>y = (x - mean) / deviation, with constants of each channel: so that a network trained on standardised images still takes images
/// in [0, 1].</summary>
/// <param name="shape">Of input and output.</param>
/// <param name="mean">One value per channel.</param>
/// <param name="deviation">One value above 0 per channel.</param>
internal sealed class StandardizationLayer(TensorShape shape, IReadOnlyList<double> mean, IReadOnlyList<double> deviation)
    : Layer(shape, shape, Activation.Identity)
{
    private readonly float[] _mean = [.. mean.Select(value => (float)value)];
    private readonly float[] _deviation = [.. deviation.Select(value => (float)value)];

    public override string Operation => "standardize";

    /// <summary>One value per channel.</summary>
    public IReadOnlyList<float> Mean => _mean;

    /// <summary>One value per channel.</summary>
    public IReadOnlyList<float> Deviation => _deviation;

    /// <summary>The factor of each channel: 1 / deviation.</summary>
    public IEnumerable<double> Gains => _deviation.Select(value => 1.0 / value);

    public override bool? WantsChannelsLast => true;

    public override OperationBound Bound(float[][] values, ComputeThreads threads) =>
        new(Gains.Max(), "the smallest deviation of a channel");

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) => new Pass(_mean, _deviation);

    private sealed class Pass(float[] mean, float[] deviation) : LayerPass
    {
        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch)
        {
            var pixels = x[0];
            for (var i = 0; i < pixels.Length; i += mean.Length)
            {
                for (var c = 0; c < mean.Length; c++)
                {
                    y[i + c] = (pixels[i + c] - mean[c]) / deviation[c];
                }
            }
        }

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx)
        {
            for (var i = 0; i < gx.Length; i += mean.Length)
            {
                for (var c = 0; c < mean.Length; c++)
                {
                    gx[i + c] = gz[i + c] / deviation[c];
                }
            }

            Elementwise.MultiplyByDerivative(behind, x[0], gx);
        }
    }
}
