using Experiments.Analysis;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Numerics;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Analyses.Spectral;

/// <summary>Settings of the gains of a network's layers along one set of perturbed images.</summary>
public sealed record LayerGainsSettings
{
    /// <summary>The clean images of the set.</summary>
    public required DataSettings Data { get; init; }

    /// <summary>Of the random directions.</summary>
    public required ulong Seed { get; init; }
}

/// <summary>Measures how much each layer of a network (input <c>model</c>) lengthens the perturbations of a set (input <c>set</c>), and
/// random directions of the same length, one for each image, which are not clipped.</summary>
public sealed class LayerGainsKind : JobKind<LayerGainsSettings>
{
    private const int Batch = 64;

    public override string Name => "layer-gains";

    public override int Version => 1;

    private protected override async Task<JobOutput> RunAsync(
        LayerGainsSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var model = await context.LoadModelAsync(context.Input(JobRoles.Model), cancellationToken);
        using var along = new LayerGains(model, Batch);
        using var random = new LayerGains(model, Batch);
        await foreach (var pairs in PairedImages.ReadAsync(context, context.Input(JobRoles.Set), settings.Data, cancellationToken))
        {
            await context.ComputeAsync(() => Measure(pairs, settings.Seed, along, random, cancellationToken));
        }

        return new JobOutput([.. Rows("set", along, context), .. Rows("random", random, context)], []);
    }

    private static bool Measure(PairedImages pairs, ulong seed, LayerGains along, LayerGains random, CancellationToken cancellationToken)
    {
        for (var start = 0; start < pairs.Count; start += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var n = Math.Min(Batch, pairs.Count - start);
            var (clean, perturbed, _) = pairs.Pick([.. Enumerable.Range(start, n)]);
            along.Add(clean, perturbed, n);
            for (var i = 0; i < n; i++)
            {
                var row = start + i;
                RandomDirection.Replace(
                    seed, pairs.Perturbed.Positions[row], pairs.Perturbed.Draws[row], clean.AsSpan(i * pairs.Length, pairs.Length),
                    perturbed.AsSpan(i * pairs.Length, pairs.Length));
            }

            random.Add(clean, perturbed, n);
        }

        return true;
    }

    private static IEnumerable<LayerGainRow> Rows(string direction, LayerGains gains, JobContext context) =>
        gains.Layers.Select(layer => new LayerGainRow
        {
            Job = context.Job.Key,
            Model = context.Input(JobRoles.Model),
            Set = context.Input(JobRoles.Set),
            Direction = direction,
            Layer = layer.Layer,
            Images = layer.Images,
            MeanGain = layer.Local.Mean,
            MedianGain = layer.Local.Median,
            MaxGain = layer.Local.Max,
            MeanCumulativeGain = layer.Cumulative.Mean,
            MedianCumulativeGain = layer.Cumulative.Median,
            MaxCumulativeGain = layer.Cumulative.Max,
        });
}

/// <summary>Random directions with the length of given changes.</summary>
internal static class RandomDirection
{
    /// <summary>Replaces x by x0 plus a random direction, uniform on the sphere of radius ||x - x0||; not clipped. Keyed by seed, position
    /// of the image and draw.</summary>
    internal static void Replace(ulong seed, int position, int draw, ReadOnlySpan<float> x0, Span<float> x)
    {
        var distortion = Distortion.RootMeanSquare(x0, x);
        new CounterRandom(seed, RandomPurpose.Direction, (ulong)position << 32 | (uint)draw).FillGaussian(x);
        Rescale(x, distortion);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] += x0[i];
        }
    }

    /// <summary>Gives a change this root mean square; zero stays zero.</summary>
    internal static void Rescale(Span<float> r, double distortion)
    {
        var sum = 0.0;
        foreach (var value in r)
        {
            sum += (double)value * value;
        }

        var factor = sum > 0 ? distortion / Math.Sqrt(sum / r.Length) : 0;
        foreach (ref var value in r)
        {
            value = (float)(value * factor);
        }
    }
}
