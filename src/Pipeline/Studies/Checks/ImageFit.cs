using Experiments.Datasets;

namespace Experiments.Pipeline.Studies.Checks;

/// <summary>Whether a network that reads some images can read others.</summary>
internal static class ImageFit
{
    internal static bool Fits(DatasetDescription a, DatasetDescription b) => a.Shape == b.Shape && a.ClassCount == b.ClassCount;

    internal static string Describe(DatasetDescription facts) => $"images of {facts.Shape.Extents} in {facts.ClassCount} classes";
}
