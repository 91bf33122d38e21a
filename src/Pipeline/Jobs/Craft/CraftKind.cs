using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Jobs.Craft;

/// <summary>Settings of one shard of an attack.</summary>
public sealed record CraftSettings
{
    public required AttackOptions Attack { get; init; }

    /// <summary>Version of the attack's algorithm.</summary>
    public required int AttackVersion { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The clean images of the shard.</summary>
    public required DataSettings Data { get; init; }
}

/// <summary>
/// Perturbs one shard of images: on a network (input <c>source</c>), from the images of another attack's same shard (input <c>base</c>,
/// with <c>source</c> where that was made on one), or from nothing but random numbers. Leaves the images and one row each. No row depends
/// on how the images were cut into shards.
/// </summary>
public sealed class CraftKind : JobKind<CraftSettings>
{
    public override string Name => "craft";

    public override int Version => 2;

    // The clean images, those that an attack starts from, the perturbed ones and these as bytes again.
    private const int CopiesOfImages = 4;

    internal override long EstimateMemory(JobParts parts) => parts.Bytes + CopiesOfImages * parts.FloatBytes;

    private protected override async Task<JobOutput> RunAsync(
        CraftSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var type = AttackCatalogue.Types.Of(settings.Attack);
        if (type.Version != settings.AttackVersion)
        {
            throw new ArgumentException(
                $"attack {type.Name} has version {type.Version}; it must be {settings.AttackVersion}, which the job was planned with.");
        }

        var images = context.LoadImages(settings.Data);
        var source = context.FindInput(JobRoles.Source) is { } model ? await context.LoadModelAsync(model, cancellationToken) : null;
        var start = context.FindInput(JobRoles.Base) is { } shard
            ? await context.ReadPerturbedAsync(shard, cancellationToken).SingleAsync(cancellationToken)
            : null;
        var input = InputOf(settings, images, source, start, context);
        var batch = await context.ComputeAsync(() => AttackRunner.Craft(
            type.Create(settings.Attack), input, new AttackActivity(context), cancellationToken));
        var file = PerturbedImages.Of(batch, images.Shape);
        var artifact = await context.Services.Artifacts.WriteAsync(
            JobRoles.Images, (stream, _) => { file.Write(stream); return Task.CompletedTask; }, cancellationToken);
        return new JobOutput([.. batch.Examples.Select(e => RowOf(context.Job.Key, e))], [artifact]);
    }

    private static AttackInput InputOf(
        CraftSettings settings, JobImages images, IClassifier? source, PerturbedImages? start, JobContext context)
    {
        var x0 = new float[images.Count * images.Shape.Length];
        images.CopyRange(0, images.Count, x0);
        return new AttackInput
        {
            Images = x0,
            Length = images.Shape.Length,
            Labels = Enumerable.Range(0, images.Count).Select(images.Label).ToArray(),
            Positions = images.Positions.ToArray(),
            Source = source,
            BaseImages = start?.Images ?? default,
            BaseDraws = start is null ? 1 : start.Count / images.Count,
            BaseTargets = start is null || source is null
                ? default
                : Enumerable.Range(0, start.Count).Select(start.TargetClass).ToArray(),
            Seed = settings.Seed,
            Threads = context.Services.Threads,
        };
    }

    private static AdversarialExampleRow RowOf(JobKey job, AdversarialExample example) => new()
    {
        Job = job,
        Image = example.Image,
        Draw = example.Draw,
        Label = example.Label,
        TargetClass = example.TargetClass,
        PredictedBefore = example.PredictedBefore,
        PredictedAfter = example.PredictedAfter,
        PredictedAsBytes = example.PredictedAsBytes,
        Distortion = example.Distortion,
        Linf = example.Linf,
        C = example.C,
        Iterations = example.Iterations,
        GradientEvaluations = example.GradientEvaluations,
        ProjectedGradientNorm = example.ProjectedGradientNorm,
        Success = example.Success,
        SuccessAsBytes = example.SuccessAsBytes,
    };
}
