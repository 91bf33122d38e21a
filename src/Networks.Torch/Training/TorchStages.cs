using Experiments.Numerics;
using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>Training on a torch device.</summary>
internal sealed class TorchStages(Device device) : IStageBackend
{
    public IImageSource Features(IImageSource images, Graph graph, IReadOnlyList<float[][]> values) =>
        new FeatureSource(images, new TorchFeatures(graph, values, device));

    public TrainingStage Open(StagePlan plan) => new TorchStage(plan, device);
}

/// <summary>Features on a torch device. The weights go back to the device's memory when this is collected.</summary>
internal sealed class TorchFeatures(Graph graph, IReadOnlyList<float[][]> values, Device device) : IFeatures
{
    private readonly TorchGraph _graph = new(graph);
    private readonly Tensor[][] _parameters = TorchGraph.Upload(graph, values, device, trained: false);

    public TensorShape Shape => graph.OutputShape;

    public void Compute(ReadOnlySpan<float> x, int n, Span<float> features)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var input = HostMemory.Upload(x, [n, graph.InputShape.Length], device);
        HostMemory.Download(_graph.Forward(input, _parameters, batch: null).Last, features[..(n * Shape.Length)]);
    }
}
