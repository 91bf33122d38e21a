namespace Experiments.Networks;

/// <summary>How far an autoencoder's output is from its input.</summary>
public enum Reconstruction
{
    /// <summary>Half the sum of squared differences.</summary>
    Squared,

    /// <summary>Cross-entropy with each pixel taken as a probability.</summary>
    CrossEntropy,
}
