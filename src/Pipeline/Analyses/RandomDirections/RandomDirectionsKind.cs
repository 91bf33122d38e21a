using System.ComponentModel.DataAnnotations;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Analyses.RandomDirections;

/// <summary>Settings of the random directions of one adversarial set.</summary>
public sealed record RandomDirectionsSettings
{
    /// <summary>The clean images of the set.</summary>
    public required DataSettings Data { get; init; }

    /// <summary>Of each image.</summary>
    [Range(1, int.MaxValue)]
    public required int Directions { get; init; }

    public required ulong Seed { get; init; }
}

/// <summary>
/// Moves the clean images of an adversarial set (input <c>set</c>) along random directions, each as far as its adversarial image is, and
/// asks the network (input <c>model</c>) that the set was made on. Only images count that the network reads correctly when clean and
/// wrongly in the set. The directions are those of the attack <c>random-direction</c> with this seed.
/// </summary>
public sealed class RandomDirectionsKind : JobKind<RandomDirectionsSettings>
{
    /// <summary>Moved images in memory at a time; part of no result.</summary>
    private const int RowsTogether = 2000;

    public override string Name => "random-directions";

    public override int Version => 2;

    private protected override async Task<JobOutput> RunAsync(
        RandomDirectionsSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var model = await context.LoadModelAsync(context.Input(JobRoles.Model), cancellationToken);
        var clean = context.LoadImages(settings.Data);
        DirectionCount[] counts = [new(clipped: false), new(clipped: true)];
        var images = 0;
        await foreach (var shard in context.ReadPerturbedAsync(context.Input(JobRoles.Set), cancellationToken))
        {
            images += shard.Count;
            await context.ComputeAsync(() => Move(model, clean, shard, settings, counts, cancellationToken));
            context.Report(new JobActivity(images, Math.Max(images, clean.Count), JobActivity.Images, null));
        }

        return new JobOutput([.. counts.Where(c => c.Moved > 0).Select(c => RowOf(c, images, context))], []);
    }

    private static RandomDirectionRow RowOf(DirectionCount count, int images, JobContext context)
    {
        return new RandomDirectionRow
        {
            Job = context.Job.Key,
            Clipped = count.Clipped,
            Set = context.Input(JobRoles.Set),
            Model = context.Input(JobRoles.Model),
            Images = images,
            Moved = count.Moved,
            Tries = count.Tries,
            Fooled = count.Fooled,
            ImagesFooled = count.ImagesFooled,
            AdversarialDistortion = count.AdversarialDistortions / count.Moved,
            MeanDistortion = count.Distortions / count.Tries,
        };
    }

    /// <returns>How many images of the shard were moved.</returns>
    private static int Move(
        IClassifier model, JobImages clean, PerturbedImages shard, RandomDirectionsSettings settings, DirectionCount[] counts,
        CancellationToken cancellationToken)
    {
        var chunk = ImageChunk.At(clean, shard.Positions);
        var before = Prediction.Classes(model, chunk.Pixels, cancellationToken);
        var after = Prediction.Classes(model, shard.Images, cancellationToken);
        var moved = Enumerable.Range(0, shard.Count).Where(i => before[i] == chunk.Labels[i] && after[i] != chunk.Labels[i]).ToList();
        foreach (var part in moved.Chunk(Math.Max(1, RowsTogether / settings.Directions)))
        {
            var bases = part.SelectMany(i => shard.Image(i).ToArray()).ToArray();
            var input = chunk.Pick(part).ToInput(settings.Seed) with { BaseImages = bases };
            foreach (var count in counts)
            {
                var attack = new RandomDirectionAttack(new RandomDirectionOptions { Draws = settings.Directions, Clip = count.Clipped });
                var batch = AttackRunner.Craft(attack, input, progress: null, cancellationToken);
                count.Add(batch, Prediction.Classes(model, batch.Images, cancellationToken), input);
            }
        }

        return moved.Count;
    }

    private sealed class DirectionCount(bool clipped)
    {
        internal bool Clipped { get; } = clipped;

        internal int Moved { get; private set; }

        internal int Tries { get; private set; }

        internal int Fooled { get; private set; }

        internal int ImagesFooled { get; private set; }

        internal double AdversarialDistortions { get; private set; }

        internal double Distortions { get; private set; }

        internal void Add(AdversarialBatch batch, int[] classes, AttackInput input)
        {
            for (var image = 0; image < input.Count; image++)
            {
                var fooled = 0;
                for (var row = image * batch.Draws; row < (image + 1) * batch.Draws; row++)
                {
                    fooled += classes[row] != batch.Examples[row].Label ? 1 : 0;
                    Distortions += batch.Examples[row].Distortion;
                }

                Moved++;
                Tries = checked(Tries + batch.Draws);
                Fooled += fooled;
                ImagesFooled += fooled > 0 ? 1 : 0;
                AdversarialDistortions += Distortion.RootMeanSquare(input.Image(image), input.BaseImage(image, 0));
            }
        }
    }
}
