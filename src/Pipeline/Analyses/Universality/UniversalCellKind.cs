using System.ComponentModel.DataAnnotations;
using Experiments.Contracts;
using Experiments.Numerics;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Analyses.Universality;

/// <summary>Settings of one source and victim.</summary>
public sealed record UniversalCellSettings
{
    /// <summary>The clean images that perturbations are tried on.</summary>
    public required DataSettings Data { get; init; }

    /// <summary>The clean images of the set.</summary>
    public required DataSettings SetData { get; init; }

    /// <summary>Root mean square of every perturbation before clipping.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public required double Stddev { get; init; }

    /// <summary>Of the random directions.</summary>
    public required ulong Seed { get; init; }
}

/// <summary>
/// Adds perturbations made on a network (input <c>source</c>) to images that they were not made for and feeds these to another one (input
/// <c>victim</c>): the universal one (input <c>perturbation</c>), the mean of a set (input <c>set</c>), those of the set's other images in
/// turn, and random directions as the control. All have the same root mean square before images are clipped to [0, 1].
/// </summary>
public sealed class UniversalCellKind : JobKind<UniversalCellSettings>
{
    public override string Name => "universal-cell";

    public override int Version => 2;

    private protected override async Task<JobOutput> RunAsync(
        UniversalCellSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var victim = await context.LoadModelAsync(context.Input(JobRoles.Victim), cancellationToken);
        var images = context.LoadImages(settings.Data);
        var length = images.Shape.Length;
        var file = (await context.FindArtifactsAsync([context.Input(JobRoles.Perturbation)], JobRoles.Perturbation, cancellationToken))[0];
        ReadOnlyMemory<float> universal;
        await using (var stream = await context.Services.Artifacts.OpenReadAsync(file.Hash, cancellationToken))
        {
            universal = UniversalKind.Read(stream, length);
        }

        var set = await SetPerturbations.ReadAsync(context, context.Input(JobRoles.Set), settings.SetData, cancellationToken);
        var rows = await context.ComputeAsync(() =>
        {
            var tries = new PerturbationTries(victim, images, settings.Stddev, cancellationToken);
            return new[]
            {
                ("universal", tries.Run((_, r) => universal.Span.CopyTo(r))),
                ("mean", tries.Run((_, r) => set.Mean.CopyTo(r))),
                ("other-image", tries.Run((image, r) => set.OfAnotherImage(image, images.Positions[image]).CopyTo(r))),
                ("random", tries.Run((image, r) =>
                    new CounterRandom(settings.Seed, RandomPurpose.Direction, (ulong)images.Positions[image] << 32).FillGaussian(r))),
            };
        });
        return new JobOutput([.. rows.Select(row => RowOf(row.Item1, row.Item2, context))], []);
    }

    private static UniversalCellRow RowOf(string perturbation, FoolingCount count, JobContext context)
    {
        return new UniversalCellRow
        {
            Job = context.Job.Key,
            Perturbation = perturbation,
            Source = context.Input(JobRoles.Source),
            Victim = context.Input(JobRoles.Victim),
            Images = count.Images,
            Fooled = count.Fooled,
            VictimCorrect = count.VictimCorrect,
            ErrorsAmongVictimCorrect = count.ErrorsAmongVictimCorrect,
            MeanDistortion = count.MeanDistortion,
        };
    }
}
