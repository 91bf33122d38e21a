using Experiments.Pipeline.Plans;
using Experiments.Settings;

namespace Experiments.Pipeline.Analyses;

/// <summary>Analyses that read the sets of a transfer, of all its attacks or of some.</summary>
internal static class TransferSets
{
    /// <summary>Adds an error for each attack that the transfer does not have.</summary>
    internal static void Check(AnalysisChecks checks, string transfer, IReadOnlyList<string> attacks)
    {
        checks.AttackList("attacks", attacks);
        if (!checks.Transfer("transfer", transfer))
        {
            return;
        }

        var known = (checks.FindTransfer(transfer)!.Attacks ?? []).ToHashSet(StringComparer.Ordinal);
        foreach (var attack in attacks.Where(a => !known.Contains(a)))
        {
            checks.Add("attacks", $"attacks has '{attack}'; it must be one of transfer '{transfer}': {Spelling.ListOf(known)}.");
        }
    }

    /// <summary>The sets of these attacks; of all of the transfer's where none is named.</summary>
    internal static IEnumerable<PlannedSet> Of(AnalysisPlan plan, string transfer, IReadOnlyList<string> attacks)
    {
        var wanted = attacks.ToHashSet(StringComparer.Ordinal);
        return plan.Sets(transfer).Where(set => wanted.Count == 0 || wanted.Contains(set.Attack));
    }
}
