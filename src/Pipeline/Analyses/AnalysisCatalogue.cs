using Experiments.Settings;

namespace Experiments.Pipeline;

/// <summary>The analyses that a study can name. A new one is a folder beside this file and a line here (its kinds of job: a line in
/// <see cref="JobKinds"/>).</summary>
public static class AnalysisCatalogue
{
    public static OptionsCatalogue<AnalysisType, AnalysisOptions> Types { get; } = new(
        "analysis",
        new SpectralAnalysis(),
        new UniversalityAnalysis(),
        new TransferDistanceAnalysis(),
        new CompareModelsAnalysis(),
        new UnitsAnalysis(),
        new NoiseCurveAnalysis(),
        new RandomDirectionsAnalysis());
}
