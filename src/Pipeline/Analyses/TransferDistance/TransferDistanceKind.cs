using System.ComponentModel.DataAnnotations;
using Experiments.Analysis;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Analyses.TransferDistance;

/// <summary>Settings of the transfer distances of one set to one victim.</summary>
public sealed record TransferDistanceSettings
{
    /// <summary>The clean images of the set.</summary>
    public required DataSettings Data { get; init; }

    /// <summary>The largest magnification tried.</summary>
    [Range(MagnificationSearch.Smallest, double.MaxValue, MinimumIsExclusive = true)]
    public required double Cap { get; init; }
}

/// <summary>For each image of a set (input <c>set</c>) the smallest magnification of its perturbation that fools a network (input
/// <c>victim</c>).</summary>
public sealed class TransferDistanceKind : JobKind<TransferDistanceSettings>
{
    private const int Batch = 256;

    public override string Name => "transfer-distance";

    public override int Version => 2;

    private protected override async Task<JobOutput> RunAsync(
        TransferDistanceSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var victim = await context.LoadModelAsync(context.Input(JobRoles.Victim), cancellationToken);
        var points = new List<FoolingPoint?>();
        var images = 0;
        await foreach (var pairs in PairedImages.ReadAsync(context, context.Input(JobRoles.Set), settings.Data, cancellationToken))
        {
            images += pairs.Count;
            points.AddRange(await context.ComputeAsync(() => Find(victim, pairs, settings.Cap, cancellationToken)));
        }

        var summary = DistanceSummary.Of(points, settings.Cap);
        return new JobOutput(
            [RowOf(summary, images, context), .. Points("magnification", summary.ByMagnification, summary, context), .. Points(
                "distortion", summary.ByDistortion, summary, context)], []);
    }

    /// <summary>The images that the victim reads correctly without a change.</summary>
    private static FoolingPoint?[] Find(IClassifier victim, PairedImages pairs, double cap, CancellationToken cancellationToken)
    {
        var classes = Prediction.Classes(victim, pairs.Clean, cancellationToken);
        var (clean, perturbed, labels) = pairs.Pick([.. Enumerable.Range(0, pairs.Count).Where(row => classes[row] == pairs.Labels[row])]);
        using var search = new MagnificationSearch(victim, cap, Batch);
        return search.Find(clean, perturbed, labels);
    }

    private static TransferDistanceRow RowOf(DistanceSummary summary, int images, JobContext context) => new()
    {
        Job = context.Job.Key,
        Set = context.Input(JobRoles.Set),
        Victim = context.Input(JobRoles.Victim),
        Images = images,
        VictimCorrect = summary.Images,
        Fooled = summary.Fooled,
        Cap = summary.Cap,
        FirstQuartile = summary.Magnification(0.25),
        MedianMagnification = summary.Magnification(0.5),
        ThirdQuartile = summary.Magnification(0.75),
        MedianDistortion = summary.MedianDistortion,
    };

    private static IEnumerable<TransferDistancePointRow> Points(
        string axis, IReadOnlyList<DistancePoint> points, DistanceSummary summary, JobContext context) =>
        points.Select((point, step) => new TransferDistancePointRow
        {
            Job = context.Job.Key,
            Axis = axis,
            Step = step,
            Limit = point.Limit,
            Images = summary.Images,
            Fooled = point.Fooled,
        });
}
