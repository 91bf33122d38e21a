namespace Experiments.Pipeline;

/// <summary>The analyses that a study can name. A new one is a folder beside this file and a line here (its kinds of job: a line in <see cref="JobKinds"/>).</summary>
public static class AnalysisCatalogue
{
    /// <summary>By <see cref="AnalysisType.Name"/>.</summary>
    public static IReadOnlyDictionary<string, AnalysisType> Types { get; } = All.ToDictionary(type => type.Name, StringComparer.Ordinal);

    private static IReadOnlyList<AnalysisType> All =>
    [
        new SpectralAnalysis(), new UniversalityAnalysis(), new TransferDistanceAnalysis(), new CompareModelsAnalysis(), new UnitsAnalysis(), new NoiseCurveAnalysis(), new RandomDirectionsAnalysis(),
    ];
}
