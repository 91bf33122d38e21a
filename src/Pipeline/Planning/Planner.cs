using Experiments.Analysis;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Analyses;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Claims;
using Experiments.Pipeline.Jobs.Collect;
using Experiments.Pipeline.Jobs.Craft;
using Experiments.Pipeline.Jobs.Errors;
using Experiments.Pipeline.Jobs.Evaluate;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Plans;
using Experiments.Pipeline.Studies;
using Experiments.Pipeline.Studies.Reading;
using Experiments.Ports;

namespace Experiments.Pipeline.Planning;

/// <summary>Turns a study into its jobs. The plan is a function of the study and of the data sets' contents: no clock, no random numbers,
/// no names in keys. What several tables need is one job with several names.</summary>
public sealed class Planner(IDataLibrary library, PlannerOptions? options = null)
{
    private readonly PlannerOptions _options = options ?? new PlannerOptions();

    public Plan Plan(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new StudyPlanner(study, new PlanDraft(study, new DataResolver(library)), _options).Plan();
    }
}

/// <summary>How work is cut; part of no result.</summary>
public sealed record PlannerOptions
{
    /// <summary>Images per attack job. Other sizes are other jobs with the same rows.</summary>
    public int ShardImages { get; init; } = 500;
}

/// <summary>Adds the jobs of a study's parts to its plan, in the study's order.</summary>
internal sealed class StudyPlanner(Study study, PlanDraft draft, PlannerOptions options)
{
    private readonly Dictionary<string, StudyAttack> _attacks =
        study.Attacks.ToDictionary(attack => attack.Name, StringComparer.Ordinal);

    /// <summary>Of all parts in all replicates.</summary>
    internal const long MostJobs = 250_000;

    internal Plan Plan()
    {
        RequireSize();
        for (var replicate = 1; replicate <= study.Replicates; replicate++)
        {
            draft.Begin(replicate);
            AddReplicate();
        }

        AddClaims();
        return new Plan
        {
            Study = study.Name,
            Title = study.Title,
            Definition = StudyDefinition.Write(study),
            Jobs = new PlanMemory(draft.Resolver).Estimate(draft.Prioritise()),
            Names = draft.Names,
        };
    }

    /// <summary>Tables of few cells can be made of many shards.</summary>
    /// <exception cref="StudyValidationException">There are too many jobs to plan.</exception>
    private void RequireSize()
    {
        var models = study.Models.Sum(model => 1L + model.EvaluateOn.Count);
        var jobs = (models + study.Transfers.Sum(CountJobs)) * study.Replicates;
        if (jobs > MostJobs)
        {
            throw new StudyValidationException(
                study.Name,
                [new StudyError(1, 1, "", FormattableString.Invariant($"the study has {jobs} jobs; it must have at most {MostJobs}."))]);
        }
    }

    /// <summary>Jobs of a transfer in one replicate: its shards, sets and cells.</summary>
    private long CountJobs(StudyTransfer transfer)
    {
        var shards = draft.Data(transfer.Images, transfer.MaxImages).Count / options.ShardImages + 1L;
        return TransferRows.Of(transfer, study.Attacks).LongCount() * (shards + 1 + transfer.Victims.Count) + transfer.Victims.Count;
    }

    private void AddReplicate()
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
            AnalysisCatalogue.Types.Of(analysis.Options).Plan(analysis.Options, new AnalysisPlan(analysis, study, draft));
        }
    }

    private void AddModel(StudyModel model)
    {
        var data = draft.Data(model.TrainOn);
        var dataset = draft.Resolver.Describe(data.Dataset, data.Form);
        var settings = new TrainSettings
        {
            Architecture = model.Architecture,
            Training = model.Training,
            AdversarialPools =
                model.AdversarialPools?.Select(pool => new PoolSettings { Pool = pool, AttackVersion = VersionOf(pool.Attack) }).ToList(),
            Seed = model.Pretrained is null ? study.SeedOf(model, draft.Replicate) : 0,
            Data = data,
            Pretrained =
                model.Pretrained is { } file ? new PretrainedSettings { File = file, Sha256 = draft.Resolver.FindFile(file).Sha256 } : null,
            HeldOut = model.HeldOut is { } heldOut ? draft.Data(heldOut) : null,
        };
        var work = JobCost.PerImage(ArchitectureCatalogue.Types.Of(settings.Architecture)
            .CountMultiplications(settings.Architecture, dataset.Shape, dataset.ClassCount));
        var train = draft.Add(
            JobKinds.Train.Create(settings, study.JobDevice),
            JobCost.Train(settings, work),
            new StudyJobNames { Model = model.Name, Data = model.TrainOn });
        draft.Add(model.Name, new PlannedModel(train, work, data));
        foreach (var name in model.EvaluateOn)
        {
            var clean = draft.Data(name);
            var errors =
                JobKinds.Errors.Create(new ErrorsSettings { Data = clean }, study.JobDevice, new JobInput(JobRoles.Model, train.Key));
            draft.Add(errors, clean.Count * work, new StudyJobNames { Model = model.Name, Data = name });
        }
    }

    private void AddTransfer(StudyTransfer transfer)
    {
        var data = draft.Data(transfer.Images, transfer.MaxImages);
        var sets = draft.AddSets(transfer.Name);
        var clean = transfer.Victims.Distinct().ToDictionary(victim => victim, victim => AddClean(transfer, victim, data));
        foreach (var row in TransferRows.Of(transfer, study.Attacks))
        {
            var names = new StudyJobNames { Table = transfer.Name, Source = row.Source, Attack = row.Attack, Data = transfer.Images };
            var shards = AddShards(names, data);
            var collect = AddCollect(row, data, shards);
            draft.Name(collect, names);
            sets.Add(new PlannedSet(collect, row.Source, row.Attack, data));
            foreach (var victim in transfer.Victims)
            {
                var model = draft.Model(victim);
                var evaluate = JobKinds.Evaluate.Create(
                    new EvaluateSettings { Data = data, NoiseSeed = study.SeedOfNoise(draft.Replicate) }, study.JobDevice,
                    new JobInput(JobRoles.Set, collect.Key), new JobInput(JobRoles.Victim, model.Job.Key),
                    new JobInput(JobRoles.Clean, clean[victim].Key));
                draft.Add(evaluate, 2 * data.Count * model.Work, names with { Victim = victim });
            }
        }
    }

    /// <summary>The images of a transfer as they are, fed to one of its victims: what every set of them is compared with.</summary>
    private Job AddClean(StudyTransfer transfer, string victim, DataSettings data)
    {
        var model = draft.Model(victim);
        var evaluate = JobKinds.Evaluate.Create(
            new EvaluateSettings { Data = data }, study.JobDevice, new JobInput(JobRoles.Victim, model.Job.Key));
        return draft.Add(evaluate, data.Count * model.Work, new StudyJobNames
        {
            Table = transfer.Name,
            Attack = TransferCellRow.Clean,
            Victim = victim,
            Data = transfer.Images,
        });
    }

    private Job AddCollect(TransferRowName row, DataSettings data, IReadOnlyList<Job> shards)
    {
        var settings = new CollectSettings { AttackType = AttackCatalogue.Types.Of(Attack(row.Attack).Options).Name, Data = data };
        var inputs = shards.Select(s => new JobInput(JobRoles.Shard, s.Key)).ToList();
        if (row.Source is { } source)
        {
            inputs.Add(new JobInput(JobRoles.Source, draft.Model(source).Job.Key));
        }

        return draft.AddUnnamed(JobKinds.Collect.Create(settings, DeviceOf(row.Source), inputs), data.Count);
    }

    /// <summary>Shards end where the position in the split (or part) is a multiple of the shard size, so that slices which overlap share
    /// their shards and images added to a study are new jobs beside the old ones.</summary>
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
        var attack = Attack(names.Attack!);
        var type = AttackCatalogue.Types.Of(attack.Options);
        var settings = new CraftSettings
        {
            Attack = attack.Options,
            AttackVersion = type.Version,
            Seed = study.SeedOf(attack, draft.Replicate),
            Data = data,
        };
        var inputs = new List<JobInput>();
        var (gradients, work) = (0.0, 0.0);
        if (names.Source is { } source && (type.NeedsSource || type.NeedsBase))
        {
            inputs.Add(new JobInput(JobRoles.Source, draft.Model(source).Job.Key));
            work = draft.Model(source).Work;
            gradients = type.GradientsPerImage(settings.Attack, draft.Resolver.Describe(data.Dataset).ClassCount);
        }

        if (attack.Of is { } start)
        {
            inputs.Add(new JobInput(JobRoles.Base, AddShard(names with { Attack = start }, data).Key));
        }

        return draft.Add(
            JobKinds.Craft.Create(settings, type.NeedsSource || attack.Of is not null ? DeviceOf(names.Source) : null, inputs),
            JobCost.Craft(data.Count, gradients, work),
            names);
    }

    /// <summary>What is made without a network needs none of the study's devices, and is one job for all of them.</summary>
    private string? DeviceOf(string? source) => source is null ? null : study.JobDevice;

    private StudyAttack Attack(string name) => _attacks[name];

    private static int VersionOf(AttackOptions attack) => AttackCatalogue.Types.Of(attack).Version;

    /// <summary>What the publication that the study compares itself with says about the jobs of the first replicate.</summary>
    private void AddClaims()
    {
        if (study.CompareWith is not { } published)
        {
            return;
        }

        draft.Begin(1);
        foreach (var claim in new ClaimPlanner(PublishedResults.Load(published), [.. draft.Names.Where(n => n.Replicate == 1)]).Plan())
        {
            var about = claim.About;
            draft.Add(JobKinds.Claim.Create(claim.Settings, claim.Inputs), JobCost.Claim, about is null
                ? new StudyJobNames { Table = claim.Settings.Claim }
                : new StudyJobNames { Table = about.Table, Model = about.Model, Source = about.Source, Attack = about.Attack,
                    Victim = about.Victim, Data = about.Data });
        }
    }
}
