using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Studies;
using Experiments.Ports;

namespace Experiments.Pipeline.Plans;

/// <summary>The jobs of one study as they come up, and what its names stand for.</summary>
internal sealed class PlanDraft(Study study, DataResolver resolver)
{
    private readonly PlanGraph _graph = new();
    private readonly Dictionary<string, PlannedModel> _models = [];
    private readonly Dictionary<string, List<PlannedSet>> _sets = [];
    private readonly List<StudyJob> _names = [];
    private readonly HashSet<StudyJob> _named = [];

    internal DataResolver Resolver => resolver;

    /// <summary>The replicate that jobs are planned for, from 1.</summary>
    internal int Replicate { get; private set; } = 1;

    /// <summary>Goes on with a replicate, which knows no models and sets of others.</summary>
    internal void Begin(int replicate)
    {
        Replicate = replicate;
        _models.Clear();
        _sets.Clear();
    }

    /// <summary>What the study calls the jobs so far.</summary>
    internal IReadOnlyList<StudyJob> Names => _names;

    internal PlannedModel Model(string name) => _models[name];

    internal void Add(string name, PlannedModel model) => _models.Add(name, model);

    /// <summary>The images behind the name of a slice of data, or only the first of them.</summary>
    internal DataSettings Data(string name, int? maxImages = null)
    {
        var all = resolver.Resolve(study.Data[name], study.Seed);
        return maxImages is { } most && most < all.Count ? all.Range(0, most) : all;
    }

    internal DatasetDescription Describe(DataSettings data) => resolver.Describe(data.Dataset);

    /// <summary>The sets of perturbed images of a transfer, in the order of its rows.</summary>
    internal IReadOnlyList<PlannedSet> Sets(string transfer) => _sets[transfer];

    /// <summary>A place for the sets of a transfer.</summary>
    internal List<PlannedSet> AddSets(string transfer) => _sets[transfer] = [];

    /// <summary>Adds a job unless an equal one is planned, and what the study calls it.</summary>
    internal Job Add(Job job, double cost, StudyJobNames names)
    {
        var added = AddUnnamed(job, cost);
        Name(added, names);
        return added;
    }

    internal Job AddUnnamed(Job job, double cost) => _graph.Add(job, cost);

    internal void Name(Job job, StudyJobNames names)
    {
        var row = new StudyJob
        {
            Job = job.Key,
            Kind = job.Kind,
            Ordinal = 0,
            Replicate = Replicate,
            Table = names.Table,
            Model = names.Model,
            Source = names.Source,
            Attack = names.Attack,
            Victim = names.Victim,
            Data = names.Data,
        };
        if (_named.Add(row))
        {
            _names.Add(row with { Ordinal = _names.Count });
        }
    }

    internal IReadOnlyList<PlannedJob> Prioritise() => _graph.Prioritise();
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
