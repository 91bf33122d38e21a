using Experiments.Contracts;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Errors;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Plans;
using Experiments.Settings;

namespace Experiments.Pipeline.Analyses.CompareModels;

/// <summary>One job per group, from the counts of errors of its networks and of the baseline's with the same seeds.</summary>
public sealed class CompareModelsAnalysis : AnalysisType<CompareModelsOptions>
{
    public override string Name => "compare-models";

    internal override IReadOnlyList<JobKind> Kinds => [JobKinds.CompareModels];

    private protected override void Check(CompareModelsOptions options, AnalysisChecks checks)
    {
        checks.Data("data", options.Data);
        var groups = (options.Groups ?? []).Where(g => g.Name is not null && g.Models is not null).ToList();
        foreach (var twin in groups.GroupBy(g => g.Name).SelectMany(g => g.Skip(1)))
        {
            checks.AddTo(twin, "name", $"name is '{twin.Name}'; it must be the name of one group only.");
        }

        foreach (var group in groups)
        {
            checks.ModelListOf(group, "models", group.Models);
            CheckSeeds(group, checks);
        }

        checks.Fit("groups", [.. groups.SelectMany(g => g.Models).Distinct()], options.Data);
        CheckBaseline(options, groups, checks);
    }

    private protected override void Plan(CompareModelsOptions options, AnalysisPlan plan)
    {
        var data = plan.Data(options.Data);
        var seeds = plan.Study.Models.ToDictionary(m => m.Name, m => plan.SeedOf(m));
        var counted = options.Groups.ToDictionary(
            g => g.Name, g => g.Models.Distinct().ToDictionary(m => seeds[m], m => AddErrors(m, options.Data, data, plan)));
        var baseline = options.Baseline is { } name ? counted[name] : [];
        foreach (var group in options.Groups)
        {
            var own = counted[group.Name];
            var paired = own.Keys.Where(seed => group.Name != options.Baseline && baseline.ContainsKey(seed)).Order().ToList();
            List<JobInput> inputs =
            [
                .. paired.Concat(own.Keys.Except(paired).Order()).Select(seed => new JobInput(JobRoles.Errors, own[seed].Key)),
                .. paired.Select(seed => new JobInput(JobRoles.Baseline, baseline[seed].Key)),
            ];
            var job = JobKinds.CompareModels.Create(new CompareModelsSettings { Data = data }, inputs);
            plan.Add(job, inputs.Count, new StudyJobNames { Model = group.Name, Source = paired.Count > 0 ? options.Baseline : null,
                Data = options.Data });
        }
    }

    /// <summary>The count of a model's errors, which other parts of the study may want as well.</summary>
    private static Job AddErrors(string model, string name, DataSettings data, AnalysisPlan plan)
    {
        var planned = plan.Model(model);
        var errors = JobKinds.Errors.Create(new ErrorsSettings { Data = data }, new JobInput(JobRoles.Model, planned.Job.Key));
        return plan.AddShared(errors, data.Count * planned.Work, new StudyJobNames { Model = model, Data = name });
    }

    private static void CheckSeeds(ModelGroupEntry group, AnalysisChecks checks)
    {
        var twins = group.Models.Distinct().GroupBy(checks.SeedOf).Where(g => g.Key is not null && g.Count() > 1);
        foreach (var twin in twins)
        {
            checks.AddTo(
                group, "models",
                $"models has {string.Join(" and ", twin.Select(m => $"'{m}'"))} with the same seed, {twin.Key}; each model of a group must "
                    + "have a seed of its own.");
        }
    }

    private static void CheckBaseline(CompareModelsOptions options, IReadOnlyList<ModelGroupEntry> groups, AnalysisChecks checks)
    {
        if (options.Baseline is not { } name)
        {
            return;
        }

        if (groups.FirstOrDefault(g => g.Name == name) is not { } baseline)
        {
            string[] names = [.. groups.Select(g => g.Name)];
            checks.Add(
                "baseline", $"baseline is '{name}'; it must be the name of a group: {Spelling.ListOf(names)}.{Spelling.Hint(name, names)}");
            return;
        }

        var seeds = baseline.Models.Select(checks.SeedOf).ToHashSet();
        foreach (var group in groups.Where(
            g => g != baseline && g.Models.Count > 0 && !g.Models.Any(m => seeds.Contains(checks.SeedOf(m)))))
        {
            checks.AddTo(group, "models", $"models has no seed of the baseline's, '{name}'; at least one must be shared.");
        }
    }
}
