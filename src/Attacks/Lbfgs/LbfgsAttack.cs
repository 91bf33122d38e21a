namespace Experiments.Attacks;

/// <summary>
/// The box-constrained L-BFGS attack: for each image x0 and wrong class l the perturbation r that minimises
/// c ||r||_2^2 - log p_l(x0 + r) subject to x0 + r in [0, 1]^n, at the largest c whose minimiser is still classified as l. Untargeted, 1 -
/// p_y takes the place of p_l, with y the true class, and any other class is a success (<see cref="SharpenedLoss"/>).
/// </summary>
/// <remarks>
/// C. Szegedy et al., "Intriguing properties of neural networks", 2013, arXiv:1312.6199, section 4.1.
/// Differs from the paper: the squared norm in place of c |r|, the smooth form; with c on the norm the c to keep is the largest that
/// succeeds, where the paper says the minimum. c starts where a linear loss would put it, moves by factors of at most ten until success and
/// failure enclose it, then by a safeguarded secant; minimisers are warm-started from the last c, and solved only as closely as the margin
/// at hand needs. A search without a success after 24 gradients takes one from normalised descent and a bisection, and goes on from there.
/// Kept is the image nearest to x0 that reaches the goal, among all points that the optimiser stepped on, by a margin of a few units in the
/// last place of the logits, so that another arithmetic reads the same. Pixels and gradients are in single precision. The untargeted form
/// is not in the paper: after the search for any class come up to three, towards the likeliest classes there in which it did not end,
/// each given up once it is farther than what is kept. An image that reaches its goal from the start is returned unchanged. May fail: then
/// the clean image is returned.
/// </remarks>
public sealed class LbfgsAttack(LbfgsOptions options)
    : GradientAttack<LbfgsOptions>(CatalogueEntry, options, options.Target, options.Levels)
{
    public static AttackType CatalogueEntry { get; } = new AttackType<LbfgsOptions>
    {
        Name = "lbfgs",
        Version = 3,
        Class = _ => new MinimalNorm(PerturbationNorm.L2),
        Gradients = (options, classes) => options.Target == TargetChoice.Untargeted
            ? 15.0 * Math.Min(classes - 1, 4)
            : 20.0 * GoalChoice.PerImage(options.Target, classes),
        Make = options => new LbfgsAttack(options),
    };

    /// <inheritdoc/>
    protected override RowSearch OpenSearch(int length) => new LbfgsSearch(Options, length);
}
