using System.Runtime.InteropServices;

namespace Experiments.Networks;

/// <summary>A network's weights as a safetensors file with the tensors that the same modules have in PyTorch.</summary>
internal static class NetworkFile
{
    /// <summary>The metadata that names the architecture.</summary>
    private const string ArchitectureKey = "architecture";

    public static void Write(Network network, ArchitectureOptions? architecture, Stream stream)
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "pt",
            ["inputShape"] = $"{network.InputShape.Channels}x{network.InputShape.Height}x{network.InputShape.Width}",
        };
        if (architecture is not null)
            metadata[ArchitectureKey] = ArchitectureJson.Write(architecture);
        SafetensorsWriter.Write(stream, new SafetensorsFile(
            [.. network.Parameters.Select(parameter => new SafetensorsTensor(parameter.Name, parameter.Shape, parameter.Values))], metadata));
    }

    /// <summary>The values of every parameter block of every layer.</summary>
    /// <exception cref="InvalidDataException">See <see cref="Network.Load"/>.</exception>
    public static IReadOnlyList<float[][]> Read(ArchitectureOptions architecture, NetworkPlan plan, Stream stream)
    {
        var (layers, names) = (plan.Layers, plan.LayerNames);
        var expected = layers.SelectMany((layer, i) => layer.Parameters.Select(shape => (Name: $"{names[i]}.{shape.Name}", shape.Shape))).ToList();
        var file = SafetensorsReader.Read(stream, header => Check(header, expected, architecture));
        var tensors = file.Tensors.ToDictionary(tensor => tensor.Name);
        foreach (var tensor in file.Tensors)
            CheckFinite(tensor);
        return [.. layers.Select((layer, i) => layer.Parameters.Select(shape => ValuesOf(tensors[$"{names[i]}.{shape.Name}"])).ToArray())];
    }

    /// <summary>The reader's own array, which nobody else has: large networks are not copied.</summary>
    private static float[] ValuesOf(SafetensorsTensor tensor)
        => MemoryMarshal.TryGetArray(tensor.Values, out var values) && values.Offset == 0 && values.Count == values.Array!.Length ? values.Array : tensor.Values.ToArray();

    private static void Check(SafetensorsHeader header, List<(string Name, IReadOnlyList<int> Shape)> expected, ArchitectureOptions architecture)
    {
        var wanted = ArchitectureJson.Write(architecture);
        if (header.Metadata.TryGetValue(ArchitectureKey, out var found) && found != wanted)
            throw new InvalidDataException($"The architecture is {found}; it must be {wanted}.");

        var problems = new List<string>();
        foreach (var (name, shape) in expected)
        {
            var entry = header.Entries.FirstOrDefault(entry => entry.Name == name);
            if (entry is null)
                problems.Add($"{name} is missing; its shape must be [{string.Join(", ", shape)}].");
            else if (!entry.Shape.SequenceEqual(shape))
                problems.Add($"{name}.shape is [{string.Join(", ", entry.Shape)}]; it must be [{string.Join(", ", shape)}].");
        }

        problems.AddRange(header.Entries.Where(entry => expected.All(known => known.Name != entry.Name)).Select(entry => $"{entry.Name} is unknown to the architecture."));
        if (problems.Count > 0)
            throw new InvalidDataException(string.Join(Environment.NewLine, problems));
    }

    private static void CheckFinite(SafetensorsTensor tensor)
    {
        var values = tensor.Values.Span;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new InvalidDataException($"{tensor.Name} has {values[i]} as value {i}; it must be finite.");
        }
    }
}
