using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

/// <summary>Dense layers with activations between them, as plain as can be: what attacks are tested on.</summary>
internal sealed class DenseClassifier(params DenseLayer[] layers) : IClassifier
{
    /// <summary>Between the layers.</summary>
    public Activation Activation { get; init; } = Activation.Sigmoid;

    public TensorShape InputShape => TensorShape.Flat(layers[0].Inputs);

    public int ClassCount => layers[^1].Outputs;

    public IReadOnlyList<LayerInfo> Layers =>
        [.. layers.Select((layer, i) => new LayerInfo($"{2 * i}", "linear", TensorShape.Flat(layer.Outputs)))];

    public IReadOnlyList<int> Inputs(int layer) => [layer - 1];

    /// <summary>From the pixels on.</summary>
    public IReadOnlyList<DenseLayer> Dense => layers;

    /// <summary>Every weight and bias, for comparing before and after.</summary>
    public float[] Parameters => [.. layers.SelectMany(layer => layer.Weights.Concat(layer.Biases))];

    public IClassifierPass OpenPass(int capacity) => new Pass(layers, Activation, capacity);

    public IClassifier Suffix(int layer) => new DenseClassifier(layers[layer..]) { Activation = Activation };

    /// <summary>Uniform weights scaled as Glorot and Bengio do, times <paramref name="gain"/>.</summary>
    public static DenseClassifier Random(ulong seed, float gain, Activation activation, params int[] sizes)
    {
        var layers = new DenseLayer[sizes.Length - 1];
        for (var i = 0; i < layers.Length; i++)
        {
            var random = new CounterRandom(seed, RandomPurpose.None, (ulong)i);
            var weights = new float[sizes[i] * sizes[i + 1]];
            random.FillUniform(weights);
            var scale = gain * MathF.Sqrt(6f / (sizes[i] + sizes[i + 1]));
            layers[i] = new DenseLayer(sizes[i], [.. weights.Select(w => scale * (2 * w - 1))], new float[sizes[i + 1]]);
        }

        return new DenseClassifier(layers) { Activation = activation };
    }

    private sealed class Pass(DenseLayer[] layers, Activation hidden, int capacity) : IClassifierPass
    {
        private readonly float[][] _outputs = [.. layers.Select(layer => new float[capacity * layer.Outputs])];
        private readonly float[][] _gradients = [.. layers.Select(layer => new float[capacity * layer.Outputs])];
        private int _n;

        public int Capacity => capacity;

        public void Forward(ReadOnlySpan<float> x, int n, Span<float> logits)
        {
            _n = n;
            for (var i = 0; i < layers.Length; i++)
            {
                var layer = layers[i];
                var activation = i == layers.Length - 1 ? Activation.Identity : hidden;
                var input = i == 0 ? x : _outputs[i - 1].AsSpan(0, n * layer.Inputs);
                layer.Forward.LeftMultiply(
                    n, input, _outputs[i], false, Epilogue.BiasThen(layer.Biases, activation), ComputeThreads.Single);
            }

            _outputs[^1].AsSpan(0, n * layers[^1].Outputs).CopyTo(logits);
        }

        public void InputGradient(ReadOnlySpan<float> logitGradient, Span<float> inputGradient)
        {
            logitGradient.CopyTo(_gradients[^1]);
            for (var i = layers.Length - 1; i >= 0; i--)
            {
                var layer = layers[i];
                var epilogue = i == 0 ? Epilogue.None : Epilogue.TimesDerivative(hidden, _outputs[i - 1].AsSpan(0, _n * layer.Inputs));
                var result = i == 0 ? inputGradient : _gradients[i - 1];
                layer.Backward.LeftMultiply(
                    _n, _gradients[i].AsSpan(0, _n * layer.Outputs), result, false, epilogue, ComputeThreads.Single);
            }
        }

        public ReadOnlySpan<float> Activations(int layer) => _outputs[layer].AsSpan(0, _n * layers[layer].Outputs);

        public void Dispose()
        {
        }
    }
}

/// <param name="Inputs">Length of its input.</param>
/// <param name="Weights">[outputs, inputs].</param>
/// <param name="Biases">[outputs].</param>
internal sealed record DenseLayer(int Inputs, float[] Weights, float[] Biases)
{
    public int Outputs => Biases.Length;

    public PackedMatrix Forward { get; } = PackedMatrix.Pack(Weights, Inputs, Biases.Length, transposed: true);

    public PackedMatrix Backward { get; } = PackedMatrix.Pack(Weights, Biases.Length, Inputs, transposed: false);
}
