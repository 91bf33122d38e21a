using Experiments.Numerics;
using Experiments.Settings;

namespace Experiments.Networks;

/// <summary>An entry of the catalogue: a name, the options that a study can set, and how a network comes from them.</summary>
public abstract class Architecture : IOptionsEntry
{
    /// <summary>The <c>type</c> in a study.</summary>
    public abstract string Name { get; }

    /// <summary>One line for lists and help.</summary>
    public abstract string Summary { get; }

    /// <summary>A sealed record derived from <see cref="ArchitectureOptions"/>.</summary>
    public abstract Type OptionsType { get; }

    /// <summary>Multiplications of a forward pass of one image through such a network, about.</summary>
    /// <exception cref="ArgumentException">The options are of another type, or do not fit the images.</exception>
    public long CountMultiplications(ArchitectureOptions options, TensorShape inputShape, int classCount) =>
        Plan(options, inputShape, classCount).Graph.Nodes.Sum(node => node.Layer.Multiplications);

    /// <summary>How large such a network is. Nothing is allocated for it.</summary>
    /// <exception cref="ArgumentException">The options are of another type, or do not fit the images.</exception>
    public NetworkSize MeasureSize(ArchitectureOptions options, TensorShape inputShape, int classCount)
    {
        var plan = Plan(options, inputShape, classCount);
        List<Layer> layers = [.. plan.Graph.Nodes.Select(node => node.Layer), .. plan.Pretraining.SelectMany(stage => stage.Decoder)];
        return new NetworkSize(
            layers.Sum(layer => layer.Parameters.Sum(block => (long)block.Length)),
            inputShape.Length + layers.Sum(layer => (long)layer.OutputShape.Length));
    }

    /// <summary>Number of layers of such a network.</summary>
    /// <exception cref="ArgumentException">The options are of another type, or do not fit the images.</exception>
    public int CountLayers(ArchitectureOptions options, TensorShape inputShape, int classCount) =>
        Plan(options, inputShape, classCount).Graph.Nodes.Count;

    /// <summary>The nodes for images of one shape, and the stages that train some of them before the classifier is trained.</summary>
    /// <exception cref="ArgumentException">The options are of another type, or do not fit the images.</exception>
    internal abstract NetworkPlan Plan(ArchitectureOptions options, TensorShape inputShape, int classCount);
}

/// <summary>An architecture with its options' type.</summary>
internal abstract class Architecture<TOptions> : Architecture
    where TOptions : ArchitectureOptions
{
    public sealed override Type OptionsType => typeof(TOptions);

    protected abstract NetworkPlan Plan(TOptions options, TensorShape inputShape, int classCount);

    internal sealed override NetworkPlan Plan(ArchitectureOptions options, TensorShape inputShape, int classCount) =>
        options is TOptions own
            ? Plan(own, inputShape, classCount)
            : throw new ArgumentException(
                $"options are {options.GetType().Name}; they must be {typeof(TOptions).Name} for architecture {Name}.", nameof(options));
}
