using Experiments.Attacks;
using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>The rows of a transfer table: attacks in the study's order, each on every source, or once if it is made without one.</summary>
internal static class TransferRows
{
    internal static IEnumerable<TransferRowName> Of(TransferSpec transfer, IReadOnlyList<AttackSpec> attacks) =>
        transfer.Attacks.SelectMany(a => IsMadeOnSource(a, attacks)
            ? transfer.Sources.Select(s => new TransferRowName(s, a))
            : [new TransferRowName(null, a)]);

    /// <summary>The attack, or the one that it starts from, is made on a source model.</summary>
    private static bool IsMadeOnSource(string name, IReadOnlyList<AttackSpec> attacks)
    {
        var attack = attacks.First(a => a.Name == name);
        return AttackCatalogue.Types[attack.Type].NeedsSource || (attack.Of is { } of && IsMadeOnSource(of, attacks));
    }
}
