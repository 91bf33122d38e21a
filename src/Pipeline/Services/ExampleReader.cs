using System.Runtime.CompilerServices;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline;

/// <summary>Reads the perturbed images of one row of a table.</summary>
internal static class ExampleReader
{
    internal static async IAsyncEnumerable<ExampleLine> ReadAsync(
        IResultStore results, IReadOnlyList<StudyJob> names, string table, TransferRowName row, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var shards = names
            .Where(n => n.Kind == JobKinds.Craft.Name && n.Table == table && n.Source == row.Source && n.Attack == row.Attack)
            .Select(n => n.Job)
            .ToList();
        await foreach (var example in results.StreamRowsAsync<AdversarialExampleRow>(shards, cancellationToken))
        {
            yield return new ExampleLine
            {
                Table = table,
                Source = row.Source,
                Attack = row.Attack,
                Image = example.Image,
                Draw = example.Draw,
                Label = example.Label,
                TargetClass = example.TargetClass,
                PredictedBefore = example.PredictedBefore,
                PredictedAfter = example.PredictedAfter,
                Distortion = example.Distortion,
                C = example.C,
                Iterations = example.Iterations,
                GradientEvaluations = example.GradientEvaluations,
                ProjectedGradientNorm = example.ProjectedGradientNorm,
                Success = example.Success,
            };
        }
    }
}
