using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The columns of the tables of spectral analyses.</summary>
public static class SpectralTableDefinitions
{
    /// <summary>Bounds per layer.</summary>
    public static TableDefinition<SpectralLine> Spectral { get; } = new("spectral", "How far each layer can lengthen a change",
    [
        new("analysis", "analysis", ColumnFormat.Text, line => line.Analysis) { NamesRow = true },
        new("model", "network", ColumnFormat.Text, line => line.Model) { NamesRow = true },
        new("layer", "layer", ColumnFormat.Ordinal, line => line.Layer) { NamesRow = true },
        new("name", "name", ColumnFormat.Text, line => line.Name),
        new("kind", "kind", ColumnFormat.Text, line => line.Kind),
        new("outputShape", "output", ColumnFormat.Text, line => line.OutputShape),
        new("operationBound", "operation", ColumnFormat.Number, line => line.OperationBound),
        new("method", "by", ColumnFormat.Text, line => line.Method),
        new("zeroPaddedNorm", "with zeros around", ColumnFormat.Number, line => line.ZeroPaddedNorm),
        new("activationBound", "activation", ColumnFormat.Number, line => line.ActivationBound),
        new("bound", "bound", ColumnFormat.Number, line => line.Bound),
        new("cumulativeBound", "product so far", ColumnFormat.Number, line => line.CumulativeBound),
        new("converged", "converged", ColumnFormat.Text, line => line.Converged),
    ]);

    /// <summary>Measured gains per layer.</summary>
    public static TableDefinition<GainLine> Gains { get; } = new("gains", "How much each layer did lengthen changes",
    [
        new("analysis", "analysis", ColumnFormat.Text, line => line.Analysis) { NamesRow = true },
        new("model", "network", ColumnFormat.Text, line => line.Model) { NamesRow = true },
        new("source", "source", ColumnFormat.Text, line => line.Source),
        new("attack", "attack", ColumnFormat.Text, line => line.Attack) { NamesRow = true },
        new("direction", "direction", ColumnFormat.Text, line => line.Direction) { NamesRow = true },
        new("layer", "layer", ColumnFormat.Ordinal, line => line.Layer) { NamesRow = true },
        new("images", "images", ColumnFormat.Count, line => line.Images),
        new("meanGain", "mean gain", ColumnFormat.Number, line => line.MeanGain),
        new("medianGain", "median", ColumnFormat.Number, line => line.MedianGain),
        new("maxGain", "largest", ColumnFormat.Number, line => line.MaxGain),
        new("meanCumulativeGain", "mean gain so far", ColumnFormat.Number, line => line.MeanCumulativeGain),
        new("medianCumulativeGain", "median so far", ColumnFormat.Number, line => line.MedianCumulativeGain),
        new("maxCumulativeGain", "largest so far", ColumnFormat.Number, line => line.MaxCumulativeGain),
    ]);
}
