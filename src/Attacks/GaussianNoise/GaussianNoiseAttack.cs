using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>
/// The control: adds independent Gaussian noise of a given standard deviation to every pixel, then clips to [0, 1]; so the distortion is below the
/// standard deviation where pixels lie near a bound. Noise is keyed by seed, image position and draw.
/// </summary>
/// <remarks>
/// C. Szegedy et al., "Intriguing properties of neural networks", 2013, arXiv:1312.6199, Tables 2 and 4. Differs from the paper: it does not say how
/// it clipped.
/// </remarks>
public sealed class GaussianNoiseAttack : IAttack
{
    private readonly GaussianNoiseOptions _options;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public GaussianNoiseAttack(GaussianNoiseOptions options)
    {
        OptionsCheck.ThrowIfOutOfRange(CatalogueEntry.Name, options);
        _options = options;
    }

    public static AttackType CatalogueEntry { get; } = new()
    {
        Name = "gaussian-noise",
        Version = 1,
        OptionsType = typeof(GaussianNoiseOptions),
        NeedsSource = false,
        NeedsBase = false,
        HasTargetClass = false,
        Create = options => new GaussianNoiseAttack((GaussianNoiseOptions)options),
    };

    /// <inheritdoc/>
    public AttackType Type => CatalogueEntry;

    /// <inheritdoc/>
    public int DrawsPerImage(AttackInput input) => _options.Draws;

    /// <inheritdoc/>
    public void Craft(AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        for (var row = 0; row < output.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (image, draw) = (row / output.Draws, row % output.Draws);
            var index = (ulong)input.Positions.Span[image] << 32 | (uint)draw;
            AddNoise(input.Image(image), new CounterRandom(input.Seed, RandomPurpose.Noise, index), output.Image(row));
        }

        progress?.Report(new AttackProgress(output.Count, output.Count));
    }

    private void AddNoise(ReadOnlySpan<float> x0, CounterRandom random, Span<float> noisy)
    {
        random.FillGaussian(noisy);
        var stddev = (float)_options.Stddev;
        for (var i = 0; i < x0.Length; i++)
            noisy[i] = Math.Clamp(x0[i] + stddev * noisy[i], 0f, 1f);
    }
}
