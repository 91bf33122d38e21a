using Experiments.Attacks;

namespace Experiments.Pipeline.Studies;

/// <summary>What an attack starts from, through all attacks that it is made of.</summary>
internal static class AttackChain
{
    /// <summary>Attacks that one can be made of, one starting from the other.</summary>
    internal const int MaxLength = 16;

    /// <summary>The attack or one that it starts from is made on a source model; null where the chain is broken, which is another
    /// error.</summary>
    /// <param name="name">Of the attack.</param>
    /// <param name="find">The study's attack of a name; null for none.</param>
    internal static bool? IsMadeOnSource(string name, Func<string, StudyAttack?> find)
    {
        for (var steps = 0; steps <= MaxLength; steps++)
        {
            if (find(name) is not { Options: { } options } attack)
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
