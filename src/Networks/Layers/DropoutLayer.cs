using System.Numerics;
using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>
/// In training, sets each value to 0 with probability <paramref name="rate"/> and divides the others by 1 - rate; otherwise the identity.
/// N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15, 2014.
/// Differs from the paper: values are scaled in training, not weights afterwards.
/// </summary>
/// <param name="shape">Of input and output.</param>
/// <param name="rate">In [0, 1).</param>
/// <param name="position">Of the layer in its network: each has random numbers of its own.</param>
internal sealed class DropoutLayer(TensorShape shape, double rate, int position) : Layer(shape, shape, Activation.Identity)
{
    /// <summary>Networks have fewer layers.</summary>
    private const ulong MostLayers = 1024;

    private readonly float _rate = (float)rate;
    private readonly float _scale = (float)(1 / (1 - rate));

    public override string Operation => "dropout";

    public override bool IsRandomInTraining => true;

    public override bool KeepsRange => true;

    public override OperationBound Bound(float[][] values, ComputeThreads threads) => OperationBounds.Identity("off outside of training");

    public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) => new Pass(this, capacity);

    /// <summary>What training multiplies an image's values by. The numbers belong to the image and the epoch, so they do not depend on the
    /// batch.</summary>
    /// <param name="batch">The step.</param>
    /// <param name="image">Position in the training set.</param>
    /// <param name="factors">As long as the layer's input, overwritten.</param>
    internal void DrawFactors(TrainingBatch batch, int image, Span<float> factors)
    {
        var index = ((ulong)batch.Epoch * (ulong)batch.ImageCount + (ulong)image) * MostLayers + (ulong)position;
        var random = new CounterRandom(batch.Seed, RandomPurpose.Dropout, index);
        random.FillUniform(factors);
        for (var j = 0; j < factors.Length; j++)
        {
            factors[j] = factors[j] < _rate ? 0 : _scale;
        }
    }

    private sealed class Pass(DropoutLayer layer, int capacity) : LayerPass
    {
        private readonly int _length = layer.InputShape.Length;
        private float[] _factors = [];
        private bool _dropped;

        public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch)
        {
            _dropped = batch is not null;
            if (batch is null)
            {
                x[0].CopyTo(y);
                return;
            }

            if (_factors.Length == 0)
            {
                _factors = new float[capacity * _length];
            }
            for (var i = 0; i < n; i++)
            {
                layer.DrawFactors(batch, batch.Images.Span[i], _factors.AsSpan(i * _length, _length));
            }
            Multiply(x[0], _factors, y);
        }

        public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx)
        {
            if (_dropped)
            {
                Multiply(gz, _factors, gx);
            }
            else
            {
                gz.CopyTo(gx);
            }
            Elementwise.MultiplyByDerivative(behind, x[0], gx);
        }

        private static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> factors, Span<float> y)
        {
            var i = 0;
            for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                (new Vector<float>(x[i..]) * new Vector<float>(factors[i..])).CopyTo(y[i..]);
            }
            for (; i < x.Length; i++)
            {
                y[i] = x[i] * factors[i];
            }
        }
    }
}
