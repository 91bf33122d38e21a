using Experiments.Contracts;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Plans;

namespace Experiments.Pipeline.Analyses.Spectral;

/// <summary>Plans a job of bounds for each network, and one of gains for each of its sets.</summary>
internal sealed class SpectralAnalysis : AnalysisType<SpectralOptions>
{
    /// <summary>Products with the weights that a power iteration takes, roughly.</summary>
    private const double Products = 200;

    public override string Name => "spectral";

    internal override IReadOnlyList<JobKind> Kinds => [JobKinds.Spectral, JobKinds.LayerGains];

    private protected override void Check(SpectralOptions options, AnalysisChecks checks)
    {
        checks.ModelList("models", options.Models);
        if (options.Transfer is { } transfer)
        {
            TransferSets.Check(checks, transfer, options.Attacks);
            checks.Fit(
                "models",
                ModelsOf(options, checks.Models.Select(m => m.Name)),
                checks.FindTransfer(transfer)?.Images);
        }
        else if (options.Attacks.Count > 0)
        {
            checks.Add("attacks", "attacks is given without transfer; it must name attacks of a transfer.");
        }
    }

    private protected override void Plan(SpectralOptions options, AnalysisPlan plan)
    {
        var sets = (options.Transfer is { } transfer ? TransferSets.Of(plan, transfer, options.Attacks) : [])
            .Index().ToLookup(set => set.Item.Source ?? "", StringComparer.Ordinal);
        foreach (var name in ModelsOf(options, plan.Study.Models.Select(m => m.Name)))
        {
            var model = plan.Model(name);
            var input = new JobInput(JobRoles.Model, model.Job.Key);
            plan.Add(JobKinds.Spectral.Create(new SpectralSettings(), input), Products * model.Work, new StudyJobNames { Model = name });
            foreach (var set in sets[""].Concat(sets[name]).OrderBy(set => set.Index).Select(set => set.Item))
            {
                var gains = JobKinds.LayerGains.Create(
                    new LayerGainsSettings { Data = set.Data, Seed = plan.Seed }, input, new JobInput(JobRoles.Set, set.Collect.Key));
                plan.Add(
                    gains, 4.0 * set.Data.Count * model.Work, new StudyJobNames { Model = name, Source = set.Source, Attack = set.Attack });
            }
        }
    }

    private static IReadOnlyList<string> ModelsOf(SpectralOptions options, IEnumerable<string> all) =>
        options.Models.Count > 0 ? options.Models : [.. all];
}
