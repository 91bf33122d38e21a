using System.Text.Json;
using Experiments.Analysis;
using Experiments.Contracts;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Jobs.Claims;

/// <summary>Judges one published number or statement by the rows of its inputs: <c>value</c> (what it speaks of), or <c>more</c> and
/// <c>less</c> (pairs, in the same order). One row; none where the inputs have not got what is claimed.</summary>
public sealed class ClaimKind : JobKind<ClaimSettings>
{
    public override string Name => "claim";

    public override int Version => 2;

    private protected override async Task<JobOutput> RunAsync(
        ClaimSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(settings, context, cancellationToken) is not { } finding)
        {
            return new JobOutput([], []);
        }

        var isOrder = settings.LessQuantity is not null;
        var row = new ClaimRow
        {
            Job = context.Job.Key,
            Publication = settings.Publication,
            Claim = settings.Claim,
            Place = settings.Place,
            Statement = settings.Statement,
            Rule = JsonNamingPolicy.KebabCaseLower.ConvertName(settings.Rule.ToString()),
            Unit = isOrder ? ClaimQuantities.Rate : ClaimQuantities.Of(settings.Quantity).Unit,
            Theirs = settings.Theirs,
            Ours = finding.Ours.Value,
            Low = isOrder ? null : finding.Ours.Low,
            High = isOrder ? null : finding.Ours.High,
            Verdict = finding.Verdict.Text(),
            Detail = finding.Detail,
            Why = finding.Verdict != ClaimVerdict.Deviates ? null
                : finding.Ours.Value > settings.Theirs ? settings.WhyAbove
                : settings.WhyBelow,
        };
        return new JobOutput([row], []);
    }

    private static async Task<ClaimFinding?> FindAsync(ClaimSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        if (settings.LessQuantity is { } lessQuantity)
        {
            var more = await ReadAsync(settings.Quantity, JobRoles.More, settings, context, cancellationToken);
            var less = await ReadAsync(lessQuantity, JobRoles.Less, settings, context, cancellationToken);
            var pairs = more.Zip(less).Where(pair => pair is { First: not null, Second: not null }).Select(
                pair => (pair.First!.Estimate, pair.Second!.Estimate)).ToList();
            return pairs.Count == 0 ? null : settings.Rule == ClaimRule.NotLess ? ClaimRules.NotLess(pairs) : ClaimRules.MoreThan(pairs);
        }

        var values =
            (await ReadAsync(settings.Quantity, JobRoles.Value, settings, context, cancellationToken)).OfType<ClaimNumber>().ToList();
        return values.Count == 0 ? null : settings.Rule switch
        {
            ClaimRule.Always => ClaimRules.Always([.. values.Select(v => (v.Count, v.Total))]),
            ClaimRule.AtMost => ClaimRules.AtMost([.. values.Select(v => v.Estimate)], settings.Theirs!.Value),
            _ => ClaimRules.Number(
                values.Single().Estimate, values[0].Theirs(settings.Theirs!.Value, settings.TheirImages!.Value),
                settings.HalfDigit!.Value) with { Detail = values[0].Note },
        };
    }

    /// <summary>One for each input; null where it has not got the quantity.</summary>
    private static async Task<List<ClaimNumber?>> ReadAsync(
        string quantity, string role, ClaimSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var read = ClaimQuantities.Of(quantity);
        var numbers = new List<ClaimNumber?>();
        foreach (var job in context.Inputs(role))
        {
            numbers.Add(await read.ReadAsync(new ClaimInput(context, settings, job), cancellationToken));
        }

        return numbers;
    }
}
