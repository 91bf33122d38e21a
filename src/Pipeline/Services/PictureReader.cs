using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>Puts perturbed images beside their originals.</summary>
internal sealed class PictureReader(JobServices services, JobInputs inputs)
{
    /// <summary>The first images of a set; none while the set is not complete.</summary>
    internal async Task<IReadOnlyList<ExamplePicture>> ReadAsync(
        IReadOnlyList<StudyJob> names, string table, TransferRowName row, int count, CancellationToken cancellationToken)
    {
        var collect = names.FirstOrDefault(n =>
            n.Kind == JobKinds.Collect.Name && n.Table == table && n.Source == row.Source && n.Attack == row.Attack);
        if (collect is null || !(await services.Ledger.FindDoneAsync([collect.Job], cancellationToken)).Contains(collect.Job))
        {
            return [];
        }

        var lines = await ExampleReader.ReadAsync(services.Results, names, table, row, cancellationToken).Take(count).ToListAsync(cancellationToken);
        var images = inputs.LoadImages(await inputs.FindDataAsync(collect.Job, cancellationToken));
        var byPosition = Enumerable.Range(0, images.Count).ToDictionary(i => images.Positions[i]);
        var pictures = new List<ExamplePicture>(lines.Count);
        await foreach (var shard in inputs.ReadPerturbedAsync(collect.Job, cancellationToken))
        {
            for (var i = 0; i < shard.Count && pictures.Count < lines.Count; i++)
            {
                var original = new float[images.Shape.Length];
                images.CopyRange(byPosition[shard.Positions[i]], 1, original);
                var shape = shard.Shape;
                pictures.Add(new ExamplePicture(lines[pictures.Count], shape.Channels, shape.Height, shape.Width, original, shard.Image(i)));
            }

            if (pictures.Count == lines.Count)
            {
                break;
            }
        }

        return pictures;
    }
}
