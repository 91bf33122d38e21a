using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>A pass of the CPU backend. Allocates nothing after it was made, but for the first look at activations whose channels come
/// last.</summary>
internal sealed class NetworkPass : IClassifierPass
{
    private readonly Graph _graph;
    private readonly GraphPass _pass;
    private readonly float[]?[] _reordered;
    private readonly Activation _outputActivation;
    private readonly int _inputLength;
    private readonly int _classCount;
    private readonly float[] _input;
    private int _n;

    public NetworkPass(Graph graph, LayerWeights[] weights, int capacity, ComputeThreads threads)
    {
        _graph = graph;
        _reordered = new float[]?[graph.Nodes.Count];
        _pass = new GraphPass(graph, weights, capacity, threads);
        (_inputLength, _classCount, _outputActivation) =
            (graph.InputShape.Length, graph.OutputShape.Length, graph.Nodes[^1].Layer.Activation);
        _input = graph.Readers(Graph.Input).Any(reader => graph.Nodes[reader.Node].Layer.BackwardReadsInput)
            ? new float[checked(capacity * _inputLength)]
            : [];
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
        _pass.Forward(x, n, batch: null);
        if (_input.Length > 0)
        {
            x[..(n * _inputLength)].CopyTo(_input);
        }

        _pass.Output(_pass.Last, n).CopyTo(logits);
        _n = n;
    }

    public void InputGradient(ReadOnlySpan<float> logitGradient, Span<float> inputGradient)
    {
        PassCheck.WasForward(_n);
        PassCheck.Length(logitGradient.Length, _n, _classCount, nameof(logitGradient));
        PassCheck.Length(inputGradient.Length, _n, _inputLength, nameof(inputGradient));
        var last = _pass.Last;
        var gradient = _pass.Gradient(last, _n);
        logitGradient[..gradient.Length].CopyTo(gradient);
        Elementwise.MultiplyByDerivative(_outputActivation, _pass.Output(last, _n), gradient);
        var length = _n * _inputLength;
        _pass.Backward(_input.AsSpan(0, Math.Min(length, _input.Length)), _n, inputGradient[..length]);
    }

    public ReadOnlySpan<float> Activations(int layer)
    {
        PassCheck.WasForward(_n);
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, _graph.Nodes.Count);
        var output = _pass.Output(layer, _n);
        if (!_graph.HasChannelsLast(layer))
        {
            return output;
        }

        var shape = _graph.Nodes[layer].Layer.OutputShape;
        var reordered = _reordered[layer] ??= new float[Capacity * shape.Length];
        ChannelOrder.ToFirst(shape, output, _n, reordered);
        return reordered.AsSpan(0, output.Length);
    }

    public void Dispose()
    {
    }
}
