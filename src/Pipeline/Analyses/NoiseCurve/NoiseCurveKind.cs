using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Analyses.NoiseCurve;

/// <summary>Settings of one network's curves.</summary>
public sealed record NoiseCurveSettings
{
    /// <summary>The clean images that noise is added to.</summary>
    public required DataSettings Data { get; init; }

    public required IReadOnlyList<double> Sizes { get; init; }

    /// <summary>Of the noise.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The clean images of the adversarial set; null without one.</summary>
    public DataSettings? SetData { get; init; }
}

/// <summary>
/// Accuracy of a network (input <c>model</c>) under perturbations of growing size: Gaussian noise, one draw for each image, the same as the
/// attack <c>gaussian-noise</c> adds with this seed; and, where there is an adversarial set (input <c>set</c>, made on the same network),
/// its perturbations rescaled as the attack <c>amplify</c> does, and the share of images that it leaves right within each size.
/// </summary>
public sealed class NoiseCurveKind : JobKind<NoiseCurveSettings>
{
    /// <summary>What the curve under plain Gaussian noise is called.</summary>
    internal const string PlainNoise = "noise";

    public override string Name => "noise-curve";

    public override int Version => 2;

    private protected override async Task<JobOutput> RunAsync(
        NoiseCurveSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var model = await context.LoadModelAsync(context.Input(JobRoles.Model), cancellationToken);
        var images = context.LoadImages(settings.Data);
        var (rows, total) = (new List<NoiseCurveRow>(), settings.Sizes.Count * (settings.SetData is null ? 2 : 3));
        foreach (var (name, clip) in new[] { (PlainNoise, false), ("noise-clipped", true) })
        {
            await AddAsync(name, settings.Data, (size, count) => Noise(model, images, size, clip, settings.Seed, count, cancellationToken));
        }

        if (settings.SetData is { } data)
        {
            var set = await context.ReadPerturbedAsync(context.Input(JobRoles.Set), cancellationToken).ToListAsync(cancellationToken);
            var clean = context.LoadImages(data);
            await AddAsync("adversarial-rescaled", data, (size, count) => Rescaled(model, clean, set, size, count, cancellationToken));
            var reach = await context.ComputeAsync(() => Reach(model, clean, set, cancellationToken));
            rows.AddRange(settings.Sizes.Select((size, step) =>
                RowOf(
                    "adversarial-within", step, data, new SizeCount { Images = reach.Count, Correct = reach.Count(r => r > size) },
                    withDistortion: false)));
        }

        return new JobOutput([.. rows], []);

        async Task AddAsync(string name, DataSettings data, Action<double, SizeCount> measure)
        {
            for (var step = 0; step < settings.Sizes.Count; step++)
            {
                var count = new SizeCount();
                await context.ComputeAsync(() => { measure(settings.Sizes[step], count); return count; });
                rows.Add(RowOf(name, step, data, count, withDistortion: true));
                context.Report(new JobActivity(rows.Count, total, "sizes", null));
            }
        }

        NoiseCurveRow RowOf(string name, int step, DataSettings data, SizeCount count, bool withDistortion)
        {
            return new NoiseCurveRow
            {
                Job = context.Job.Key,
                Perturbation = name,
                Step = step,
                Size = settings.Sizes[step],
                Model = context.Input(JobRoles.Model),
                Data = data.Text,
                Images = count.Images,
                Correct = count.Correct,
                MeanDistortion = withDistortion ? count.Distortions / count.Images : null,
            };
        }
    }

    private static void Noise(
        IClassifier model, JobImages images, double size, bool clip, ulong seed, SizeCount count, CancellationToken cancellationToken)
    {
        var attack = new GaussianNoiseAttack(new GaussianNoiseOptions { Stddev = size, Clip = clip });
        foreach (var chunk in ImageChunk.Of(images))
        {
            count.Add(model, AttackRunner.Craft(attack, chunk.ToInput(seed), progress: null, cancellationToken), cancellationToken);
        }
    }

    private static void Rescaled(
        IClassifier model, JobImages clean, IReadOnlyList<PerturbedImages> set, double size, SizeCount count,
        CancellationToken cancellationToken)
    {
        var attack = new AmplifyAttack(new AmplifyOptions { Stddev = size });
        foreach (var shard in set)
        {
            var input = ImageChunk.At(clean, shard.Positions).ToInput(seed: 0) with { BaseImages = shard.Images };
            count.Add(model, AttackRunner.Craft(attack, input, progress: null, cancellationToken), cancellationToken);
        }
    }

    /// <summary>For each image the size that the attack needs to make the network wrong: 0 where it is wrong already, infinity where the
    /// attack has not.</summary>
    private static List<double> Reach(
        IClassifier model, JobImages clean, IReadOnlyList<PerturbedImages> set, CancellationToken cancellationToken)
    {
        var reach = new List<double>();
        foreach (var shard in set)
        {
            var chunk = ImageChunk.At(clean, shard.Positions);
            var before = Prediction.Classes(model, chunk.Pixels, cancellationToken);
            var after = Prediction.Classes(model, shard.Images, cancellationToken);
            for (var i = 0; i < shard.Count; i++)
            {
                reach.Add(before[i] != chunk.Labels[i] ? 0
                    : after[i] == chunk.Labels[i] ? double.PositiveInfinity
                    : Distortion.RootMeanSquare(chunk.Image(i), shard.Image(i).Span));
            }
        }

        return reach;
    }

    /// <summary>Counts one point of a curve. Sums are in image order, whatever the chunks.</summary>
    private sealed class SizeCount
    {
        internal int Images { get; set; }

        internal int Correct { get; set; }

        internal double Distortions { get; private set; }

        internal void Add(IClassifier model, AdversarialBatch batch, CancellationToken cancellationToken)
        {
            var classes = Prediction.Classes(model, batch.Images, cancellationToken);
            for (var i = 0; i < classes.Length; i++)
            {
                Images++;
                Correct += classes[i] == batch.Examples[i].Label ? 1 : 0;
                Distortions += batch.Examples[i].Distortion;
            }
        }
    }
}
