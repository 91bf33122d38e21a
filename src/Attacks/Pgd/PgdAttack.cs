namespace Experiments.Attacks;

/// <summary>Projected gradient descent within a budget: steps along the steepest ascent of the true class's cross-entropy in the chosen
/// norm, or, with a target class, along the steepest descent of that class's.</summary>
/// <remarks>
/// A. Madry, A. Makelov, L. Schmidt, D. Tsipras, A. Vladu, "Towards deep learning models resistant to adversarial attacks", 2017,
/// arXiv:1706.06083, equation in section 2.1; one step from the clean image is I. J. Goodfellow, J. Shlens, C. Szegedy, "Explaining and
/// harnessing adversarial examples", 2014, arXiv:1412.6572, section 4. Differs from the papers: the random start in a ball of l2 or rms has
/// a uniform direction and a uniform length.
/// </remarks>
public sealed class PgdAttack(PgdOptions options) : FixedBudgetAttack<PgdOptions>(CatalogueEntry, options)
{
    public static AttackType CatalogueEntry { get; } = Entry("pgd", version: 3, options => new PgdAttack(options));
}
