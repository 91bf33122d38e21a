namespace Experiments.Networks;

/// <summary>The nodes that a stage trains, with the blocks of values and of gradients of each; both change with every step.</summary>
internal sealed record StageLayers(Graph Graph, float[][][] Values, float[][][] Gradients)
{
    /// <summary>The first nodes.</summary>
    public StageLayers Take(int count) => new(Graph.Slice(0, count), Values[..count], Gradients[..count]);

    /// <summary>All but the first nodes.</summary>
    public StageLayers Skip(int count) => new(Graph.From(count), Values[count..], Gradients[count..]);
}
