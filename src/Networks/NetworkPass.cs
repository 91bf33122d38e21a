using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>A pass of the CPU backend. Allocates nothing after it was made, but for the first look at activations whose channels come last.</summary>
internal sealed class NetworkPass : IClassifierPass
{
    private readonly Layer[] _layers;
    private readonly LayerStack _stack;
    private readonly float[]?[] _reordered;
    private readonly Activation _outputActivation;
    private readonly int _inputLength;
    private readonly int _classCount;
    private readonly float[] _input;
    private int _n;

    public NetworkPass(Layer[] layers, LayerWeights[] weights, int capacity, ComputePool pool)
    {
        _layers = layers;
        _reordered = new float[]?[layers.Length];
        _stack = new LayerStack(layers, weights, capacity, pool);
        _outputActivation = layers[^1].Activation;
        _inputLength = layers[0].InputShape.Length;
        _classCount = layers[^1].OutputShape.Length;
        _input = layers[0].BackwardReadsInput ? new float[checked(capacity * _inputLength)] : [];
        Capacity = capacity;
    }

    public int Capacity { get; }

    public void Forward(ReadOnlySpan<float> x, int n, Span<float> logits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, Capacity);
        PassCheck.Length(x.Length, n, _inputLength, nameof(x));
        PassCheck.Length(logits.Length, n, _classCount, nameof(logits));
        _n = 0;
        _stack.Forward(x, n, batch: null);
        if (_input.Length > 0)
            x[..(n * _inputLength)].CopyTo(_input);

        _stack.Output(_stack.Count - 1, n).CopyTo(logits);
        _n = n;
    }

    public void InputGradient(ReadOnlySpan<float> logitGradient, Span<float> inputGradient)
    {
        PassCheck.WasForward(_n);
        PassCheck.Length(logitGradient.Length, _n, _classCount, nameof(logitGradient));
        PassCheck.Length(inputGradient.Length, _n, _inputLength, nameof(inputGradient));
        var last = _stack.Count - 1;
        var gradient = _stack.Gradient(last, _n);
        logitGradient[..gradient.Length].CopyTo(gradient);
        ActivationDerivative.Multiply(_outputActivation, _stack.Output(last, _n), gradient);
        _stack.Backward(_input, _n, inputGradient[..(_n * _inputLength)]);
    }

    public ReadOnlySpan<float> Activations(int layer)
    {
        PassCheck.WasForward(_n);
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, _stack.Count);
        var output = _stack.Output(layer, _n);
        if (!_stack.HasChannelsLast(layer))
            return output;

        var reordered = _reordered[layer] ??= new float[Capacity * _layers[layer].OutputShape.Length];
        ChannelOrder.ToFirst(_layers[layer].OutputShape, output, _n, reordered);
        return reordered.AsSpan(0, output.Length);
    }

    public void Dispose()
    {
    }
}
