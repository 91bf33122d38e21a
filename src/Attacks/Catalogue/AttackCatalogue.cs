using Experiments.Settings;

namespace Experiments.Attacks;

/// <summary>The attacks and controls that a study can name.</summary>
public static class AttackCatalogue
{
    public static OptionsCatalogue<AttackType, AttackOptions> Types { get; } = new(
        "attack",
        LbfgsAttack.CatalogueEntry,
        DeepFoolAttack.CatalogueEntry,
        PgdAttack.CatalogueEntry,
        GaussianNoiseAttack.CatalogueEntry,
        AmplifyAttack.CatalogueEntry,
        RandomDirectionAttack.CatalogueEntry);
}
