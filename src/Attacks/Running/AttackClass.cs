namespace Experiments.Attacks;

/// <summary>What an attack is asked for, and so which figures say how good it is. Declared by its entry in the catalogue, never guessed from results.</summary>
public sealed record AttackClass
{
    private AttackClass(string name, PerturbationNorm? norm, double? epsilon) => (Name, Norm, Epsilon) = (name, norm, epsilon);

    /// <summary>No attack: what one is compared with. It is made without a source and wants nothing of it.</summary>
    public static AttackClass Control { get; } = new("control", null, null);

    /// <summary><c>fixed-budget</c>, <c>minimal-norm</c> or <c>control</c>.</summary>
    public string Name { get; }

    /// <summary>Of the budget, or what is made small; null for a control.</summary>
    public PerturbationNorm? Norm { get; }

    /// <summary>The budget, in <see cref="Norm"/> and pixel units of [0, 1]; null where there is none.</summary>
    public double? Epsilon { get; }

    /// <summary>No perturbation is larger than the budget; how many images are misread says how good it is.</summary>
    public static AttackClass FixedBudget(PerturbationNorm norm, double epsilon) => new("fixed-budget", norm, epsilon);

    /// <summary>Looks for the smallest perturbation that is misread; its size says how good it is.</summary>
    public static AttackClass MinimalNorm(PerturbationNorm norm) => new("minimal-norm", norm, null);
}
