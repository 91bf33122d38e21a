using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Checks;

/// <summary>Whether a weight file is one of an architecture, by the names, shapes and types in its header.</summary>
internal static class WeightsFit
{
    /// <returns>Everything that is wrong; none where the file fits.</returns>
    internal static IReadOnlyList<string> Problems(DataFile file, ArchitectureOptions architecture, DatasetDescription images)
    {
        try
        {
            using var stream = RegularFile.OpenRead(file.Path);
            return WeightFile.Check(architecture, images.Shape, images.ClassCount, stream).Problems;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [e.Message];
        }
    }
}
