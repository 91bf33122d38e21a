using Experiments.Numerics;
using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>Training on a torch device.</summary>
internal sealed class TorchStages(Device device) : IStageBackend
{
    public IImageSource Features(IImageSource images, IReadOnlyList<Layer> layers, IReadOnlyList<float[][]> values)
        => new FeatureSource(images, new TorchFeatures(layers, values, device));

    public TrainingStage Open(StagePlan plan) => new TorchStage(plan, device);
}

/// <summary>Features on a torch device. The weights go back to the device's memory when this is collected.</summary>
internal sealed class TorchFeatures(IReadOnlyList<Layer> layers, IReadOnlyList<float[][]> values, Device device) : IFeatures
{
    private readonly TorchStack _stack = new(layers);
    private readonly Tensor[][] _parameters = TorchStack.Upload(layers, values, device, trained: false);

    public TensorShape Shape => layers[^1].OutputShape;

    public void Compute(ReadOnlySpan<float> x, int n, Span<float> features)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var input = HostMemory.Upload(x, [n, layers[0].InputShape.Length], device);
        HostMemory.Download(_stack.Forward(input, _parameters, batch: null).Last, features[..(n * Shape.Length)]);
    }
}
