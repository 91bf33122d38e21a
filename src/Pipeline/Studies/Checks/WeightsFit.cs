using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Checks;

/// <summary>Whether a weight file is one of an architecture, by the names, shapes and types in its header.</summary>
internal static class WeightsFit
{
    /// <returns>Everything that is wrong, none where the file fits; and what is done to its values when they are read.</returns>
    internal static WeightFile Check(DataFile file, ArchitectureOptions architecture, DatasetDescription images)
    {
        try
        {
            using var stream = RegularFile.OpenRead(file.Path);
            return WeightFile.Check(architecture, images.Shape, images.ClassCount, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new WeightFile([e.Message], []);
        }
    }
}
