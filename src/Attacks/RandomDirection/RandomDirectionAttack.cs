using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>
/// The control for a direction: moves each image exactly as far as another set does, in a direction that is uniform on the sphere; clips to
/// [0, 1] unless told not to. Directions are keyed by seed, image position and draw, so that they do not depend on the other set: only
/// their length does.
/// </summary>
/// <remarks>
/// C. Szegedy et al., "Intriguing properties of neural networks", 2013, arXiv:1312.6199, section 4: adversarial images have "extremely low
/// probability" and are yet found near every image. How often a random direction of the same norm fools the network says how low. Differs
/// from the paper: the paper compares with noise of a fixed standard deviation.
/// </remarks>
public sealed class RandomDirectionAttack(RandomDirectionOptions options) : ControlAttack<RandomDirectionOptions>(CatalogueEntry, options)
{
    public static AttackType CatalogueEntry { get; } = new AttackType<RandomDirectionOptions>
    {
        Name = "random-direction",
        Version = 2,
        NeedsBase = true,
        Class = _ => new Control(),
        Make = options => new RandomDirectionAttack(options),
    };

    /// <inheritdoc/>
    public override bool StaysInBox => Options.Clip;

    /// <summary>For each image of the base set as many as the options say.</summary>
    public override int DrawsPerImage(AttackInput input) => checked(input.BaseDraws * Options.Draws);

    /// <summary>A vector of independent Gaussian numbers points in every direction alike; its root mean square is brought to the other
    /// set's.</summary>
    protected override void Perturb(AttackInput input, int image, int draw, Span<float> x)
    {
        var x0 = input.Image(image);
        var distortion = Distortion.RootMeanSquare(x0, input.BaseImage(image, draw / Options.Draws));
        input.Random(RandomPurpose.Direction, image, draw).FillGaussian(x);
        var size = Distortion.RootMeanSquare(x);
        var factor = size > 0 ? distortion / size : 0;
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (float)(x0[i] + factor * x[i]);
        }
    }
}
