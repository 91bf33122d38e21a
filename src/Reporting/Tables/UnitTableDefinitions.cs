using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The columns of the tables of units.</summary>
public static class UnitTableDefinitions
{
    /// <summary>Units against directions.</summary>
    public static TableDefinition<UnitLine> Units { get; } = new("units", "Units against directions",
    [
        new("analysis", "analysis", ColumnFormat.Text, line => line.Analysis) { NamesRow = true },
        new("model", "model", ColumnFormat.Text, line => line.Model) { NamesRow = true },
        new("layer", "layer", ColumnFormat.Ordinal, line => line.Layer) { NamesRow = true },
        new("basis", "basis", ColumnFormat.Text, line => line.Basis) { NamesRow = true },
        new("layerKind", "kind", ColumnFormat.Text, line => line.LayerKind),
        new("units", "units", ColumnFormat.Count, line => line.Units),
        new("data", "data", ColumnFormat.Text, line => line.Data),
        new("top", "images each", ColumnFormat.Count, line => line.Top),
        new("draws", "draws", ColumnFormat.Count, line => line.Draws),
        new("tied", "tied", ColumnFormat.Count, line => line.Tied),
        new("purity", "purity", ColumnFormat.Rate, line => line.Purity),
        new("purityLow", "95 % from", ColumnFormat.Rate, line => line.PurityLow),
        new("purityHigh", "to", ColumnFormat.Rate, line => line.PurityHigh),
        new("entropy", "entropy (bits)", ColumnFormat.Number, line => line.Entropy),
        new("entropyLow", "95 % from", ColumnFormat.Number, line => line.EntropyLow),
        new("entropyHigh", "to", ColumnFormat.Number, line => line.EntropyHigh),
    ]);
}
