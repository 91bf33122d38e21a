using Experiments.Settings;

namespace Experiments.Attacks;

/// <summary>Perturbs images. Immutable; what it makes of an image depends on its options, the image, its label and position, the seed and
/// the source model only. Called by <see cref="AttackRunner"/>, which checks the input first and judges the images afterwards.</summary>
public abstract class Attack
{
    private protected Attack(AttackType type) => Type = type;

    /// <summary>The catalogue's entry.</summary>
    public AttackType Type { get; }

    /// <summary>Its images are images: the runner clips every pixel to [0, 1]. Only a control may say no.</summary>
    public virtual bool StaysInBox => true;

    /// <summary>How many perturbed images it makes of each clean one.</summary>
    public virtual int DrawsPerImage(AttackInput input) => 1;

    /// <summary>Writes the perturbed images and what it knows of each.</summary>
    /// <param name="input">Checked.</param>
    /// <param name="output">Rows in order of image, then draw.</param>
    /// <param name="progress">Told of rows as they are finished, from any thread; null for nobody.</param>
    /// <param name="cancellationToken">Looked at between rounds.</param>
    public abstract void Craft(
        AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>An attack with its options, in range.</summary>
/// <typeparam name="TOptions">The record that a study's options are read into.</typeparam>
public abstract class Attack<TOptions> : Attack
    where TOptions : AttackOptions
{
    /// <exception cref="ArgumentException">An option is out of range; the message names every one.</exception>
    protected Attack(AttackType type, TOptions options)
        : base(type)
    {
        OptionsValidator.ThrowIfInvalid($"attack {type.Name}", options);
        Options = options;
    }

    /// <summary>What it was made with.</summary>
    protected TOptions Options { get; }
}
