using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Layers with their weights, run one after the other with buffers allocated once.</summary>
internal sealed class LayerStack
{
    private readonly Layer[] _layers;
    private readonly LayerPass[] _passes;
    private readonly float[][] _outputs;
    private readonly float[][] _gradients;
    private readonly bool[] _channelsLast;
    private readonly float[] _input;
    private readonly float[] _inputGradient;

    /// <param name="layers">From the input to the output.</param>
    /// <param name="weights">Of each layer.</param>
    /// <param name="capacity">The most images at a time.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="ArgumentException">Two layers that follow each other do not fit.</exception>
    public LayerStack(IReadOnlyList<Layer> layers, IReadOnlyList<LayerWeights> weights, int capacity, ComputePool pool)
    {
        CheckFit(layers);
        _layers = [.. layers];
        _passes = [.. layers.Select((layer, i) => layer.OpenPass(weights[i], capacity, pool))];
        _outputs = [.. layers.Select(layer => new float[checked(layer.OutputShape.Length * capacity)])];
        _gradients = [.. layers.Select(layer => new float[checked(layer.OutputShape.Length * capacity)])];
        _channelsLast = [.. Enumerable.Range(0, layers.Count + 1).Select(layer => ChannelOrder.IsLast(layers, layer))];
        _input = new float[_channelsLast[0] ? checked(layers[0].InputShape.Length * capacity) : 0];
        _inputGradient = new float[_input.Length];
    }

    public int Count => _layers.Length;

    /// <summary>The output of a layer in the last forward call as it lies in memory: [n, output]; channels may be last.</summary>
    public ReadOnlySpan<float> Output(int layer, int n) => _outputs[layer].AsSpan(0, n * _layers[layer].OutputShape.Length);

    /// <summary>d(loss)/d(a layer's result before its activation): [n, output]. The last layer's is written by whoever knows the loss.</summary>
    public Span<float> Gradient(int layer, int n) => _gradients[layer].AsSpan(0, n * _layers[layer].OutputShape.Length);

    /// <summary>Whether the output of a layer lies in memory with channels last.</summary>
    public bool HasChannelsLast(int layer) => _channelsLast[layer + 1];

    /// <summary>Runs all layers.</summary>
    /// <param name="x">[n, input], channels first.</param>
    /// <param name="n">Images.</param>
    /// <param name="batch">Which training images these are; null outside training.</param>
    public void Forward(ReadOnlySpan<float> x, int n, TrainingBatch? batch)
    {
        if (_channelsLast[0])
        {
            ChannelOrder.ToLast(_layers[0].InputShape, x, n, _input);
            x = _input.AsSpan(0, n * _layers[0].InputShape.Length);
        }

        for (var i = 0; i < _layers.Length; i++)
            _passes[i].Forward(i == 0 ? x : Output(i - 1, n), n, _outputs[i].AsSpan(0, n * _layers[i].OutputShape.Length), batch);
    }

    /// <summary>Propagates the gradient of the last layer back to the input.</summary>
    /// <param name="x">[n, input], as in the forward call; read only by layers that need it.</param>
    /// <param name="n">Images, as in the forward call.</param>
    /// <param name="inputGradient">[n, input], d(loss)/d(x), overwritten; empty if not wanted.</param>
    /// <param name="penalty">Adds to the gradient of a hidden layer on the way; null for none.</param>
    public void Backward(ReadOnlySpan<float> x, int n, Span<float> inputGradient, HiddenPenalty? penalty = null)
    {
        if (!_channelsLast[0])
        {
            Propagate(x, n, inputGradient, penalty);
            return;
        }

        var shape = _layers[0].InputShape;
        var gradient = inputGradient.IsEmpty ? default : _inputGradient.AsSpan(0, n * shape.Length);
        Propagate(_input.AsSpan(0, n * shape.Length), n, gradient, penalty);
        if (!inputGradient.IsEmpty)
            ChannelOrder.ToFirst(shape, gradient, n, inputGradient);
    }

    /// <summary>A mistake in an architecture must not become a network that computes something else.</summary>
    private static void CheckFit(IReadOnlyList<Layer> layers)
    {
        var last = ChannelOrder.IsLast(layers, 0);
        for (var i = 1; i < layers.Count; i++)
        {
            var (before, layer) = (layers[i - 1], layers[i]);
            last = ChannelOrder.Matters(before.OutputShape) && (before.WantsChannelsLast ?? last);
            if (layer.InputShape.Length != before.OutputShape.Length)
                throw new ArgumentException($"layer {i} ({layer.Kind}) has input {layer.InputShape}; it must be the output of the layer before, {before.OutputShape}.");
            if (ChannelOrder.IsLast(layers, i) != last)
                throw new ArgumentException($"layer {i} ({layer.Kind}) follows {before.Kind}; there must be a flatten layer between them.");
        }
    }

    private void Propagate(ReadOnlySpan<float> x, int n, Span<float> inputGradient, HiddenPenalty? penalty)
    {
        for (var i = _layers.Length - 1; i >= 0; i--)
        {
            if (penalty is not null && penalty.Layer == i)
                penalty.AddGradient(Output(i, n), n, _layers[i].Activation, Gradient(i, n));

            var behind = i == 0 ? Activation.Identity : _layers[i - 1].Activation;
            _passes[i].Backward(i == 0 ? x : Output(i - 1, n), n, Gradient(i, n), behind, i == 0 ? inputGradient : Gradient(i - 1, n));
        }
    }
}
