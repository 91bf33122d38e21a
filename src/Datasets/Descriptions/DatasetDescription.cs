using Experiments.Numerics;
using Experiments.Settings;

namespace Experiments.Datasets;

/// <summary>A data set: one of the catalogue, or a folder of images.</summary>
/// <param name="Name">As studies write it, and the name of its folder.</param>
/// <param name="Title">For people.</param>
/// <param name="Shape">Of each image; sizes in which images differ are 0.</param>
/// <param name="ClassCount">Number of classes k.</param>
/// <param name="Splits">Training and test images.</param>
/// <param name="HowToGet">One sentence for someone who does not have it.</param>
public sealed record DatasetDescription(
    string Name, string Title, TensorShape Shape, int ClassCount, IReadOnlyList<SplitDescription> Splits, string HowToGet) : ICatalogueEntry
{
    /// <summary>The full path that the data set was described at; null where it lies in the first data folder that has its files.</summary>
    public string? Home { get; init; }

    /// <summary>Two images that differ in shape, for messages; null where all have one.</summary>
    public string? Difference { get; init; }

    /// <summary>Names of the classes in the order of their labels; null where they have none.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Images whose alpha channel says something that is left out; null where none does.</summary>
    public DroppedAlpha? DroppedAlpha { get; init; }

    /// <summary>The data set as its files are, where <see cref="Form"/> makes something else of it; null where this is it.</summary>
    public DatasetDescription? Native { get; init; }

    /// <summary>What is made of images and labels; null for as they are.</summary>
    public ImageForm? Form { get; init; }

    /// <summary>Finds a split.</summary>
    /// <exception cref="DatasetException">There is no such split.</exception>
    public SplitDescription Split(string name) =>
        Splits.FirstOrDefault(split => split.Name == name)
            ?? throw new DatasetException(
                $"split is '{name}'; data set '{Name}' has {string.Join(", ", Splits.Select(split => $"'{split.Name}'"))}");
}

/// <summary>Images whose alpha channel is not constant.</summary>
/// <param name="Images">How many.</param>
/// <param name="First">Path of the first within its data set.</param>
public sealed record DroppedAlpha(int Images, string First);
