using Experiments.Settings;

namespace Experiments.Networks;

/// <summary>The architectures that a study can name. A new one is a file in this folder and a line here.</summary>
public static class ArchitectureCatalogue
{
    public static OptionsCatalogue<Architecture, ArchitectureOptions> Types { get; } = new(
        "architecture",
        new SoftmaxArchitecture(),
        new MlpArchitecture(),
        new ConvArchitecture(),
        new AlexNetArchitecture(),
        new QuocNetArchitecture(),
        new SparseAutoencoderArchitecture());
}
