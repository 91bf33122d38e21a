namespace Experiments.Networks;

/// <summary>What a study says about a network's architecture. One record per entry of <see cref="ArchitectureCatalogue"/>.</summary>
public abstract record ArchitectureOptions;
