namespace Experiments.Attacks;

/// <summary>The attacks and controls that a study can name.</summary>
public static class AttackCatalogue
{
    /// <summary>By <see cref="AttackType.Name"/>.</summary>
    public static IReadOnlyDictionary<string, AttackType> Types { get; } =
        new[] { LbfgsAttack.CatalogueEntry, GaussianNoiseAttack.CatalogueEntry, AmplifyAttack.CatalogueEntry }
            .ToDictionary(type => type.Name, StringComparer.Ordinal);
}
