using System.Text;

namespace Experiments.Silo;

/// <summary>What <c>--help</c> shows.</summary>
internal static class SiloHelp
{
    internal static string Text()
    {
        var text = new StringBuilder("""
            Runs a silo: a member of a cluster that computes the jobs of studies on its devices. SIGTERM gives the jobs in hand back and leaves the cluster.

            Usage:
              experiments-silo --db postgres://silo:secret@db.lab/experiments
              experiments-silo --local

            Options, and the environment variables that stand in for them:

            """.ReplaceLineEndings("\n"));
        foreach (var option in SiloOptionReader.Options)
        {
            text.Append($"  --{option.Name}{(option.Value is null ? "" : $" {option.Value}")}\n      {option.Description} (${option.Variable})\n");
        }

        return text.ToString();
    }
}
