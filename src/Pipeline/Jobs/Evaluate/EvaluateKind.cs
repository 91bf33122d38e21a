using Experiments.Analysis;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Jobs.Evaluate;

/// <summary>Settings of one cell of a transfer matrix.</summary>
public sealed record EvaluateSettings
{
    /// <summary>The clean images of the set.</summary>
    public required DataSettings Data { get; init; }
}

/// <summary>Feeds a set of perturbed images (input <c>set</c>) and their clean originals to a network (input <c>victim</c>).</summary>
public sealed class EvaluateKind : JobKind<EvaluateSettings>
{
    public override string Name => "evaluate";

    public override int Version => 1;

    private protected override async Task<JobOutput> RunAsync(
        EvaluateSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var (set, victim) = (context.Input(JobRoles.Set), context.Input(JobRoles.Victim));
        var model = await context.LoadModelAsync(victim, cancellationToken);
        var images = context.LoadImages(settings.Data);
        var counter = await CountAsync(model, images, context, set, cancellationToken);
        return new JobOutput(
            [
                new TransferCellRow
                {
                    Job = context.Job.Key,
                    Set = set,
                    Victim = victim,
                    Images = counter.Images,
                    Errors = counter.Errors,
                    VictimCorrect = counter.VictimCorrect,
                    ErrorsAmongVictimCorrect = counter.ErrorsAmongVictimCorrect,
                    TargetHits = counter.TargetHits,
                    Backend = context.Backend.Name,
                    Deterministic = context.Deterministic,
                },
            ],
            []);
    }

    private static async Task<TransferCounter> CountAsync(
        IClassifier model, JobImages images, JobContext context, JobKey set, CancellationToken cancellationToken)
    {
        var clean = await context.ComputeAsync(() => Prediction.Classes(model, images, cancellationToken));
        var byPosition = Enumerable.Range(0, images.Count).ToDictionary(i => images.Positions[i]);
        var counter = new TransferCounter();
        await foreach (var shard in context.ReadPerturbedAsync(set, cancellationToken))
        {
            var classes = await context.ComputeAsync(() => Prediction.Classes(model, shard.Images, cancellationToken));
            for (var row = 0; row < shard.Count; row++)
            {
                var image = byPosition[shard.Positions[row]];
                counter.Add(images.Label(image), clean[image], classes[row], shard.TargetClass(row));
            }
        }

        return counter;
    }
}
