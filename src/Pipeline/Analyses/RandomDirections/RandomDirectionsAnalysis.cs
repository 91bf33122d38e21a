using System.ComponentModel.DataAnnotations;
using Experiments.Contracts;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Plans;
using Experiments.Pipeline.Studies;
using Experiments.Settings;

namespace Experiments.Pipeline.Analyses.RandomDirections;

/// <summary>How often a random direction fools a network where an adversarial one of the same norm does: blind spots lie near every image,
/// and yet chance hardly finds them.</summary>
public sealed record RandomDirectionsOptions : AnalysisOptions
{
    /// <summary>Name of the transfer that has the adversarial sets.</summary>
    [EntryName(nameof(Study.Transfers))]
    public required string Transfer { get; init; }

    /// <summary>Name of the attack whose sets are taken from it; each is tried on the network that it was made on.</summary>
    [EntryName(nameof(Study.Attacks))]
    public required string Attack { get; init; }

    /// <summary>Names of the networks, sources of the transfer; left out for all of its sources.</summary>
    [EntryName(nameof(Study.Models))]
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Random directions per image.</summary>
    /// <value>100.</value>
    [Range(1, 10_000)]
    public int Directions { get; init; } = 100;
}

/// <summary>Plans one job for each source.</summary>
internal sealed class RandomDirectionsAnalysis : AnalysisType<RandomDirectionsOptions>
{
    public override string Name => "random-directions";

    internal override IReadOnlyList<JobKind> Kinds => [JobKinds.RandomDirections];

    private protected override void Check(RandomDirectionsOptions options, AnalysisChecks checks)
    {
        checks.ModelList("sources", options.Sources ?? []);
        if (options is not { Transfer: { } name, Attack: { } attack })
        {
            return;
        }

        SourceSets.Check(checks, name, attack);
        var known = checks.FindTransfer(name)?.Sources.ToHashSet(StringComparer.Ordinal);
        foreach (var source in (options.Sources ?? []).Where(s => known?.Contains(s) == false && checks.FindModel(s) is not null))
        {
            checks.Add("sources", $"sources has '{source}'; it must be one of transfer '{name}': {Spelling.ListOf(known!)}.");
        }
    }

    private protected override void Plan(RandomDirectionsOptions options, AnalysisPlan plan)
    {
        foreach (var set in plan.Sets(options.Transfer)
            .Where(s => s.Attack == options.Attack && (options.Sources.Count == 0 || options.Sources.Contains(s.Source!))))
        {
            var model = plan.Model(set.Source!);
            var settings = new RandomDirectionsSettings { Data = set.Data, Directions = options.Directions, Seed = plan.Seed };
            plan.Add(
                JobKinds.RandomDirections.Create(
                    settings, new JobInput(JobRoles.Set, set.Collect.Key), new JobInput(JobRoles.Model, model.Job.Key)),
                2.0 * set.Data.Count * options.Directions * model.Work,
                new StudyJobNames { Source = set.Source, Attack = set.Attack, Data = null });
        }
    }
}
