namespace Experiments.Numerics;

/// <summary>What random numbers are for: streams of different purposes are independent though their seed and index are equal. The numbers
/// are part of every result; they are never changed or used again.</summary>
public enum RandomPurpose
{
    /// <summary>Tests and free use; no result of the product draws from it.</summary>
    None = 0,

    /// <summary>Initial weights; index: made of the layer, the parameter block's place in it and its shape.</summary>
    InitialWeights = 1,

    /// <summary>The order of the training images; index: the epoch.</summary>
    TrainingOrder = 2,

    /// <summary>Which images form which part of a disjoint split; index 0.</summary>
    DataSplit = 3,

    /// <summary>The wrong class that an image is driven towards; index: the image's position in its data set.</summary>
    TargetClass = 4,

    /// <summary>Noise added to an image; index: made of the image's position and the draw.</summary>
    Noise = 5,

    /// <summary>Units that dropout switches off; index: made of the step and the layer.</summary>
    Dropout = 6,

    /// <summary>The point inside its budget that an attack starts from; index: made of the image's position and the restart.</summary>
    AttackStart = 7,

    /// <summary>Random directions; index: the direction.</summary>
    Direction = 8,

    /// <summary>The seed of what is random in a pool of adversarial examples; index: the pool.</summary>
    PoolSeed = 9,

    /// <summary>The training images that new examples of a pool are made of; index: made of the pool and the refresh.</summary>
    PoolImages = 10,

    /// <summary>The examples of a pool that are replaced; index: made of the pool and the refresh.</summary>
    PoolPlaces = 11,

    /// <summary>The examples of a pool that a training step uses; index: made of the pool and the step.</summary>
    PoolBatch = 12,

    /// <summary>The vector that an iteration for an operator's norm starts from; index 0.</summary>
    IterationStart = 20,

    /// <summary>The order of the images that a universal perturbation is made on; index: the round.</summary>
    UniversalOrder = 21,

    /// <summary>Noise that a set of perturbed images is compared with; index: made of the image's position and the draw.</summary>
    SizedNoise = 22,

    /// <summary>Images picked at random; index: the choice.</summary>
    ImageChoice = 13,
}
