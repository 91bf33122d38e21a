using Experiments.Contracts;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Plans;

namespace Experiments.Pipeline.Analyses.TransferDistance;

/// <summary>Plans a job for each set and victim.</summary>
internal sealed class TransferDistanceAnalysis : AnalysisType<TransferDistanceOptions>
{
    /// <summary>Forward passes per image, roughly: the grid and the bisection.</summary>
    private const double Passes = 15;

    public override string Name => "transfer-distance";

    internal override IReadOnlyList<JobKind> Kinds => [JobKinds.TransferDistance];

    private protected override void Check(TransferDistanceOptions options, AnalysisChecks checks) =>
        TransferSets.Check(checks, options.Transfer, options.Attacks);

    private protected override void Plan(TransferDistanceOptions options, AnalysisPlan plan)
    {
        var victims = plan.Study.Transfers.First(t => t.Name == options.Transfer).Victims;
        foreach (var set in TransferSets.Of(plan, options.Transfer, options.Attacks))
        {
            foreach (var victim in victims)
            {
                var model = plan.Model(victim);
                var job = JobKinds.TransferDistance.Create(
                    new TransferDistanceSettings { Data = set.Data, Cap = options.Cap },
                    new JobInput(JobRoles.Set, set.Collect.Key),
                    new JobInput(JobRoles.Victim, model.Job.Key));
                plan.Add(job, Passes * set.Data.Count * model.Work, new StudyJobNames { Source = set.Source, Attack = set.Attack,
                    Victim = victim });
            }
        }
    }
}
