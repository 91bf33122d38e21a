using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>A pass on a torch device. Between calls it keeps the tensors of the last forward call, one batch's, and nothing else; each call
/// has a scope of its own that ends with it.</summary>
internal sealed class TorchPass(TorchGraph graph, Tensor[][] parameters, Device device, int capacity) : IClassifierPass
{
    private readonly int _inputLength = graph.Graph.InputShape.Length;
    private readonly int _classCount = graph.Graph.OutputShape.Length;
    private readonly float[]?[] _activations = new float[]?[graph.Graph.Nodes.Count];
    private readonly bool[] _downloaded = new bool[graph.Graph.Nodes.Count];
    private Tensor? _x;
    private Tensor[] _outputs = [];
    private int _n;

    public int Capacity { get; } = capacity;

    public void Forward(ReadOnlySpan<float> x, int n, Span<float> logits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, Capacity);
        PassCheck.Length(x.Length, n, _inputLength, nameof(x));
        PassCheck.Length(logits.Length, n, _classCount, nameof(logits));
        Forget();
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var input = HostMemory.Upload(x[..(n * _inputLength)], [n, _inputLength], device).requires_grad_(true);
        var outputs = graph.Forward(input, parameters, batch: null).Outputs;
        HostMemory.Download(outputs[^1], logits[..(n * _classCount)]);
        _x = input.DetachFromDisposeScope();
        _outputs = [.. outputs.Select(output => output.alias().DetachFromDisposeScope())];
        _n = n;
    }

    public void InputGradient(ReadOnlySpan<float> logitGradient, Span<float> inputGradient)
    {
        PassCheck.WasForward(_n);
        PassCheck.Length(logitGradient.Length, _n, _classCount, nameof(logitGradient));
        PassCheck.Length(inputGradient.Length, _n, _inputLength, nameof(inputGradient));
        using var scope = NewDisposeScope();
        var logits = _outputs[^1];
        var gradient = HostMemory.Upload(logitGradient[..(_n * _classCount)], [_n, _classCount], device).reshape(logits.shape);
        HostMemory.Download(autograd.grad([logits], [_x!], [gradient], true)[0], inputGradient[..(_n * _inputLength)]);
    }

    public ReadOnlySpan<float> Activations(int layer)
    {
        PassCheck.WasForward(_n);
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, _outputs.Length);
        var length = graph.Graph.Nodes[layer].Layer.OutputShape.Length;
        var values = _activations[layer] ??= new float[Capacity * length];
        if (!_downloaded[layer])
        {
            HostMemory.Download(_outputs[layer], values.AsSpan(0, _n * length));
        }
        _downloaded[layer] = true;
        return values.AsSpan(0, _n * length);
    }

    public void Dispose() => Forget();

    private void Forget()
    {
        _n = 0;
        _x?.Dispose();
        foreach (var output in _outputs)
        {
            output.Dispose();
        }
        (_x, _outputs) = (null, []);
        Array.Clear(_downloaded);
    }
}
