using System.Runtime.InteropServices;
using Experiments.Settings;

namespace Experiments.Networks;

/// <summary>A network's values as a safetensors file with the tensors that the same modules have in PyTorch.</summary>
internal static class NetworkFile
{
    /// <summary>Tensors that a message lists.</summary>
    private const int MostListed = 10;

    /// <summary>Characters of an architecture that a message shows.</summary>
    private const int MostOfArchitecture = 1_000;

    /// <summary>The metadata that names the architecture.</summary>
    private const string ArchitectureKey = "architecture";

    /// <param name="network">Whose values are written.</param>
    /// <param name="architecture">What the file says that it is; null for nothing.</param>
    /// <param name="stream">Written from its position on.</param>
    public static void Write(Network network, string? architecture, Stream stream)
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "pt",
            ["inputShape"] = $"{network.InputShape.Channels}x{network.InputShape.Height}x{network.InputShape.Width}",
        };
        if (architecture is not null)
        {
            metadata[ArchitectureKey] = architecture;
        }

        SafetensorsWriter.Write(stream, new SafetensorsFile(
            [.. network.Parameters.Select(parameter => new SafetensorsTensor(parameter.Name, parameter.Shape, parameter.Values))],
            metadata));
    }

    /// <summary>The values of every block of every node.</summary>
    /// <param name="graph">The nodes.</param>
    /// <param name="architecture">What the file must say that it is, if it says anything.</param>
    /// <param name="stream">Read from its position to its end.</param>
    /// <exception cref="InvalidDataException">The file is damaged, has other tensors or another architecture, or a value is not
    /// finite.</exception>
    public static IReadOnlyList<float[][]> Read(Graph graph, string architecture, Stream stream)
    {
        var expected = graph.Parameters.ToList();
        var file = SafetensorsReader.Read(stream, header => Require(Problems(header, expected, architecture)));
        var tensors = file.Tensors.ToDictionary(tensor => tensor.Name);
        foreach (var tensor in file.Tensors)
        {
            CheckFinite(tensor);
        }

        var values = graph.Nodes.Select(node => new float[node.Layer.Parameters.Count][]).ToArray();
        foreach (var parameter in expected)
        {
            values[parameter.Node][parameter.Block] = ValuesOf(tensors[parameter.Name]);
        }

        return values;
    }

    /// <summary>The reader's own array, which nobody else has: large networks are not copied.</summary>
    private static float[] ValuesOf(SafetensorsTensor tensor) =>
        MemoryMarshal.TryGetArray(tensor.Values, out var values) && values.Offset == 0 && values.Count == values.Array!.Length
            ? values.Array
            : tensor.Values.ToArray();

    /// <summary>What stands between a file and an architecture: names and shapes; of many the first, and how many more there
    /// are.</summary>
    /// <param name="header">Of the file.</param>
    /// <param name="expected">What the architecture's nodes hold.</param>
    /// <param name="architecture">What the file must say that it is, if it says anything.</param>
    internal static List<string> Problems(SafetensorsHeader header, IEnumerable<GraphParameter> expected, string architecture)
    {
        if (header.Metadata.TryGetValue(ArchitectureKey, out var found) && found != architecture)
        {
            return [$"The architecture is {SourceText.Shorten(found, MostOfArchitecture)}; it must be {architecture}."];
        }

        var entries = header.Entries.Where(entry => !entry.IsSkipped).ToDictionary(entry => entry.Name);
        var problems = new List<string>();
        foreach (var (name, shape) in expected.Select(parameter => (parameter.Name, parameter.Shape.Shape)))
        {
            if (!entries.Remove(name, out var entry))
            {
                problems.Add($"{name} is missing; its shape must be [{string.Join(", ", shape)}].");
            }
            else if (!entry.Shape.SequenceEqual(shape))
            {
                problems.Add($"{name}.shape is [{string.Join(", ", entry.Shape)}]; it must be [{string.Join(", ", shape)}].");
            }
        }

        problems.AddRange(header.Entries.Where(entry => entries.ContainsKey(entry.Name))
            .Select(entry => $"{SourceText.Shorten(entry.Name)} is unknown to the architecture."));
        return problems.Count <= MostListed ? problems : [.. problems.Take(MostListed), $"and {problems.Count - MostListed} more."];
    }

    private static void Require(List<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new InvalidDataException(string.Join(Environment.NewLine, problems));
        }
    }

    private static void CheckFinite(SafetensorsTensor tensor)
    {
        var values = tensor.Values.Span;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new InvalidDataException($"{tensor.Name} has {values[i]} as value {i}; it must be finite.");
            }
        }
    }
}
