using System.Runtime.CompilerServices;
using Experiments.Analysis;
using Experiments.Contracts;
using Experiments.Pipeline.Analyses;
using Experiments.Pipeline.Analyses.Units;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Settings;

namespace Experiments.Pipeline.Services;

/// <summary>Finds the images behind the rows of the units analysis.</summary>
internal sealed class UnitPictureReader(JobServices services, JobInputs inputs)
{
    /// <summary>One for each layer that is done.</summary>
    internal async IAsyncEnumerable<UnitPictures> ReadAsync(
        string study, int draws, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var groups = (await services.Results.ReadRowsAsync<UnitGroupRow>(study, cancellationToken)).ToLookup(group => group.Job);
        var names = await services.Results.ReadStudyJobsAsync(study, cancellationToken);
        foreach (var name in names.Where(n => n.Kind == JobKinds.Units.Name && n.Replicate == 1 && groups.Contains(n.Job)))
        {
            var found = await services.Results.StreamRowsAsync<UnitDrawRow>([name.Job], cancellationToken).ToListAsync(cancellationToken);
            var images = inputs.LoadImages(await inputs.FindDataAsync(name.Job, cancellationToken));
            var (group, shape) = (groups[name.Job].First(), images.Shape);
            yield return new UnitPictures(
                name.Table!, name.Model!, group.Layer, group.LayerKind, shape.Channels, shape.Height, shape.Width,
                [.. Strips(found, images, draws)]);
        }
    }

    private static IEnumerable<UnitStrip> Strips(IReadOnlyList<UnitDrawRow> rows, JobImages images, int draws) =>
        Enum.GetValues<UnitBasis>()
            .Select(basis => ValueShape.Choice(basis))
            .SelectMany(basis => Spaced([.. rows.Where(r => r.Basis == basis && !r.Tied)], draws))
            .Select(row => StripOf(row, images));

    /// <summary>Neighbouring units of a convolution are the same filter at neighbouring places: a few that lie apart show more.</summary>
    private static IEnumerable<UnitDrawRow> Spaced(IReadOnlyList<UnitDrawRow> rows, int count)
    {
        var shown = Math.Min(count, rows.Count);
        return Enumerable.Range(0, shown).Select(i => rows[(int)((((2L * i) + 1) * rows.Count) / (2L * shown))]);
    }

    private static UnitStrip StripOf(UnitDrawRow row, JobImages images)
    {
        var chunk = ImageChunk.At(images, UnitImages.Read(row.Images));
        return new UnitStrip(
            row.Basis, row.Draw, chunk.Labels,
            [.. Enumerable.Range(0, chunk.Labels.Length).Select(i => (ReadOnlyMemory<float>)chunk.Image(i).ToArray())]);
    }
}
