namespace Experiments.Networks;

/// <summary>The layers that a stage trains, with the blocks of values and of gradients of each; both change with every step.</summary>
internal sealed record StageLayers(Layer[] Layers, float[][][] Values, float[][][] Gradients)
{
    /// <summary>The first layers.</summary>
    public StageLayers Take(int count) => new(Layers[..count], Values[..count], Gradients[..count]);

    /// <summary>All but the first layers.</summary>
    public StageLayers Skip(int count) => new(Layers[count..], Values[count..], Gradients[count..]);
}
