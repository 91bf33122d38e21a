using System.ComponentModel.DataAnnotations;
using Experiments.Contracts;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Plans;
using Experiments.Pipeline.Studies;

namespace Experiments.Pipeline.Analyses.NoiseCurve;

/// <summary>Accuracy against the size of a perturbation: Gaussian noise, clipped and not, and adversarial perturbations of the same
/// size.</summary>
public sealed record NoiseCurveOptions : AnalysisOptions, IValidatableObject
{
    /// <summary>Names of the networks.</summary>
    [MinLength(1)]
    [EntryName(nameof(Study.Models))]
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Name of the clean images that noise is added to.</summary>
    public required string Data { get; init; }

    /// <summary>Adds noise to the first this many images; left out for all.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxImages { get; init; }

    /// <summary>Standard deviations of the noise and root mean squares of adversarial changes, per pixel in [0, 1].</summary>
    /// <value>0.05, 0.1, 0.2 … 1.</value>
    [MinLength(1), MaxLength(100)]
    public IReadOnlyList<double> Sizes { get; init; } = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    /// <summary>Name of the transfer that has adversarial sets made on the networks; left out for noise alone. Networks that it has no set
    /// of get noise alone.</summary>
    [EntryName(nameof(Study.Transfers))]
    public string? Transfer { get; init; }

    /// <summary>Name of the attack whose sets are taken from <see cref="Transfer"/>.</summary>
    [EntryName(nameof(Study.Attacks))]
    public string? Attack { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var size in (Sizes ?? []).Where(size => !(size is > 0 and <= 10)))
        {
            yield return new ValidationResult(
                FormattableString.Invariant($"sizes has {size}; it must be above 0 and at most 10."), [nameof(Sizes)]);
        }

        if (Transfer is null != Attack is null)
        {
            var (missing, given) = Transfer is null ? ("transfer", "attack") : ("attack", "transfer");
            yield return new ValidationResult(
                $"{missing} is missing; it must be given with {given}, or both left out.",
                [Transfer is null ? nameof(Attack) : nameof(Transfer)]);
        }
    }
}

/// <summary>Plans one job for each network.</summary>
internal sealed class NoiseCurveAnalysis : AnalysisType<NoiseCurveOptions>
{
    public override string Name => "noise-curve";

    internal override IReadOnlyList<JobKind> Kinds => [JobKinds.NoiseCurve];

    private protected override void Check(NoiseCurveOptions options, AnalysisChecks checks)
    {
        checks.Data("data", options.Data);
        checks.ModelList("models", options.Models ?? []);
        checks.Fit("models", options.Models ?? [], options.Data);
        if (options is { Transfer: { } transfer, Attack: { } attack })
        {
            SourceSets.Check(checks, transfer, attack);
        }
    }

    private protected override void Plan(NoiseCurveOptions options, AnalysisPlan plan)
    {
        var data = plan.Data(options.Data, options.MaxImages);
        foreach (var name in options.Models)
        {
            var model = plan.Model(name);
            var set = options.Transfer is { } transfer
                ? plan.Sets(transfer).FirstOrDefault(s => s.Source == name && s.Attack == options.Attack)
                : null;
            var settings = new NoiseCurveSettings { Data = data, Sizes = options.Sizes, Seed = plan.Seed, SetData = set?.Data };
            JobInput[] inputs = [new(JobRoles.Model, model.Job.Key), .. set is null
                ? Array.Empty<JobInput>()
                : [new JobInput(JobRoles.Set, set.Collect.Key)]];
            var images = (2 * data.Count) + (set?.Data.Count ?? 0);
            plan.Add(
                JobKinds.NoiseCurve.Create(settings, inputs),
                options.Sizes.Count * images * model.Work,
                new StudyJobNames { Model = name, Attack = null, Data = options.Data });
        }
    }
}
