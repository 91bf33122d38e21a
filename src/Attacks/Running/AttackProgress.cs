namespace Experiments.Attacks;

/// <param name="Done">Rows finished.</param>
/// <param name="Total">Rows in all.</param>
public readonly record struct AttackProgress(int Done, int Total);
