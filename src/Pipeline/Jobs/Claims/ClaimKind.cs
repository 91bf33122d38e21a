using System.Text.Json;
using Experiments.Analysis;
using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>
/// Judges one published number or statement by the rows of its inputs: <c>value</c> (what it speaks of), or <c>more</c> and <c>less</c> (pairs, in the same order). One row.
/// </summary>
public sealed class ClaimKind : JobKind<ClaimSettings>
{
    public override string Name => "claim";

    public override int Version => 1;

    private protected override async Task<JobOutput> RunAsync(ClaimSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var finding = await FindAsync(settings, context, cancellationToken);
        var isOrder = settings.Rule == ClaimRule.MoreThan;
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
            Why = finding.Verdict != ClaimVerdict.Deviates ? null : finding.Ours.Value > settings.Theirs ? settings.WhyAbove : settings.WhyBelow,
        };
        return new JobOutput([row], []);
    }

    private static async Task<ClaimFinding> FindAsync(ClaimSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        if (settings.Rule == ClaimRule.MoreThan)
        {
            var more = await ReadAsync(settings.Quantity, JobRoles.More, context, cancellationToken);
            var less = await ReadAsync(settings.LessQuantity!, JobRoles.Less, context, cancellationToken);
            return ClaimRules.MoreThan([.. more.Zip(less, (a, b) => (a.Estimate, b.Estimate))]);
        }

        var values = await ReadAsync(settings.Quantity, JobRoles.Value, context, cancellationToken);
        return settings.Rule switch
        {
            ClaimRule.Always => ClaimRules.Always([.. values.Select(v => (v.Count, v.Total))]),
            ClaimRule.AtMost => ClaimRules.AtMost([.. values.Select(v => v.Estimate)], settings.Theirs!.Value),
            _ => ClaimRules.Number(values.Single().Estimate, values[0].Theirs(settings.Theirs!.Value, settings.TheirImages!.Value), settings.HalfDigit!.Value),
        };
    }

    private static async Task<List<ClaimNumber>> ReadAsync(string quantity, string role, JobContext context, CancellationToken cancellationToken)
    {
        var read = ClaimQuantities.Of(quantity);
        var numbers = new List<ClaimNumber>();
        foreach (var job in context.Inputs(role))
        {
            numbers.Add(await read.ReadAsync(context, job, cancellationToken));
        }

        return numbers;
    }
}
