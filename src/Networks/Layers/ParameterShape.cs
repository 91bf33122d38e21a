namespace Experiments.Networks;

/// <summary>What a block of values is for: initialisation, decay and training go by it, never by a name.</summary>
internal enum ParameterRole
{
    /// <summary>Starts at random; decayed.</summary>
    Weight,

    /// <summary>Added to a sum of weighted inputs; starts at 0.</summary>
    Bias,

    /// <summary>A normalisation's factor; starts at 1.</summary>
    Scale,

    /// <summary>Added after a normalisation's factor; starts at 0.</summary>
    Shift,

    /// <summary>A buffer, kept by forward calls in training and touched by no optimiser: a mean over batches; starts at 0.</summary>
    RunningMean,

    /// <summary>A buffer, kept by forward calls in training and touched by no optimiser: a variance over batches; starts at 1.</summary>
    RunningVariance,
}

/// <summary>One block of values of a layer.</summary>
/// <param name="Name"><c>weight</c>, <c>bias</c>, <c>running_mean</c> …, as PyTorch names it.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Shape">As PyTorch shapes it: [out, in] for a linear layer.</param>
internal sealed record ParameterShape(string Name, ParameterRole Role, IReadOnlyList<int> Shape)
{
    /// <summary>Of a weight: inputs that one unit sums over.</summary>
    public int FanIn { get; init; } = 1;

    /// <summary>Of a weight: units that one input goes to.</summary>
    public int FanOut { get; init; } = 1;

    /// <summary>Of a weight: the layer's number of units k, which weight decay divides by.</summary>
    public int Units { get; init; } = 1;

    /// <summary>Number of values.</summary>
    public int Length { get; } = LengthOf(Name, Shape);

    /// <summary>Whether it starts at random and is decayed.</summary>
    public bool IsWeight => Role == ParameterRole.Weight;

    /// <summary>Whether an optimiser changes it: everything but buffers.</summary>
    public bool IsTrained => Role is not (ParameterRole.RunningMean or ParameterRole.RunningVariance);

    /// <summary>What every value starts at where it does not start at random.</summary>
    public float Start => Role is ParameterRole.Scale or ParameterRole.RunningVariance ? 1 : 0;

    /// <exception cref="ArgumentException">No array holds so many values.</exception>
    private static int LengthOf(string name, IReadOnlyList<int> shape)
    {
        var length = shape.Aggregate(1.0, (product, extent) => product * extent);
        return length <= Array.MaxLength
            ? (int)length
            : throw new ArgumentException(FormattableString.Invariant(
                $"{name} of a layer has {string.Join(" x ", shape)} = {length:0} values; it must have at most {Array.MaxLength}."));
    }
}
