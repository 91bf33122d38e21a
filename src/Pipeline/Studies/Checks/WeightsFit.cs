using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Checks;

/// <summary>Whether the weight files of a study are those of its architectures, by the names, shapes and types in their headers. They are
/// read for every model: thousands of models can share one file with a large header, so all together read so many bytes.</summary>
/// <param name="mostHeaderBytes">Most bytes of headers that are read for one study; headers of real networks have some thousand.</param>
internal sealed class WeightsFit(long mostHeaderBytes = 256 << 20)
{
    private long _headerBytes;

    /// <returns>Everything that is wrong, none where the file fits; and what is done to its values when they are read.</returns>
    internal WeightFile Check(DataFile file, ArchitectureOptions architecture, DatasetDescription images)
    {
        if (_headerBytes > mostHeaderBytes)
        {
            return new WeightFile(
                [$"the headers of the study's weight files have {_headerBytes} bytes up to here, each counted for every model that reads "
                    + $"it; they must have at most {mostHeaderBytes}."],
                []);
        }

        try
        {
            using var stream = RegularFile.OpenRead(file.Path);
            var answer = WeightFile.Check(architecture, images.Shape, images.ClassCount, stream);
            _headerBytes += stream.Position;
            return answer;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new WeightFile([e.Message], []);
        }
    }
}
