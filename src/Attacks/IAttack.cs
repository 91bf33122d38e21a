namespace Experiments.Attacks;

/// <summary>
/// Perturbs images. Immutable; what it makes of an image depends on its options, the image, its label and position, the seed and the source
/// model only. Called by <see cref="AttackRunner"/>, which checks the input first and judges the images afterwards.
/// </summary>
public interface IAttack
{
    /// <summary>The catalogue's entry.</summary>
    AttackType Type { get; }

    /// <summary>Its images are images: the runner clips every pixel to [0, 1]. Only a control may say no.</summary>
    bool StaysInBox => true;

    /// <summary>How many perturbed images it makes of each clean one.</summary>
    int DrawsPerImage(AttackInput input);

    /// <summary>Writes the perturbed images and what it knows of each.</summary>
    /// <param name="input">Checked.</param>
    /// <param name="output">Rows in order of image, then draw.</param>
    /// <param name="progress">Told of rows as they are finished, from any thread; null for nobody.</param>
    /// <param name="cancellationToken">Looked at between rounds.</param>
    void Craft(AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress, CancellationToken cancellationToken);
}
