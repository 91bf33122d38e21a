using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Jobs.Evaluate;

/// <summary>Settings of one cell of a transfer matrix.</summary>
public sealed record EvaluateSettings
{
    /// <summary>The clean images of the set, or those that are fed as they are.</summary>
    public required DataSettings Data { get; init; }

    /// <summary>Of the noise that the set is compared with; null for clean images.</summary>
    public ulong? NoiseSeed { get; init; }
}

/// <summary>
/// Feeds images to a network (input <c>victim</c>) and keeps its verdict on each: clean images, or, with an input <c>set</c>, perturbed
/// ones beside the verdicts on their clean images that an earlier job of this kind left (input <c>clean</c>). Each perturbed image is fed
/// once more with noise in the perturbation's place, as long as it is. The cell is counted from the verdicts.
/// </summary>
public sealed class EvaluateKind : JobKind<EvaluateSettings>
{
    public override string Name => "evaluate";

    public override int Version => 2;

    private protected override async Task<JobOutput> RunAsync(
        EvaluateSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var model = await context.LoadModelAsync(context.Input(JobRoles.Victim), cancellationToken);
        var images = context.LoadImages(settings.Data);
        var packing = new VerdictPacking(context.Job.Key, Math.Max(model.ClassCount, images.ClassCount));
        if (context.FindInput(JobRoles.Set) is not { } set)
        {
            var classes = await context.ComputeAsync(() => Prediction.Classes(model, images, cancellationToken));
            var verdicts = SetVerdicts.OfClean(images, classes);
            return new JobOutput([Cell(context, verdicts), .. packing.Pack(verdicts), .. packing.Pack(images)], []);
        }

        var blocks = context.Services.Results.StreamRowsAsync<VerdictBlockRow>([context.Input(JobRoles.Clean)], cancellationToken);
        var clean = VerdictPacking.Unpack(await blocks.ToListAsync(cancellationToken));
        var perturbed = new SetVerdicts(images, clean);
        await foreach (var shard in context.ReadPerturbedAsync(set, cancellationToken))
        {
            await context.ComputeAsync(() => Judge(model, images, shard, settings.NoiseSeed!.Value, perturbed, cancellationToken));
        }

        return new JobOutput([Cell(context, perturbed), .. packing.Pack(perturbed)], []);
    }

    private static int Judge(
        IClassifier model, JobImages images, PerturbedImages shard, ulong seed, SetVerdicts verdicts, CancellationToken cancellationToken)
    {
        var classes = Prediction.Classes(model, shard.Images, cancellationToken);
        var noise = new SetNoise(images, shard, seed);
        var inNoise = Prediction.Classes(model, shard.Count, noise.Read, cancellationToken);
        for (var row = 0; row < shard.Count; row++)
        {
            verdicts.Add(shard.Positions[row], shard.Draws[row], classes[row], inNoise[row], shard.TargetClass(row));
        }

        return shard.Count;
    }

    private static TransferCellRow Cell(JobContext context, SetVerdicts verdicts)
    {
        var counter = verdicts.Count();
        return new TransferCellRow
        {
            Job = context.Job.Key,
            Set = context.FindInput(JobRoles.Set),
            CleanJob = context.FindInput(JobRoles.Clean),
            Victim = context.Input(JobRoles.Victim),
            Images = counter.Images,
            Errors = counter.Errors,
            VictimCorrect = counter.VictimCorrect,
            ErrorsAmongVictimCorrect = counter.ErrorsAmongVictimCorrect,
            TargetHits = counter.TargetHits,
            NoClass = counter.NoClass,
            NoiseErrors = counter.NoiseErrors,
            Backend = context.Backend.Name,
            Deterministic = context.Deterministic,
        };
    }
}
