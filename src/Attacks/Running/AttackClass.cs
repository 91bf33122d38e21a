namespace Experiments.Attacks;

/// <summary>What an attack is asked for, and so which figures say how good it is. Declared by its entry in the catalogue, never guessed
/// from results.</summary>
public abstract record AttackClass
{
    private protected AttackClass()
    {
    }
}

/// <summary>No perturbation is larger than the budget; how many images are misread says how good the attack is.</summary>
/// <param name="Norm">Of the budget.</param>
/// <param name="Epsilon">The budget, in pixel units of [0, 1].</param>
public sealed record FixedBudget(PerturbationNorm Norm, double Epsilon) : AttackClass;

/// <summary>Looks for the smallest perturbation that is misread; its size says how good the attack is.</summary>
/// <param name="Norm">What is made small.</param>
public sealed record MinimalNorm(PerturbationNorm Norm) : AttackClass;

/// <summary>No attack: what one is compared with. It is made without a source and wants nothing of it.</summary>
public sealed record Control : AttackClass;
