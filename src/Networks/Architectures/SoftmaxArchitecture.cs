using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>A linear softmax classifier without hidden layers: the paper's FC10. Nothing to choose.</summary>
public sealed record SoftmaxOptions : ArchitectureOptions;

internal sealed class SoftmaxArchitecture : Architecture<SoftmaxOptions>
{
    public override string Name => "softmax";

    public override string Summary => "Linear softmax classifier without hidden layers (FC10).";

    protected override NetworkPlan Plan(SoftmaxOptions options, TensorShape inputShape, int classCount) => new()
    {
        Graph = Graph.Chain(new LinearLayer(inputShape, classCount)),
        Description = $"{inputShape.Length}-{classCount} softmax",
    };
}
