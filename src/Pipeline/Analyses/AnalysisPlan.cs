using Experiments.Contracts;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Plans;
using Experiments.Pipeline.Studies;

namespace Experiments.Pipeline.Analyses;

/// <summary>The plan as one analysis sees it: what the study's names stand for, and a place for its jobs.</summary>
internal sealed class AnalysisPlan(StudyAnalysis analysis, Study study, PlanDraft draft)
{
    internal string Name => analysis.Name;

    /// <summary>The seed of everything random in the analysis.</summary>
    internal ulong Seed => study.SeedOf(analysis, draft.Replicate);

    /// <summary>The seed of the training of one of the study's models.</summary>
    internal ulong SeedOf(StudyModel model) => study.SeedOf(model, draft.Replicate);

    internal Study Study => study;

    internal PlannedModel Model(string name) => draft.Model(name);

    /// <summary>The images behind the name of a slice of data, or only the first of them.</summary>
    internal DataSettings Data(string name, int? maxImages = null) => draft.Data(name, maxImages);

    /// <summary>The sets of perturbed images of a transfer, in the order of its rows.</summary>
    internal IReadOnlyList<PlannedSet> Sets(string transfer) => draft.Sets(transfer);

    /// <summary>Adds a job unless an equal one is planned, and what the study calls it.</summary>
    /// <param name="job">Its inputs are in the plan.</param>
    /// <param name="cost">Its estimated work in forward passes of one weight; see <see cref="JobCost"/>.</param>
    /// <param name="names">Which of the study's models, attacks and data it is about.</param>
    internal Job Add(Job job, double cost, StudyJobNames names) => draft.Add(job, cost, names with { Table = analysis.Name });

    /// <summary>Adds a job that is not the analysis' own, as an error count is: its rows stand in the table of its kind.</summary>
    internal Job AddShared(Job job, double cost, StudyJobNames names) => draft.Add(job, cost, names);
}
