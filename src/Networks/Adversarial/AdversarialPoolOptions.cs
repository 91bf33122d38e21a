using System.ComponentModel.DataAnnotations;

namespace Experiments.Networks;

/// <summary>
/// A pool of adversarial examples for one layer of a network in training: a fixed number of them, made for the input of that layer, of
/// which a random subset is replaced by new ones before every use. They train the layer and all layers above it, beside the training
/// images.
/// </summary>
/// <remarks>
/// C. Szegedy et al., "Intriguing properties of neural networks", 2013, arXiv:1312.6199, section 4.2. The paper gives no sizes and no
/// rates. A network with several pools alternates: each training step uses one of them, in the order of the list, together with its batch
/// of training images. The step's gradient is that of mean loss(images) + <see cref="Weight"/> * mean loss(examples); the second term does
/// not reach the layers below <see cref="Layer"/>.
/// </remarks>
public record AdversarialPoolOptions : IValidatableObject
{
    /// <summary>The layer whose input is perturbed: 0 for the network's input, i for the output of layer i - 1, counted over all layers
    /// that the network has. That input must lie in [0, 1], as images and the outputs of sigmoids do.</summary>
    /// <value>0.</value>
    [Range(0, 1023)]
    public int Layer { get; init; }

    /// <summary>Examples in the pool. It is filled before its first use.</summary>
    /// <value>1024.</value>
    [Range(1, 65_536)]
    public int Size { get; init; } = 1024;

    /// <summary>Examples that are drawn from the pool for each step that uses it.</summary>
    /// <value>64.</value>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Training images, drawn at random, of which new examples are made before each step that uses the pool; these take the places
    /// of as many old ones (or more, where the attack makes several of each image).</summary>
    /// <value>32.</value>
    [Range(1, 65_536)]
    public int Refresh { get; init; } = 32;

    /// <summary>How much the examples' mean loss counts against the images' mean loss of 1.</summary>
    /// <value>1.</value>
    [Range(0.0, 1000.0, MinimumIsExclusive = true)]
    public double Weight { get; init; } = 1;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BatchSize > Size)
        {
            yield return new ValidationResult($"batchSize is {BatchSize}; it must be at most size, {Size}.", [nameof(BatchSize)]);
        }
        if (Refresh > Size)
        {
            yield return new ValidationResult($"refresh is {Refresh}; it must be at most size, {Size}.", [nameof(Refresh)]);
        }
    }
}

/// <summary>A pool and who makes its examples.</summary>
/// <param name="Options">How the pool is kept and used.</param>
/// <param name="Adversary">What makes an example of a clean input.</param>
public sealed record AdversarialPool(AdversarialPoolOptions Options, IAdversary Adversary);
