namespace Experiments.Contracts;

/// <summary>What attacks are asked for, as tables spell it.</summary>
public static class AttackClasses
{
    /// <summary>No perturbation is larger than epsilon in a norm.</summary>
    public const string FixedBudget = "fixed-budget";

    /// <summary>The smallest perturbation that is misread.</summary>
    public const string MinimalNorm = "minimal-norm";

    /// <summary>Nothing: attacks are compared with it.</summary>
    public const string Control = "control";
}
