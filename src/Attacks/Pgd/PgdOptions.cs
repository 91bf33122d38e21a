namespace Experiments.Attacks;

/// <summary>Options of projected gradient descent. One step as long as the budget from the clean image (<c>steps</c> 1, <c>randomStart</c>
/// false, <c>stepSize</c> = <c>epsilon</c>) is the fast gradient method; with <c>linf</c> the fast gradient sign method.</summary>
public sealed record PgdOptions : FixedBudgetOptions;
