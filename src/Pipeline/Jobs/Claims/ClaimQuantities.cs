using System.Globalization;
using Experiments.Analysis;
using Experiments.Contracts;
using Experiments.Pipeline.Analyses.NoiseCurve;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Settings;

namespace Experiments.Pipeline.Jobs.Claims;

/// <summary>A number of a study as a claim sees it.</summary>
/// <param name="Estimate">With its 95 % interval.</param>
/// <param name="Count">Of a rate, what was counted; 0 for other numbers.</param>
/// <param name="Total">Of a rate, out of what; for a mean, the values that it is of.</param>
/// <param name="Deviation">Of a mean, the standard deviation of one value; null for a rate.</param>
internal sealed record ClaimNumber(Estimate Estimate, long Count, long Total, double? Deviation = null)
{
    /// <summary>What the number leaves out; null for nothing.</summary>
    internal string? Note { get; init; }

    internal static ClaimNumber Rate(long count, long total) => new(Estimate.OfRate(count, total), count, total);

    internal static ClaimNumber Mean(SpreadOfValues spread) =>
        new(Estimate.OfMean(spread.Mean, spread.Deviation, spread.Count), 0, spread.Count, spread.Deviation);

    /// <summary>A number without chance in it.</summary>
    internal static ClaimNumber Exact(double value) => new(Certain(value), 0, 0);

    /// <summary>A mean whose interval is known already.</summary>
    internal static ClaimNumber Mean(double mean, double? low, double? high, long count) =>
        new(new Estimate(mean, low ?? mean, high ?? mean), 0, count);

    /// <summary>The published number with the interval of its own sampling: as many images as were counted there, spread as ours
    /// are.</summary>
    internal Estimate Theirs(double value, int images) => Total == 0 ? Certain(value)
        : Deviation is { } deviation ? Estimate.OfMean(value, deviation, images)
        : Estimate.OfRate((long)Math.Round(value * images, MidpointRounding.AwayFromZero), images) with { Value = value };

    private static Estimate Certain(double value) => new(value, value, value);
}

/// <summary>How a quantity that claims speak of is read from the rows of a kind of job.</summary>
/// <param name="Name">What selectors call it.</param>
/// <param name="Kind">The kind of job whose rows hold it.</param>
/// <param name="Unit">Its unit: <c>rate</c>, a fraction of 1, <c>distortion</c> or <c>factor</c>.</param>
/// <param name="ReadAsync">Reads it from the rows of one job; null where the job has not got it.</param>
internal sealed record ClaimQuantity(
    string Name, JobKind Kind, string Unit, Func<ClaimInput, CancellationToken, Task<ClaimNumber?>> ReadAsync)
{
    /// <summary>A quantity that is read from the only row of a job.</summary>
    internal static ClaimQuantity Of<TRow>(string name, JobKind kind, string unit, Func<TRow, ClaimNumber> read)
        where TRow : ResultRow => new(name, kind, unit, async (input, stop) => read(await input.Rows<TRow>().SingleAsync(stop)));

    /// <summary>A quantity that is read from one of a job's rows, if it is there.</summary>
    internal static ClaimQuantity OfFirst<TRow>(
        string name, JobKind kind, string unit, Func<TRow, ClaimSettings, bool> isIt, Func<TRow, ClaimNumber?> read)
        where TRow : ResultRow => new(
            name, kind, unit, async (input, stop) =>
                await input.Rows<TRow>().FirstOrDefaultAsync(row => isIt(row, input.Settings), stop) is { } row ? read(row) : null);
}

/// <summary>A job whose rows a claim reads.</summary>
internal sealed record ClaimInput(JobContext Context, ClaimSettings Settings, JobKey Job)
{
    internal IAsyncEnumerable<TRow> Rows<TRow>()
        where TRow : ResultRow => Context.Services.Results.StreamRowsAsync<TRow>([Job], CancellationToken.None);
}

/// <summary>The quantities that claims can speak of. A new one is a line here.</summary>
internal static class ClaimQuantities
{
    internal const string Rate = "rate";
    private const string Distortion = "distortion", Factor = "factor";

    internal static IReadOnlyList<ClaimQuantity> All { get; } =
    [
        ClaimQuantity.Of<TransferCellRow>("transfer-error", JobKinds.Evaluate, Rate, row => ClaimNumber.Rate(row.Errors, row.Images)),
        ClaimQuantity.Of<TransferCellRow>(
            "transfer-accuracy", JobKinds.Evaluate, Rate, row => ClaimNumber.Rate(row.Images - row.Errors, row.Images)),
        ClaimQuantity.Of<ModelErrorRow>("clean-error", JobKinds.Errors, Rate, row => ClaimNumber.Rate(row.Errors, row.Images)),
        ClaimQuantity.Of<ModelRow>("training-error", JobKinds.Train, Rate, row => ClaimNumber.Rate(row.TrainErrors, row.TrainImages)),
        ClaimQuantity.Of<ModelGroupRow>(
            "group-error", JobKinds.CompareModels, Rate, row => ClaimNumber.Mean(row.MeanError, row.ErrorLow, row.ErrorHigh, row.Models)),
        ClaimQuantity.Of<AdversarialSetRow>("success", JobKinds.Collect, Rate, row => ClaimNumber.Rate(row.Wanted ?? 0, row.Images)),
        new("distortion", JobKinds.Collect, Distortion, DistortionAsync),
        ClaimQuantity.OfFirst<NoiseCurveRow>(
            "noise-accuracy", JobKinds.NoiseCurve, Rate,
            (row, settings) => row.Perturbation == NoiseCurveKind.PlainNoise && row.Size == settings.At,
            row => ClaimNumber.Rate(row.Correct, row.Images)),
        ClaimQuantity.OfFirst<RandomDirectionRow>(
            "random-direction-success", JobKinds.RandomDirections, Rate, (row, _) => !row.Clipped,
            row => ClaimNumber.Rate(row.Fooled, row.Tries)),
        Purity("unit-purity", UnitBasis.Unit),
        Purity("random-direction-purity", UnitBasis.RandomDirection),
        Purity("random-images-purity", UnitBasis.RandomImages),
        new("layer-bound", JobKinds.Spectral, Factor, async (input, stop) =>
            await input.Rows<SpectralLayerRow>()
                .Where(row => PaperLayers.IsOfSort(row.Kind, input.Settings.Layer!))
                .Skip(PaperLayers.Place(input.Settings.Layer!))
                .FirstOrDefaultAsync(stop) is { } row
                ? ClaimNumber.Exact(row.OperationBound) : null),
    ];

    private static ClaimQuantity Purity(string name, UnitBasis basis) => ClaimQuantity.OfFirst<UnitGroupRow>(
        name, JobKinds.Units, Rate, (row, _) => row.Basis == ValueShape.Choice(basis),
        row => row.Purity is { } purity ? ClaimNumber.Mean(purity, row.PurityLow, row.PurityHigh, row.Draws) : null);

    internal static ClaimQuantity Of(string name) => All.First(quantity => quantity.Name == name);

    /// <summary>The mean distortion to 0 % accuracy, over a set's images in their order; null where no image is read as wanted.</summary>
    private static async Task<ClaimNumber?> DistortionAsync(ClaimInput input, CancellationToken cancellationToken)
    {
        var services = input.Context.Services;
        var set = await input.Rows<AdversarialSetRow>().SingleAsync(cancellationToken);
        var isMinimal = set.AttackClass == AttackClasses.MinimalNorm;
        var jobs = await services.Ledger.FindJobsAsync([input.Job], cancellationToken);
        List<JobKey> shards = [.. jobs[input.Job].Inputs.Where(i => i.Role == JobRoles.Shard).Select(i => i.Key)];
        var distortions = await services.Results.StreamRowsAsync<AdversarialExampleRow>(shards, cancellationToken)
            .Where(row => !isMinimal || row.Success == true)
            .Select(row => row.Distortion)
            .ToListAsync(cancellationToken);
        var left = set.Images - distortions.Count;
        return distortions.Count == 0 ? null : ClaimNumber.Mean(SpreadOfValues.Of(distortions)) with
        {
            Note = left == 0 ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"0 % accuracy is not reached: {left:#,0} of {set.Images:#,0} images, on which the attack failed, are left out"),
        };
    }
}

/// <summary>Layers as publications count them: <c>conv1</c>, <c>conv2</c> …, <c>fc1</c> ….</summary>
internal static class PaperLayers
{
    private static readonly Dictionary<string, string> Operations = new() { ["conv"] = "conv2d", ["fc"] = "linear" };

    /// <summary>The operation of a layer's kind (<c>conv2d-relu</c>) is what the name says, whatever its place.</summary>
    internal static bool IsOfSort(string kind, string layer) => kind.Split('-')[0] == Operations.GetValueOrDefault(Split(layer).Sort);

    /// <summary>From 0, among the layers of its sort.</summary>
    internal static int Place(string layer) => Split(layer).Place;

    private static (string Sort, int Place) Split(string layer)
    {
        var sort = string.Concat(layer.TakeWhile(char.IsAsciiLetter));
        return (sort, int.Parse(layer.AsSpan(sort.Length), CultureInfo.InvariantCulture) - 1);
    }
}
