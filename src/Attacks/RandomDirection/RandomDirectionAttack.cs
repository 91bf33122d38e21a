using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>
/// The control for a direction: moves each image exactly as far as another set does, in a direction that is uniform on the sphere; clips to [0, 1] unless told not to. Directions
/// are keyed by seed, image position and draw, so that they do not depend on the other set: only their length does.
/// </summary>
/// <remarks>
/// C. Szegedy et al., "Intriguing properties of neural networks", 2013, arXiv:1312.6199, section 4: adversarial images have "extremely low probability" and are yet found near
/// every image. How often a random direction of the same norm fools the network says how low. Differs from the paper: the paper compares with noise of a fixed standard deviation.
/// </remarks>
public sealed class RandomDirectionAttack : IAttack
{
    private readonly RandomDirectionOptions _options;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public RandomDirectionAttack(RandomDirectionOptions options)
    {
        OptionsCheck.ThrowIfOutOfRange(CatalogueEntry.Name, options);
        _options = options;
    }

    public static AttackType CatalogueEntry { get; } = new()
    {
        Name = "random-direction",
        Version = 1,
        OptionsType = typeof(RandomDirectionOptions),
        NeedsSource = false,
        NeedsBase = true,
        GradientsPerImage = (_, _) => 0,
        Create = options => new RandomDirectionAttack((RandomDirectionOptions)options),
    };

    /// <inheritdoc/>
    public AttackType Type => CatalogueEntry;

    /// <inheritdoc/>
    public bool StaysInBox => _options.Clip;

    /// <summary>For each image of the base set as many as the options say.</summary>
    public int DrawsPerImage(AttackInput input) => checked(input.BaseDraws * _options.Draws);

    /// <inheritdoc/>
    public void Craft(AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        for (var row = 0; row < output.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (image, draw) = (row / output.Draws, row % output.Draws);
            var x0 = input.Image(image);
            var distortion = Distortion.RootMeanSquare(x0, input.BaseImage(image, draw / _options.Draws));
            var index = (ulong)input.Positions.Span[image] << 32 | (uint)draw;
            Move(x0, distortion, new CounterRandom(input.Seed, RandomPurpose.Direction, index), output.Image(row));
        }

        progress?.Report(new AttackProgress(output.Count, output.Count));
    }

    /// <summary>A vector of independent Gaussian numbers points in every direction alike; its root mean square is brought to the wanted one.</summary>
    private static void Move(ReadOnlySpan<float> x0, double distortion, CounterRandom random, Span<float> moved)
    {
        random.FillGaussian(moved);
        var squares = 0.0;
        foreach (var value in moved)
            squares += (double)value * value;

        var factor = squares > 0 ? distortion / Math.Sqrt(squares / x0.Length) : 0;
        for (var i = 0; i < x0.Length; i++)
            moved[i] = (float)(x0[i] + factor * moved[i]);
    }
}
