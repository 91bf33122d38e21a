using Experiments.Analysis;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Craft;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Experiments.Settings;

namespace Experiments.Pipeline.Jobs.Collect;

/// <summary>Settings of a set of perturbed images.</summary>
public sealed record CollectSettings
{
    /// <summary>The attack's type in the catalogue.</summary>
    public required string AttackType { get; init; }

    /// <summary>The clean images of the whole set.</summary>
    public required DataSettings Data { get; init; }
}

/// <summary>Makes one set of all shards (inputs <c>shard</c>, in image order; <c>source</c> where the set was made on one): one row, and
/// the shards' own files under its name, so that whoever reads the set need not know the shards.</summary>
public sealed class CollectKind : JobKind<CollectSettings>
{
    public override string Name => "collect";

    public override int Version => 4;

    private protected override async Task<JobOutput> RunAsync(
        CollectSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var shards = context.Inputs(JobRoles.Shard);
        var examples = new List<AdversarialExampleRow>(settings.Data.Count);
        await foreach (var row in context.Services.Results.StreamRowsAsync<AdversarialExampleRow>(shards, cancellationToken))
        {
            examples.Add(row);
        }

        var attack = (await context.ReadSettingsAsync<CraftSettings>(shards[0], cancellationToken)).Attack;
        var (attackClass, norm, epsilon) = ClassOf(attack);
        var summary = SetSummary.Of(examples, attackClass == AttackClasses.MinimalNorm);
        var bytes = ByteSurvival.Of(examples);
        var files = await context.FindArtifactsAsync(shards, JobRoles.Images, cancellationToken);
        var set = new AdversarialSetRow
        {
            Job = context.Job.Key,
            Source = context.FindInput(JobRoles.Source),
            AttackType = settings.AttackType,
            AttackClass = attackClass,
            Norm = norm is { } of ? ValueShape.Choice(of) : null,
            Epsilon = epsilon,
            Data = settings.Data.Text,
            Images = summary.Images,
            MisclassifiedBefore = summary.MisclassifiedBefore,
            Attacked = summary.Attacked,
            Successes = summary.Successes,
            Failures = summary.Attacked - summary.Successes,
            Wanted = summary.Wanted,
            MeanDistortion = summary.MeanDistortion,
            MedianDistortion = summary.MedianDistortion,
            MeanL2 = summary.MeanDistortion * Math.Sqrt(JobImages.Describe(context.Services.Data, settings.Data).Shape.Length),
            MeanLinf = summary.MeanLinf,
            MeanDistortionWanted = summary.MeanDistortionWanted,
            GradientEvaluations = summary.GradientEvaluations,
            Survivors = bytes.Survivors,
            NoClass = bytes.NoClass,

            // The shards were computed elsewhere; one of any device does not say where.
            Backend = context.Job.Device == Device.Any ? Device.Any : context.Backend.Name,
            Deterministic = context.Deterministic,
        };
        return new JobOutput([set], [.. files.Select((f, i) => f with { Role = $"{JobRoles.Images}.{i:D5}" })]);
    }

    private static (string Name, PerturbationNorm? Norm, double? Epsilon) ClassOf(AttackOptions attack) =>
        AttackCatalogue.Types.Of(attack).ClassOf(attack) switch
        {
            FixedBudget budget => (AttackClasses.FixedBudget, budget.Norm, budget.Epsilon),
            MinimalNorm minimal => (AttackClasses.MinimalNorm, minimal.Norm, null),
            _ => (AttackClasses.Control, null, null),
        };
}
