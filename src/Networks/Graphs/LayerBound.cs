namespace Experiments.Networks;

/// <summary>How far a layer can lengthen a change of its input.</summary>
public sealed record LayerBound
{
    /// <summary>As <see cref="IClassifier.Layers"/> has it.</summary>
    public required LayerInfo Layer { get; init; }

    /// <summary>Of the layer without its activation.</summary>
    public required OperationBound Operation { get; init; }

    /// <summary>Largest slope of the activation: sigmoid 1/4, ReLU and tanh 1, none 1.</summary>
    public required double Activation { get; init; }

    /// <summary>How far a change of the network's input can have been lengthened when it arrives, summed over the values that the layer
    /// reads.</summary>
    public required double Arriving { get; init; }

    /// <summary>Of the whole layer.</summary>
    public double Value => Operation.Value * Activation;

    /// <summary>Of the network up to this layer: in a chain, the product of the layers' bounds.</summary>
    public double Cumulative => Arriving * Value;
}
