namespace Experiments.Networks;

/// <summary>The architectures that a study can name. A new one is a file in this folder and a line here.</summary>
public static class ArchitectureCatalogue
{
    /// <summary>All architectures, in the order that lists print them in.</summary>
    public static IReadOnlyList<Architecture> Types { get; } =
    [
        new SoftmaxArchitecture(),
        new MlpArchitecture(),
        new ConvArchitecture(),
        new AlexNetArchitecture(),
        new QuocNetArchitecture(),
        new SparseAutoencoderArchitecture(),
    ];

    /// <summary>The architecture that <paramref name="options"/> belong to.</summary>
    /// <exception cref="ArgumentException">No architecture has options of this type.</exception>
    public static Architecture For(ArchitectureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Types.FirstOrDefault(type => type.OptionsType == options.GetType())
            ?? throw new ArgumentException(
                $"options are {options.GetType().Name}; they must be one of {string.Join(", ", Types.Select(type => type.OptionsType.Name))}.", nameof(options));
    }
}
