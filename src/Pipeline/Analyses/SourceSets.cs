using Experiments.Settings;

namespace Experiments.Pipeline.Analyses;

/// <summary>Checks of analyses that read the adversarial sets which one attack of a transfer has made, each on its source.</summary>
internal static class SourceSets
{
    internal static void Check(AnalysisChecks checks, string transfer, string attack)
    {
        if (!checks.Transfer("transfer", transfer) || !checks.Attack("attack", attack))
        {
            return;
        }

        var attacks = checks.FindTransfer(transfer)!.Attacks ?? [];
        if (!attacks.Contains(attack))
        {
            checks.Add("attack", $"attack is '{attack}'; it must be one of transfer '{transfer}': {Spelling.ListOf(attacks)}.");
        }
        else if (checks.IsMadeOnSource(attack) == false)
        {
            checks.Add("attack", $"attack is '{attack}', a control; it must be one that is made on a source model.");
        }
    }
}
