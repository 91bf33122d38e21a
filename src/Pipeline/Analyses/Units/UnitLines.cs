using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>Rows of the units analysis under the study's names.</summary>
internal static class UnitLines
{
    internal static UnitLine Of(StudyJob name, UnitGroupRow row) => new()
    {
        Analysis = name.Table!,
        Model = name.Model!,
        Data = name.Data!,
        Layer = row.Layer,
        LayerKind = row.LayerKind,
        Units = row.Units,
        Basis = row.Basis,
        Top = row.Top,
        Draws = row.Draws,
        Tied = row.Tied,
        Purity = row.Purity,
        PurityLow = row.PurityLow,
        PurityHigh = row.PurityHigh,
        Entropy = row.Entropy,
        EntropyLow = row.EntropyLow,
        EntropyHigh = row.EntropyHigh,
    };
}
