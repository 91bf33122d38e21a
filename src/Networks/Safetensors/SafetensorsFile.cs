namespace Experiments.Networks;

/// <summary>
/// Tensors by name: the content of a safetensors file (github.com/huggingface/safetensors). The file is 8 bytes header length (little
/// endian), a JSON header that gives every tensor's type, shape and byte range, and the values. Single precision (<c>F32</c>) is written;
/// half precision (<c>F16</c>, <c>BF16</c>) is widened when it is read, which is exact, and double precision (<c>F64</c>) rounded.
/// </summary>
/// <param name="Tensors">In the order of their values in the file.</param>
/// <param name="Metadata">Texts for people and tools.</param>
public sealed record SafetensorsFile(IReadOnlyList<SafetensorsTensor> Tensors, IReadOnlyDictionary<string, string> Metadata);

/// <summary>A named tensor.</summary>
/// <param name="Name">Unique in its file.</param>
/// <param name="Shape">Extents; none for a single value.</param>
/// <param name="Values">Row-major.</param>
public sealed record SafetensorsTensor(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);
