using Experiments.Pipeline.Analyses.CompareModels;
using Experiments.Pipeline.Analyses.NoiseCurve;
using Experiments.Pipeline.Analyses.RandomDirections;
using Experiments.Pipeline.Analyses.Spectral;
using Experiments.Pipeline.Analyses.TransferDistance;
using Experiments.Pipeline.Analyses.Units;
using Experiments.Pipeline.Analyses.Universality;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Studies;
using Experiments.Settings;

namespace Experiments.Pipeline.Analyses;

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
