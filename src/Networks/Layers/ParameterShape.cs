namespace Experiments.Networks;

/// <summary>One block of trained values of a layer.</summary>
/// <param name="Name"><c>weight</c> or <c>bias</c>, as PyTorch names it.</param>
/// <param name="Shape">As PyTorch shapes it: [out, in] for a linear layer.</param>
/// <param name="FanIn">Inputs that one unit sums over.</param>
/// <param name="FanOut">Units that one input goes to.</param>
/// <param name="Units">The layer's number of units k, which weight decay divides by.</param>
public sealed record ParameterShape(string Name, IReadOnlyList<int> Shape, int FanIn, int FanOut, int Units)
{
    /// <summary>Number of values.</summary>
    public int Length { get; } = Shape.Aggregate(1, (product, extent) => checked(product * extent));

    /// <summary>Whether this is a weight: initialised at random and decayed. Biases start at 0 and are not decayed.</summary>
    public bool IsWeight => Name == "weight";
}
