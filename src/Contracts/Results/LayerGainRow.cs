namespace Experiments.Contracts;

/// <summary>How much one layer of a network did lengthen changes of images, over a set of perturbed images.</summary>
[ResultTable(
    "layer_gains", "layer-gains", Key = [nameof(Direction), nameof(Layer)], View = "gains",
    Title = "How much each layer did lengthen changes",
    RowPer = "study, network, set, direction and layer: how far it did lengthen changes",
    Names = [StudyName.Analysis, StudyName.Model, StudyName.Source, StudyName.Attack])]
[Check("gains", "mean_gain >= 0 AND mean_gain <= max_gain * 1.000001 AND mean_cumulative_gain >= 0")]
public sealed record LayerGainRow : ResultRow
{
    /// <summary>The training job of the network.</summary>
    [Column(Hidden = true, Indexed = true)]
    public required JobKey Model { get; init; }

    /// <summary>The job that collected the set.</summary>
    [Column(Name = "adversarial_set", Hidden = true, Indexed = true)]
    public required JobKey Set { get; init; }

    /// <summary><c>set</c>: along the set's own perturbations; <c>random</c>: along random directions of the same length for each
    /// image.</summary>
    [Column(NamesRow = true)]
    public required string Direction { get; init; }

    /// <summary>Counted from 0.</summary>
    [Column(Format = ColumnFormat.Ordinal, NamesRow = true, Unit = "from 0")]
    public required int Layer { get; init; }

    /// <summary>Perturbed images whose change arrived at the layer.</summary>
    [Column(Unit = "images", Check = "images >= 0")]
    public required int Images { get; init; }

    /// <summary>Of ||change of the layer's output|| / ||change of its input||.</summary>
    public required double MeanGain { get; init; }

    /// <summary>Median of the same.</summary>
    [Column(Header = "median")]
    public required double MedianGain { get; init; }

    /// <summary>Largest of the same.</summary>
    [Column(Header = "largest")]
    public required double MaxGain { get; init; }

    /// <summary>Of ||change of the layer's output|| / ||change of the image||.</summary>
    [Column(Header = "mean gain so far")]
    public required double MeanCumulativeGain { get; init; }

    /// <summary>Median of the same.</summary>
    [Column(Header = "median so far")]
    public required double MedianCumulativeGain { get; init; }

    /// <summary>Largest of the same.</summary>
    [Column(Header = "largest so far")]
    public required double MaxCumulativeGain { get; init; }
}
