using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Plans;
using Experiments.Settings;

namespace Experiments.Pipeline.Analyses.Universality;

/// <summary>Plans a universal perturbation for each source, and a job for each source and victim that tries all kinds.</summary>
internal sealed class UniversalityAnalysis : AnalysisType<UniversalityOptions>
{
    /// <summary>Forward and backward passes per crafting image and round: one per class and step.</summary>
    private const double PassesPerImage = 60;

    public override string Name => "universality";

    internal override IReadOnlyList<JobKind> Kinds => [JobKinds.Universal, JobKinds.UniversalCell];

    private protected override void Check(UniversalityOptions options, AnalysisChecks checks)
    {
        checks.Data("craftOn", options.CraftOn);
        checks.Data("images", options.Images);
        if (!checks.Transfer("transfer", options.Transfer) || !checks.Attack("attack", options.Attack))
        {
            return;
        }

        var transfer = checks.FindTransfer(options.Transfer)!;
        if (!(transfer.Attacks ?? []).Contains(options.Attack))
        {
            checks.Add(
                "attack",
                $"attack is '{options.Attack}'; it must be one of transfer '{options.Transfer}': "
                    + $"{Spelling.ListOf(transfer.Attacks ?? [])}.");
        }
        else if (checks.IsMadeOnSource(options.Attack) == false)
        {
            checks.Add("attack", $"attack is '{options.Attack}', a control; it must be one that is made on a source model.");
        }

        checks.Fit("craftOn", transfer.Sources ?? [], options.CraftOn);
        checks.Fit("images", transfer.Victims ?? [], options.Images);
    }

    private protected override void Plan(UniversalityOptions options, AnalysisPlan plan)
    {
        var victims = plan.Study.Transfers.First(t => t.Name == options.Transfer).Victims;
        foreach (var set in plan.Sets(options.Transfer).Where(s => s.Attack == options.Attack))
        {
            var universal = AddUniversal(set.Source!, options, plan);
            foreach (var victim in victims)
            {
                var data = plan.Data(options.Images, options.MaxImages);
                var settings = new UniversalCellSettings { Data = data, SetData = set.Data, Stddev = options.Stddev, Seed = plan.Seed };
                var job = JobKinds.UniversalCell.Create(
                    settings,
                    new JobInput(JobRoles.Source, plan.Model(set.Source!).Job.Key),
                    new JobInput(JobRoles.Perturbation, universal.Key),
                    new JobInput(JobRoles.Set, set.Collect.Key),
                    new JobInput(JobRoles.Victim, plan.Model(victim).Job.Key));
                plan.Add(job, 5.0 * data.Count * plan.Model(victim).Work, new StudyJobNames { Source = set.Source, Attack = set.Attack,
                    Victim = victim, Data = options.Images });
            }
        }
    }

    private static Job AddUniversal(string source, UniversalityOptions options, AnalysisPlan plan)
    {
        var data = plan.Data(options.CraftOn, options.MaxCraftImages);
        var model = plan.Model(source);
        var settings = new UniversalSettings
        {
            Data = data,
            Options = new UniversalOptions { Stddev = options.Stddev, FoolingRate = options.FoolingRate, MaxRounds = options.MaxRounds },
            Seed = plan.Seed,
        };
        return plan.Add(
            JobKinds.Universal.Create(settings, new JobInput(JobRoles.Source, model.Job.Key)),
            PassesPerImage * options.MaxRounds * data.Count * model.Work,
            new StudyJobNames { Source = source, Data = options.CraftOn });
    }
}
