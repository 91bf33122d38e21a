using Experiments.Attacks;

namespace Experiments.Pipeline.Studies;

/// <summary>What an attack starts from, through all attacks that it is made of.</summary>
internal static class AttackChain
{
    /// <summary>The attack or one that it starts from is made on a source model; null where the chain is broken, which is another
    /// error.</summary>
    internal static bool? IsMadeOnSource(string name, IReadOnlyList<StudyAttack> attacks)
    {
        for (var steps = 0; steps <= attacks.Count; steps++)
        {
            if (attacks.FirstOrDefault(a => a.Name == name) is not { Options: { } options } attack)
            {
                return null;
            }

            var type = AttackCatalogue.Types.Of(options);
            if (!type.NeedsBase)
            {
                return type.NeedsSource;
            }

            if (attack.Of is null)
            {
                return null;
            }

            name = attack.Of;
        }

        return null;
    }
}
