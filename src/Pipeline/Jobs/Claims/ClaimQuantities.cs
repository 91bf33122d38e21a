using Experiments.Analysis;
using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>A number of a study as a claim sees it.</summary>
/// <param name="Estimate">With its 95 % interval.</param>
/// <param name="Count">Of a rate, what was counted; 0 for other numbers.</param>
/// <param name="Total">Of a rate, out of what; for a mean, the values that it is of.</param>
/// <param name="Deviation">Of a mean, the standard deviation of one value; null for a rate.</param>
internal sealed record ClaimNumber(Estimate Estimate, long Count, long Total, double? Deviation = null)
{
    internal static ClaimNumber Rate(long count, long total) => new(Estimate.OfRate(count, total), count, total);

    internal static ClaimNumber Mean(SpreadOfValues spread) =>
        new(Estimate.OfMean(spread.Mean, spread.Deviation, spread.Count), 0, spread.Count, spread.Deviation);

    /// <summary>The published number with the interval of its own sampling: as many images as were counted there, spread as ours are.</summary>
    internal Estimate Theirs(double value, int images) => Deviation is { } deviation
        ? Estimate.OfMean(value, deviation, images)
        : Estimate.OfRate((long)Math.Round(value * images, MidpointRounding.AwayFromZero), images) with { Value = value };
}

/// <summary>How a quantity that claims speak of is read from the rows of a kind of job.</summary>
/// <param name="Name">What selectors call it.</param>
/// <param name="Kind">The kind of job whose rows hold it.</param>
/// <param name="Unit">Its unit: <c>rate</c>, a fraction of 1, or <c>distortion</c>.</param>
/// <param name="ReadAsync">Reads it from the rows of one job.</param>
internal sealed record ClaimQuantity(string Name, JobKind Kind, string Unit, Func<JobContext, JobKey, CancellationToken, Task<ClaimNumber>> ReadAsync);

/// <summary>The quantities that claims can speak of. A new one is a line here.</summary>
internal static class ClaimQuantities
{
    internal const string Rate = "rate";
    private const string Distortion = "distortion";

    internal static IReadOnlyList<ClaimQuantity> All { get; } =
    [
        new("transfer-error", JobKinds.Evaluate, Rate, async (context, job, stop) =>
        {
            var row = await RowAsync<TransferCellRow>(context, job, stop);
            return ClaimNumber.Rate(row.Errors, row.Images);
        }),
        new("clean-error", JobKinds.Errors, Rate, async (context, job, stop) =>
        {
            var row = await RowAsync<ModelErrorRow>(context, job, stop);
            return ClaimNumber.Rate(row.Errors, row.Images);
        }),
        new("training-error", JobKinds.Train, Rate, async (context, job, stop) =>
        {
            var row = await RowAsync<ModelRow>(context, job, stop);
            return ClaimNumber.Rate(row.TrainErrors, row.TrainImages);
        }),
        new("group-error", JobKinds.CompareModels, Rate, async (context, job, stop) =>
        {
            var row = await RowAsync<ModelGroupRow>(context, job, stop);
            return new ClaimNumber(new Estimate(row.MeanError, row.ErrorLow ?? row.MeanError, row.ErrorHigh ?? row.MeanError), 0, row.Models);
        }),
        new("success", JobKinds.Collect, Rate, async (context, job, stop) =>
        {
            var row = await RowAsync<AdversarialSetRow>(context, job, stop);
            return ClaimNumber.Rate(row.Successes ?? 0, row.Images);
        }),
        new("distortion", JobKinds.Collect, Distortion, async (context, job, stop) => ClaimNumber.Mean(SpreadOfValues.Of(await DistortionsAsync(context, job, stop)))),
    ];

    internal static ClaimQuantity Of(string name) => All.First(quantity => quantity.Name == name);

    private static async Task<TRow> RowAsync<TRow>(JobContext context, JobKey job, CancellationToken cancellationToken)
        where TRow : ResultRow => await context.Services.Results.StreamRowsAsync<TRow>([job], cancellationToken).SingleAsync(cancellationToken);

    /// <summary>The distortions of a set's images, in their order.</summary>
    private static async Task<List<double>> DistortionsAsync(JobContext context, JobKey set, CancellationToken cancellationToken)
    {
        var jobs = await context.Services.Ledger.FindJobsAsync([set], cancellationToken);
        List<JobKey> shards = [.. jobs[set].Inputs.Where(input => input.Role == JobRoles.Shard).Select(input => input.Key)];
        return await context.Services.Results.StreamRowsAsync<AdversarialExampleRow>(shards, cancellationToken).Select(row => row.Distortion).ToListAsync(cancellationToken);
    }
}
