using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>What a weight file's header says of its use by an architecture, before any value is read.</summary>
/// <param name="Problems">Why it cannot be used: names, shapes, types, a damaged header; none where it can.</param>
/// <param name="Notes">What is done to its values when they are read; none where they are taken as they are.</param>
public sealed record WeightFile(IReadOnlyList<string> Problems, IReadOnlyList<string> Notes)
{
    /// <summary>Checks a safetensors file.</summary>
    /// <param name="architecture">Whose weights it must hold.</param>
    /// <param name="inputShape">Shape of an image.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="stream">Read from its position to the end of the header.</param>
    /// <exception cref="ArgumentException">The architecture does not fit the images.</exception>
    public static WeightFile Check(ArchitectureOptions architecture, TensorShape inputShape, int classCount, Stream stream)
    {
        var plan = ArchitectureCatalogue.Types.Of(architecture).Plan(architecture, inputShape, classCount);
        try
        {
            var header = SafetensorsReader.ReadHeader(stream, out _);
            return new WeightFile(
                NetworkFile.Problems(header, plan.Graph.Parameters, ArchitectureJson.Write(architecture)), NotesOf(header));
        }
        catch (InvalidDataException damaged)
        {
            return new WeightFile([damaged.Message], []);
        }
    }

    private static List<string> NotesOf(SafetensorsHeader header) =>
        [.. header.Entries.Where(entry => !entry.IsSkipped && entry.Type != SafetensorsHeader.Entry.Single).GroupBy(entry => entry.Type)
            .Select(group => $"{group.Count()} of {header.Entries.Count} tensors are {group.Key}; their values are "
                + $"{(group.Key == "F64" ? "rounded" : "widened")} to single precision (F32)")];
}
