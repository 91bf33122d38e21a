using System.Globalization;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Reading;

/// <summary>How large a study may be, whatever is in it: a file of a few kilobytes can ask for more than a machine can plan. What is too
/// large is not checked any further.</summary>
internal sealed class StudySize(Study study, OptionsBinder binder, SettingsErrors errors)
{
    /// <summary>Of all transfers, in all replicates.</summary>
    internal const long MostCells = 100_000;

    /// <summary>Of all models, in all replicates.</summary>
    internal const long MostTrainings = 100_000;

    /// <summary>Entries of a list of the file, when all are written out.</summary>
    internal const int MostEntries = 5_000;

    /// <returns>Whether the rest can be checked.</returns>
    internal bool Check()
    {
        var before = errors.Count;
        CheckEntries("data", study.Data?.Count ?? 0);
        CheckEntries("models", study.Models?.Count ?? 0);
        CheckEntries("attacks", study.Attacks.Count);
        CheckEntries("transfers", study.Transfers.Count);
        CheckEntries("analyses", study.Analyses.Count);
        CheckTrainings();
        CheckCells();
        return errors.Count == before;
    }

    private void CheckEntries(string member, int count)
    {
        if (count > MostEntries)
        {
            errors.Add(binder.NodeOf(study, member), Invariant($"{member} has {count} entries; it must have at most {MostEntries}."));
        }
    }

    private void CheckTrainings()
    {
        if ((long)(study.Models?.Count ?? 0) * study.Replicates is > MostTrainings and var trainings)
        {
            errors.Add(
                binder.NodeOf(study, "replicates"),
                Invariant($"the study has {trainings} networks (models x replicates); it must have at most {MostTrainings}."));
        }
    }

    private void CheckCells()
    {
        var all = 0L;
        foreach (var transfer in study.Transfers)
        {
            var cells = CellsOf(transfer);
            all += cells;
            if (cells > MostCells)
            {
                errors.Add(
                    binder.NodeOf(transfer),
                    Invariant($"the transfer has {cells} cells (sources x attacks x victims x replicates); it must have at most ")
                        + Invariant($"{MostCells}."));
                return;
            }
        }

        if (all > MostCells)
        {
            errors.Add(
                binder.NodeOf(study, "transfers"),
                Invariant($"the transfers have {all} cells (sources x attacks x victims x replicates); they must have at most ")
                    + Invariant($"{MostCells} together."));
        }
    }

    private long CellsOf(StudyTransfer transfer) =>
        (long)Math.Max(1, transfer.Sources.Count) * (transfer.Attacks?.Count ?? 0) * (transfer.Victims?.Count ?? 0) * study.Replicates;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
