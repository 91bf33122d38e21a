using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>The control: adds independent Gaussian noise of a given standard deviation to every pixel, and clips to [0, 1] unless told not
/// to. Noise is keyed by seed, image position and draw.</summary>
/// <remarks>
/// C. Szegedy et al., "Intriguing properties of neural networks", 2013, arXiv:1312.6199, Tables 2 and 4. The paper does not say
/// whether it clipped. Its error rates are those of unclipped noise: on a black background clipping leaves the positive half, a grey veil
/// with a mean of 0.4 standard deviations, which fools networks far more often (FC10(1e-4) at 0.3: 17 % unclipped, 51 % clipped, 15.6 % in
/// the paper), while the distortion falls below the nominal one.
/// </remarks>
public sealed class GaussianNoiseAttack(GaussianNoiseOptions options) : ControlAttack<GaussianNoiseOptions>(CatalogueEntry, options)
{
    public static AttackType CatalogueEntry { get; } = new AttackType<GaussianNoiseOptions>
    {
        Name = "gaussian-noise",
        Version = 1,
        Class = _ => new Control(),
        Make = options => new GaussianNoiseAttack(options),
    };

    /// <inheritdoc/>
    public override bool StaysInBox => Options.Clip;

    /// <inheritdoc/>
    public override int DrawsPerImage(AttackInput input) => Options.Draws;

    /// <inheritdoc/>
    protected override void Perturb(AttackInput input, int image, int draw, Span<float> x)
    {
        input.Random(RandomPurpose.Noise, image, draw).FillGaussian(x);
        var x0 = input.Image(image);
        var stddev = (float)Options.Stddev;
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = x0[i] + stddev * x[i];
        }
    }
}
