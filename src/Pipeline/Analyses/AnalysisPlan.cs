using Experiments.Contracts;
using Experiments.Datasets;

namespace Experiments.Pipeline;

/// <summary>The plan as one analysis sees it: what the study's names stand for, and a place for its jobs.</summary>
internal sealed class AnalysisPlan(AnalysisSpec spec, Study study, PlanBuilder builder)
{
    internal string Name => spec.Name;

    /// <summary>The seed of everything random in the analysis.</summary>
    internal ulong Seed => spec.Seed;

    internal Study Study => study;

    internal PlannedModel Model(string name) => builder.Model(name);

    /// <summary>The images behind the name of a slice of data, or only the first of them.</summary>
    internal DataSettings Data(string name, int? maxImages = null) => builder.Data(name, maxImages);

    internal DatasetDescription Describe(DataSettings data) => builder.Describe(data);

    /// <summary>The sets of perturbed images of a transfer, in the order of its rows.</summary>
    internal IReadOnlyList<PlannedSet> Sets(string transfer) => builder.Sets(transfer);

    /// <summary>Adds a job unless an equal one is planned, and what the study calls it.</summary>
    /// <param name="job">Its inputs are in the plan.</param>
    /// <param name="cost">Its estimated work in forward passes of one weight; see <see cref="JobCost"/>.</param>
    /// <param name="names">Which of the study's models, attacks and data it is about.</param>
    internal Job Add(Job job, double cost, StudyJobNames names) => builder.Add(job, cost, names with { Table = spec.Name });

    /// <summary>Adds a job that is not the analysis' own, as an error count is: its rows stand in the table of its kind.</summary>
    internal Job AddShared(Job job, double cost, StudyJobNames names) => builder.Add(job, cost, names);
}

/// <param name="Job">The training job.</param>
/// <param name="Work">Estimated work of one image, in forward passes of one weight.</param>
/// <param name="Data">The images that it is trained on.</param>
internal sealed record PlannedModel(Job Job, double Work, DataSettings Data);

/// <summary>A set of perturbed images.</summary>
/// <param name="Collect">The job that makes it.</param>
/// <param name="Source">The source model; null for controls.</param>
/// <param name="Attack">The attack's name.</param>
/// <param name="Data">The clean images.</param>
internal sealed record PlannedSet(Job Collect, string? Source, string Attack, DataSettings Data);

/// <summary>The study's names for what a job is about.</summary>
internal sealed record StudyJobNames
{
    /// <summary>The transfer or analysis.</summary>
    public string? Table { get; init; }

    public string? Model { get; init; }

    public string? Source { get; init; }

    public string? Attack { get; init; }

    public string? Victim { get; init; }

    public string? Data { get; init; }
}
