using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>A decoded picture.</summary>
/// <param name="Shape">One channel for gray, three for red, green, blue.</param>
/// <param name="Pixels">[channels, height, width], 0 to 255.</param>
public sealed record PngImage(TensorShape Shape, byte[] Pixels)
{
    /// <summary>Whether the pixels differ in their transparency, which is left out.</summary>
    public bool AlphaVaries { get; init; }
}
