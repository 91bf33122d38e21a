namespace Experiments.Contracts;

/// <summary>How far one layer of a network can lengthen a change of its input, at most; Euclidean norms.</summary>
[ResultTable(
    "spectral_layers", "spectral", Key = [nameof(Layer)], View = "spectral", Title = "How far each layer can lengthen a change",
    RowPer = "study, network and layer: how far it can lengthen a change", Names = [StudyName.Analysis, StudyName.Model])]
[Check("bounds", "operation_bound >= 0 AND activation_bound > 0 AND bound >= 0 AND cumulative_bound >= 0")]
public sealed record SpectralLayerRow : ResultRow
{
    /// <summary>The training job of the network.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required JobKey Model { get; init; }

    /// <summary>Counted from 0.</summary>
    [Column(Format = ColumnFormat.Ordinal, NamesRow = true, Unit = "from 0", Check = "layer >= 0")]
    public required int Layer { get; init; }

    /// <summary>As in the weight file.</summary>
    public required string Name { get; init; }

    /// <summary>Operation and activation: <c>linear-sigmoid</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Of the layer's output for one image: channels x height x width.</summary>
    [Column(Header = "output")]
    public required string OutputShape { get; init; }

    /// <summary>The operation's bound, without the activation.</summary>
    [Column(Header = "operation")]
    public required double OperationBound { get; init; }

    /// <summary>How it was found, for people.</summary>
    [Column(Header = "by")]
    public required string Method { get; init; }

    /// <summary>The norm of a convolution as it is, with zeros around the image; not above <see cref="OperationBound"/>. Null for other
    /// layers.</summary>
    [Column(Header = "with zeros around")]
    public required double? ZeroPaddedNorm { get; init; }

    /// <summary>Largest slope of the activation: 1/4 for the sigmoid, otherwise 1.</summary>
    [Column(Header = "activation")]
    public required double ActivationBound { get; init; }

    /// <summary>Product of the two bounds.</summary>
    public required double Bound { get; init; }

    /// <summary>Product of the bounds from the first layer to this one.</summary>
    [Column(Header = "product so far")]
    public required double CumulativeBound { get; init; }

    /// <summary>Every iteration came to its tolerance.</summary>
    [Column(Unit = "yes or no")]
    public required bool Converged { get; init; }
}
