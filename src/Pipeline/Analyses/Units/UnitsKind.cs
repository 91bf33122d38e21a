using System.ComponentModel.DataAnnotations;
using Experiments.Analysis;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Experiments.Settings;

namespace Experiments.Pipeline.Analyses.Units;

/// <summary>Settings of a look at one layer.</summary>
public sealed record UnitsSettings
{
    public required DataSettings Data { get; init; }

    [Range(0, int.MaxValue)]
    public required int Layer { get; init; }

    [Range(1, int.MaxValue)]
    public required int Top { get; init; }

    [Range(1, int.MaxValue)]
    public required int Directions { get; init; }

    public required ulong Seed { get; init; }
}

/// <summary>Looks at one layer of a network (input <c>model</c>); leaves a row for each unit, direction and random choice, and one for each
/// group of them.</summary>
public sealed class UnitsKind : JobKind<UnitsSettings>
{
    public override string Name => "units";

    public override int Version => 2;

    private protected override async Task<JobOutput> RunAsync(
        UnitsSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var model = await context.LoadModelAsync(context.Input(JobRoles.Model), cancellationToken);
        var images = context.LoadImages(settings.Data);
        var search = new UnitSearch(settings.Layer, settings.Top, settings.Directions, settings.Seed);
        var draws = await context.ComputeAsync(() => UnitInspection.Run(
            model, images, search, context.Services.Threads,
            done => context.Report(new JobActivity(done, images.Count, JobActivity.Images, null)), cancellationToken));
        var groups = UnitGroup.Of(draws, images.ClassCount);
        return new JobOutput(
            [.. groups.Select(g => RowOf(g, settings, model, context)), .. draws.Select(d => RowOf(d, images, context.Job.Key))], []);
    }

    private static UnitGroupRow RowOf(UnitGroup group, UnitsSettings settings, IClassifier model, JobContext context)
    {
        var layer = model.Layers[settings.Layer];
        return new UnitGroupRow
        {
            Job = context.Job.Key,
            Basis = ValueShape.Choice(group.Basis),
            Model = context.Input(JobRoles.Model),
            Data = settings.Data.Text,
            Layer = settings.Layer,
            LayerKind = layer.Kind,
            Units = layer.OutputShape.Length,
            Top = settings.Top,
            Draws = group.Draws,
            Tied = group.Tied,
            Purity = group.Purity?.Mean,
            PurityLow = group.Purity?.Low,
            PurityHigh = group.Purity?.High,
            Entropy = group.EntropyBits?.Mean,
            EntropyLow = group.EntropyBits?.Low,
            EntropyHigh = group.EntropyBits?.High,
        };
    }

    private static UnitDrawRow RowOf(UnitDraw draw, JobImages images, JobKey job) => new()
    {
        Job = job,
        Basis = ValueShape.Choice(draw.Basis),
        Draw = draw.Draw,
        Tied = draw.Tied,
        Label = draw.Coherence.Label,
        Purity = draw.Coherence.Purity,
        Entropy = draw.Coherence.EntropyBits,
        Images = UnitImages.Write(draw.Images.Select(i => images.Positions[i])),
    };
}

/// <summary>The images of a draw as its row has them.</summary>
internal static class UnitImages
{
    internal static string Write(IEnumerable<int> positions) =>
        string.Join(' ', positions.Select(p => p.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    internal static IReadOnlyList<int> Read(string images) =>
        [.. images.Split(' ')
            .Select(p => int.Parse(p, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture))];
}
