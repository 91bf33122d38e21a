namespace Experiments.Networks;

/// <summary>How large a network is, before it is made; what it takes in memory follows from that, about.</summary>
/// <param name="Weights">Values of all its blocks, those of layers that only its training has among them.</param>
/// <param name="Outputs">Values of one image and of every layer's output for it.</param>
public sealed record NetworkSize(long Weights, long Outputs)
{
    // A network that runs keeps its weights as they are and packed for either direction.
    private const int CopiesThatRun = 3;

    // A network in training has their gradients besides.
    private const int CopiesInTraining = CopiesThatRun + 1;

    // Every output has its gradient.
    private const int ValuesPerOutput = 2;

    /// <summary>Bytes of the network once it is loaded.</summary>
    public long LoadedBytes => CopiesThatRun * Weights * sizeof(float);

    /// <summary>Bytes of a pass over some images, forward and back.</summary>
    public long PassBytes(int images) => ValuesPerOutput * Outputs * images * sizeof(float);

    /// <summary>Bytes of a training with the state of its optimiser.</summary>
    public long TrainingBytes(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var states = options.Optimizer == Optimizer.Adam ? 2 : options.Momentum > 0 ? 1 : 0;
        return (CopiesInTraining + states) * Weights * sizeof(float) + PassBytes(options.BatchSize);
    }
}
