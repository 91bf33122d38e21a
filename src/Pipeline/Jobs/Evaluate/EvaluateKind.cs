using Experiments.Analysis;
using Experiments.Contracts;
using Experiments.Networks;

namespace Experiments.Pipeline;

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

    private protected override async Task<JobOutput> RunAsync(EvaluateSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var (set, victim) = (context.Input(JobRoles.Set), context.Input(JobRoles.Victim));
        var model = await context.LoadModelAsync(victim, cancellationToken);
        var images = context.LoadImages(settings.Data);
        var perturbed = await context.LoadPerturbedAsync(set, cancellationToken);
        var counter = await context.ComputeAsync(() => Count(model, images, perturbed, cancellationToken));
        var interval = counter.Interval;
        return new JobOutput(
            [
                new TransferCellRow
                {
                    Job = context.Job.Key,
                    Set = set,
                    Victim = victim,
                    Images = counter.Images,
                    Errors = counter.Errors,
                    ErrorRateLow = interval.Low,
                    ErrorRateHigh = interval.High,
                    VictimCorrect = counter.VictimCorrect,
                    ErrorsAmongVictimCorrect = counter.ErrorsAmongVictimCorrect,
                    TargetHits = counter.TargetHits,
                },
            ],
            []);
    }

    private static TransferCounter Count(IClassifier model, JobImages images, IReadOnlyList<PerturbedImages> shards, CancellationToken cancellationToken)
    {
        var clean = Prediction.Classes(model, images, cancellationToken);
        var byPosition = new Dictionary<int, int>(images.Count);
        for (var i = 0; i < images.Count; i++)
        {
            byPosition.Add(images.Positions[i], i);
        }

        var counter = new TransferCounter();
        foreach (var shard in shards)
        {
            var classes = Prediction.Classes(model, shard.Images, cancellationToken);
            for (var row = 0; row < shard.Count; row++)
            {
                var image = byPosition[shard.Positions[row]];
                counter.Add(images.Label(image), clean[image], classes[row], shard.TargetClass(row));
            }
        }

        return counter;
    }
}
