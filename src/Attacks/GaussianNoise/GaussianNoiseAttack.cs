using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>
/// The control: adds independent Gaussian noise of a given standard deviation to every pixel, and clips to [0, 1] unless told not to. Noise is keyed
/// by seed, image position and draw.
/// </summary>
/// <remarks>
/// C. Szegedy et al., "Intriguing properties of neural networks", 2013, arXiv:1312.6199, Tables 2 and 4. The paper does not say
/// whether it clipped. Its error rates are those of unclipped noise: on a black background clipping leaves the positive half, a grey veil with a
/// mean of 0.4 standard deviations, which fools networks far more often (FC10(1e-4) at 0.3: 17 % unclipped, 51 % clipped, 15.6 % in the paper),
/// while the distortion falls below the nominal one.
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
        GradientsPerImage = (_, _) => 0,
        Create = options => new GaussianNoiseAttack((GaussianNoiseOptions)options),
    };

    /// <inheritdoc/>
    public AttackType Type => CatalogueEntry;

    /// <inheritdoc/>
    public bool StaysInBox => _options.Clip;

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
            noisy[i] = x0[i] + stddev * noisy[i];
    }
}
