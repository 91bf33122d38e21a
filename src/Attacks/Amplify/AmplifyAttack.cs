namespace Experiments.Attacks;

/// <summary>Lengthens the perturbations of another set: the same direction r = x - x0, rescaled to a given root mean square, then clipped
/// to [0, 1]. A perturbation of zero stays zero. After clipping the distortion is at most <see cref="AmplifyOptions.Stddev"/>.</summary>
/// <remarks>
/// C. Szegedy et al., "Intriguing properties of neural networks", 2013, arXiv:1312.6199, section 4.1 and Table 4. Differs from the paper:
/// its printed formula x0 + 0.1 r / ||r||_2 misses a factor sqrt(n); here the root mean square of the change is what the text says it is.
/// </remarks>
public sealed class AmplifyAttack(AmplifyOptions options) : ControlAttack<AmplifyOptions>(CatalogueEntry, options)
{
    public static AttackType CatalogueEntry { get; } = new AttackType<AmplifyOptions>
    {
        Name = "amplify",
        Version = 2,
        NeedsBase = true,
        Class = _ => new Control(),
        Make = options => new AmplifyAttack(options),
    };

    /// <summary>As many as the base set has.</summary>
    public override int DrawsPerImage(AttackInput input) => input.BaseDraws;

    /// <inheritdoc/>
    protected override void Perturb(AttackInput input, int image, int draw, Span<float> x)
    {
        var x0 = input.Image(image);
        var x1 = input.BaseImage(image, draw);
        var distortion = Distortion.RootMeanSquare(x0, x1);
        var factor = distortion > 0 ? Options.Stddev * SinglePrecision.RoomForRounding / distortion : 0;
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Math.Clamp(SinglePrecision.Towards(x0[i], x0[i] + factor * ((double)x1[i] - x0[i])), 0f, 1f);
        }
    }
}
