using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Analysis;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Ports;
using Experiments.Settings;

namespace Experiments.Pipeline;

/// <summary>
/// Turns a study into its jobs. The plan is a function of the study and of the data sets' contents: no clock, no random numbers, no names in
/// keys. What several tables need is one job with several names.
/// </summary>
public sealed class Planner(IDataLibrary library, PlannerOptions? options = null)
{
    private readonly PlannerOptions _options = options ?? new PlannerOptions();

    public Plan Plan(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new PlanBuilder(study, new DataResolver(library), _options).Build();
    }
}

/// <summary>How work is cut; part of no result.</summary>
public sealed record PlannerOptions
{
    /// <summary>Images per attack job. Other sizes are other jobs with the same rows.</summary>
    public int ShardImages { get; init; } = 500;
}

/// <summary>The jobs of one study as they come up.</summary>
internal sealed class PlanBuilder(Study study, DataResolver resolver, PlannerOptions options)
{
    private readonly SettingsCodec codec = StudyDefinition.Codec;
    private readonly PlanGraph _graph = new();
    private readonly Dictionary<string, PlannedModel> _models = [];
    private readonly Dictionary<string, List<PlannedSet>> _sets = [];
    private readonly List<StudyJob> _names = [];
    private readonly HashSet<StudyJob> _named = [];

    internal Plan Build()
    {
        foreach (var model in study.Models)
        {
            AddModel(model);
        }

        foreach (var transfer in study.Transfers)
        {
            AddTransfer(transfer);
        }

        foreach (var analysis in study.Analyses)
        {
            AnalysisCatalogue.Types[analysis.Type].Plan(
                Read<AnalysisOptions>(analysis.Type, analysis.Options, analysis.Name), new AnalysisPlan(analysis, study, this));
        }

        AddClaims();
        return new Plan { Study = study.Name, Title = study.Title, Definition = StudyDefinition.Write(study), Jobs = _graph.Prioritise(), Names = _names };
    }

    internal PlannedModel Model(string name) => _models[name];

    internal DataSettings Data(string name, int? maxImages)
    {
        var all = resolver.Resolve(study.Data[name]);
        return maxImages is { } most && most < all.Count ? all.Range(0, most) : all;
    }

    internal DatasetDescription Describe(DataSettings data) => resolver.Describe(data.Dataset);

    internal IReadOnlyList<PlannedSet> Sets(string transfer) => _sets[transfer];

    internal Job Add(Job job, double cost, StudyJobNames names)
    {
        var added = _graph.Add(job, cost);
        Name(added, names);
        return added;
    }

    private void AddModel(ModelSpec model)
    {
        var data = resolver.Resolve(study.Data[model.TrainOn]);
        var dataset = resolver.Describe(data.Dataset, data.Form);
        var settings = new TrainSettings
        {
            Architecture = Read<ArchitectureOptions>(model.Architecture, model.ArchitectureOptions, model.Name),
            Training = codec.Read<TrainingOptions>(model.Training, model.Name),
            AdversarialPools = model.AdversarialPools is { } pools ? [.. pools.Select(own => ReadPool(own, model.Name))] : null,
            Seed = model.Seed,
            Data = data,
            Pretrained = model.Pretrained is { } file ? new PretrainedSettings { File = file, Sha256 = resolver.FindFile(file).Sha256 } : null,
            HeldOut = model.HeldOut is { } heldOut ? resolver.Resolve(study.Data[heldOut]) : null,
        };
        var work = JobCost.PerImage(ArchitectureCatalogue.Types.Of(settings.Architecture).CountMultiplications(settings.Architecture, dataset.Shape, dataset.ClassCount));
        var train = Add(JobKinds.Train.Create(settings, study.Device), JobCost.Train(settings, work), new StudyJobNames { Model = model.Name, Data = model.TrainOn });
        _models[model.Name] = new PlannedModel(train, work, data);
        foreach (var name in model.EvaluateOn)
        {
            var clean = resolver.Resolve(study.Data[name]);
            var errors = JobKinds.Errors.Create(new ErrorsSettings { Data = clean }, study.Device, new JobInput(JobRoles.Model, train.Key));
            Add(errors, clean.Count * work, new StudyJobNames { Model = model.Name, Data = name });
        }
    }

    private void AddTransfer(TransferSpec transfer)
    {
        var data = Data(transfer.Images, transfer.MaxImages);
        var sets = _sets[transfer.Name] = [];
        foreach (var row in TransferRows.Of(transfer, study.Attacks))
        {
            var names = new StudyJobNames { Table = transfer.Name, Source = row.Source, Attack = row.Attack, Data = transfer.Images };
            var shards = AddShards(names, data);
            var collect = AddCollect(row, data, shards);
            Name(collect, names);
            sets.Add(new PlannedSet(collect, row.Source, row.Attack, data));
            foreach (var victim in transfer.Victims)
            {
                var model = _models[victim];
                var evaluate = JobKinds.Evaluate.Create(
                    new EvaluateSettings { Data = data }, study.Device, new JobInput(JobRoles.Set, collect.Key), new JobInput(JobRoles.Victim, model.Job.Key));
                Add(evaluate, 2 * data.Count * model.Work, names with { Victim = victim });
            }
        }
    }

    private Job AddCollect(TransferRowName row, DataSettings data, IReadOnlyList<Job> shards)
    {
        var settings = new CollectSettings { AttackType = study.Attacks.First(a => a.Name == row.Attack).Type, Data = data };
        var inputs = shards.Select(s => new JobInput(JobRoles.Shard, s.Key)).ToList();
        if (row.Source is { } source)
        {
            inputs.Add(new JobInput(JobRoles.Source, _models[source].Job.Key));
        }

        return _graph.Add(JobKinds.Collect.Create(settings, DeviceOf(row.Source), inputs), data.Count);
    }

    /// <summary>
    /// Shards end where the position in the split (or part) is a multiple of the shard size, so that slices which overlap share their shards and
    /// images added to a study are new jobs beside the old ones.
    /// </summary>
    private List<Job> AddShards(StudyJobNames names, DataSettings data)
    {
        var shards = new List<Job>();
        var origin = data.Part?.Start ?? data.Start;
        for (var start = 0; start < data.Count;)
        {
            var end = Math.Min(data.Count, ((origin + start) / options.ShardImages + 1) * options.ShardImages - origin);
            shards.Add(AddShard(names, data.Range(start, end)));
            start = end;
        }

        return shards;
    }

    private Job AddShard(StudyJobNames names, DataSettings data)
    {
        var spec = study.Attacks.First(a => a.Name == names.Attack);
        var type = AttackCatalogue.Types[spec.Type];
        var settings = new CraftSettings
        {
            Attack = Read<AttackOptions>(spec.Type, spec.Options, spec.Name),
            AttackVersion = type.Version,
            Seed = spec.Seed,
            Data = data,
        };
        var inputs = new List<JobInput>();
        var (gradients, work) = (0.0, 0.0);
        if (type.NeedsSource)
        {
            inputs.Add(new JobInput(JobRoles.Source, _models[names.Source!].Job.Key));
            work = _models[names.Source!].Work;
            gradients = type.GradientsPerImage(settings.Attack, resolver.Describe(data.Dataset).ClassCount);
        }

        if (spec.Of is { } start)
        {
            inputs.Add(new JobInput(JobRoles.Base, AddShard(names with { Attack = start }, data).Key));
        }

        return Add(JobKinds.Craft.Create(settings, type.NeedsSource || spec.Of is not null ? DeviceOf(names.Source) : null, inputs), JobCost.Craft(data.Count, gradients, work), names);
    }

    /// <summary>What is made without a network needs none of the study's devices, and is one job for all of them.</summary>
    private string? DeviceOf(string? source) => source is null ? null : study.Device;

    private PoolSettings ReadPool(JsonObject options, string model)
    {
        var entry = codec.Read<PoolEntry>(options, model);
        return new PoolSettings
        {
            Layer = entry.Layer,
            Size = entry.Size,
            BatchSize = entry.BatchSize,
            Refresh = entry.Refresh,
            Weight = entry.Weight,
            Attack = entry.Attack,
            AttackVersion = AttackCatalogue.Types.Of(entry.Attack).Version,
        };
    }

    /// <summary>What the publication that the study compares itself with says about these jobs.</summary>
    private void AddClaims()
    {
        if (study.CompareWith is not { } published)
        {
            return;
        }

        foreach (var claim in new ClaimPlanner(PublishedResults.Load(published), [.. _names]).Plan())
        {
            var about = claim.About;
            Add(JobKinds.Claim.Create(claim.Settings, claim.Inputs), JobCost.Claim, about is null
                ? new StudyJobNames { Table = claim.Settings.Claim }
                : new StudyJobNames { Table = about.Table, Model = about.Model, Source = about.Source, Attack = about.Attack, Victim = about.Victim, Data = about.Data });
        }
    }

    private T Read<T>(string type, JsonObject options, string what)
        where T : class
    {
        var typed = (JsonObject)options.DeepClone();
        typed["type"] = type;
        return codec.Read<T>(typed, what);
    }

    private void Name(Job job, StudyJobNames names)
    {
        var row = new StudyJob
        {
            Job = job.Key,
            Kind = job.Kind,
            Ordinal = 0,
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
}

/// <summary>A study as the database keeps it.</summary>
internal static class StudyDefinition
{
    /// <summary>With all architectures, attacks and analyses of this program.</summary>
    internal static SettingsCodec Codec { get; } = new(ArchitectureCatalogue.Types, AttackCatalogue.Types, AnalysisCatalogue.Types);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    internal static string Write(Study study) => CanonicalJson.Write(JsonSerializer.SerializeToNode(study, Json));

    /// <exception cref="JsonException">The text is not one that <see cref="Write"/> wrote.</exception>
    internal static Study Read(string definition) => JsonSerializer.Deserialize<Study>(definition, Json)!;
}
