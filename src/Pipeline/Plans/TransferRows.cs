using Experiments.Contracts;
using Experiments.Pipeline.Studies;

namespace Experiments.Pipeline.Plans;

/// <summary>The rows of a transfer table: attacks in the study's order, each on every source, or once if it is made without one.</summary>
internal static class TransferRows
{
    internal static IEnumerable<TransferRowName> Of(StudyTransfer transfer, IReadOnlyList<StudyAttack> attacks)
    {
        var byName = attacks.ToDictionary(attack => attack.Name, StringComparer.Ordinal);
        return transfer.Attacks.SelectMany(a => AttackChain.IsMadeOnSource(a, byName.GetValueOrDefault) == true
            ? transfer.Sources.Select(s => new TransferRowName(s, a))
            : [new TransferRowName(null, a)]);
    }

    /// <summary>The row of the images without a change, the first of every table that was planned with one.</summary>
    internal static TransferRowName Clean { get; } = new(null, TransferCellRow.Clean);
}
