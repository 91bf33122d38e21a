using Experiments.Contracts;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Services;

/// <summary>Puts perturbed images beside their originals.</summary>
internal sealed class PictureReader(JobServices services, JobInputs inputs)
{
    /// <summary>The first images of a set; none while the set is not complete.</summary>
    internal async Task<IReadOnlyList<ExamplePicture>> ReadAsync(
        StudyRows rows, string table, TransferRowName row, int count, CancellationToken cancellationToken)
    {
        bool IsWanted(StudyJob name) =>
            name is { Replicate: 1 } && name.Table == table && name.Source == row.Source && name.Attack == row.Attack;

        var collect = rows.Names.FirstOrDefault(name => name.Kind == JobKinds.Collect.Name && IsWanted(name));
        if (collect is null || !(await services.Ledger.FindDoneAsync([collect.Job], cancellationToken)).Contains(collect.Job))
        {
            return [];
        }

        var examples = await rows.StreamAsync(ResultTable.Of(typeof(AdversarialExampleRow)), IsWanted, cancellationToken)
            .Cast<StudyRow<AdversarialExampleRow>>().Take(count).ToListAsync(cancellationToken);
        var images = inputs.LoadImages(await inputs.FindDataAsync(collect.Job, cancellationToken));
        var byPosition = Enumerable.Range(0, images.Count).ToDictionary(i => images.Positions[i]);
        var pictures = new List<ExamplePicture>(examples.Count);
        await foreach (var shard in inputs.ReadPerturbedAsync(collect.Job, cancellationToken))
        {
            for (var i = 0; i < shard.Count && pictures.Count < examples.Count; i++)
            {
                var original = new float[images.Shape.Length];
                images.CopyRange(byPosition[shard.Positions[i]], 1, original);
                var shape = shard.Shape;
                pictures.Add(
                    new ExamplePicture(examples[pictures.Count], shape.Channels, shape.Height, shape.Width, original, shard.Image(i)));
            }

            if (pictures.Count == examples.Count)
            {
                break;
            }
        }

        return pictures;
    }
}
