namespace Experiments.Attacks;

/// <summary>The attacks and controls that a study can name.</summary>
public static class AttackCatalogue
{
    /// <summary>By <see cref="AttackType.Name"/>.</summary>
    public static IReadOnlyDictionary<string, AttackType> Types { get; } = new[]
    {
        LbfgsAttack.CatalogueEntry,
        DeepFoolAttack.CatalogueEntry,
        PgdAttack.CatalogueEntry,
        GaussianNoiseAttack.CatalogueEntry,
        AmplifyAttack.CatalogueEntry,
        RandomDirectionAttack.CatalogueEntry,
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>The entry that an options record belongs to.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static AttackType Of(AttackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Types.Values.FirstOrDefault(type => type.OptionsType == options.GetType())
            ?? throw new ArgumentException($"options are {options.GetType().Name}; they must be those of an attack in the catalogue.", nameof(options));
    }
}
