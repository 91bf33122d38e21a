using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>
/// Projected gradient descent within a budget: steps of a fixed length along the steepest descent of the goal's loss in the chosen norm, each followed by a
/// projection onto the ball of radius epsilon around the clean image x0 and onto [0, 1]. Untargeted, the loss is -log(1 - p_y), whose direction is
/// that of falling p_y.
/// </summary>
/// <remarks>
/// A. Madry, A. Makelov, L. Schmidt, D. Tsipras, A. Vladu, "Towards deep learning models resistant to adversarial attacks", 2017, arXiv:1706.06083,
/// equation in section 2.1; one step from the clean image is I. J. Goodfellow, J. Shlens, C. Szegedy, "Explaining and harnessing adversarial examples",
/// 2014, arXiv:1412.6572, section 4. Kept is the last iterate, successful or not.
/// Differs from the papers: the l2 ball's random start has a uniform direction and a uniform length.
/// </remarks>
public sealed class PgdAttack : IAttack
{
    private readonly PgdOptions _options;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PgdAttack(PgdOptions options)
    {
        OptionsCheck.ThrowIfOutOfRange(CatalogueEntry.Name, options);
        _options = options;
    }

    public static AttackType CatalogueEntry { get; } = new()
    {
        Name = "pgd",
        Version = 1,
        OptionsType = typeof(PgdOptions),
        NeedsSource = true,
        NeedsBase = false,
        GradientsPerImage = (options, classes) => (double)((PgdOptions)options).Steps * GoalChoice.PerImage(((PgdOptions)options).Target, classes),
        Create = options => new PgdAttack((PgdOptions)options),
    };

    /// <inheritdoc/>
    public AttackType Type => CatalogueEntry;

    /// <summary>1, or one per wrong class.</summary>
    public int DrawsPerImage(AttackInput input) => GoalChoice.PerImage(_options.Target, input.Source!.ClassCount);

    /// <inheritdoc/>
    public void Craft(AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        var work = new PgdWork(_options, input, output, progress, cancellationToken);
        input.Pool.For((output.Count + input.Slots - 1) / input.Slots, 1, new BlockBody(work, input.Slots));
    }

    /// <summary>Rows in blocks of as many as there are slots.</summary>
    private readonly struct BlockBody(PgdWork work, int slots) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (var block = start; block < end; block++)
            {
                var first = block * slots;
                using var lane = new PgdLane(work, first, Math.Min(slots, work.Output.Count - first));
                lane.Run();
            }
        }
    }
}
