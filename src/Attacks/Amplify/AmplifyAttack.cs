namespace Experiments.Attacks;

/// <summary>
/// Lengthens the perturbations of another set: the same direction r = x - x0, rescaled to a given root mean square, then clipped to [0, 1]. A
/// perturbation of zero stays zero. After clipping the distortion is at most <see cref="AmplifyOptions.Stddev"/>.
/// </summary>
/// <remarks>
/// C. Szegedy et al., "Intriguing properties of neural networks", 2013, arXiv:1312.6199, section 4.1 and Table 4. Differs from the paper: its
/// printed formula x0 + 0.1 r / ||r||_2 misses a factor sqrt(n); here the root mean square of the change is what the text says it is.
/// </remarks>
public sealed class AmplifyAttack : IAttack
{
    private readonly AmplifyOptions _options;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public AmplifyAttack(AmplifyOptions options)
    {
        OptionsCheck.ThrowIfOutOfRange(CatalogueEntry.Name, options);
        _options = options;
    }

    public static AttackType CatalogueEntry { get; } = new()
    {
        Name = "amplify",
        Version = 1,
        OptionsType = typeof(AmplifyOptions),
        NeedsSource = false,
        NeedsBase = true,
        GradientsPerImage = (_, _) => 0,
        Create = options => new AmplifyAttack((AmplifyOptions)options),
    };

    /// <inheritdoc/>
    public AttackType Type => CatalogueEntry;

    /// <summary>As many as the base set has.</summary>
    public int DrawsPerImage(AttackInput input) => input.BaseDraws;

    /// <inheritdoc/>
    public void Craft(AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        for (var row = 0; row < output.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (image, draw) = (row / output.Draws, row % output.Draws);
            Rescale(input.Image(image), input.BaseImage(image, draw), output.Image(row));
        }

        progress?.Report(new AttackProgress(output.Count, output.Count));
    }

    private void Rescale(ReadOnlySpan<float> x0, ReadOnlySpan<float> x, Span<float> amplified)
    {
        var distortion = Distortion.RootMeanSquare(x0, x);
        var factor = distortion > 0 ? _options.Stddev / distortion : 0;
        for (var i = 0; i < x0.Length; i++)
            amplified[i] = (float)Math.Clamp(x0[i] + factor * ((double)x[i] - x0[i]), 0, 1);
    }
}
