namespace Experiments.Contracts;

/// <summary>A perturbed image beside its original.</summary>
/// <param name="Example">Its figures.</param>
/// <param name="Channels">Colour channels: 1 or 3.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Original">[channels, height, width], values in [0, 1].</param>
/// <param name="Perturbed">Same shape and range.</param>
public sealed record ExamplePicture(
    StudyRow<AdversarialExampleRow> Example, int Channels, int Height, int Width, ReadOnlyMemory<float> Original,
    ReadOnlyMemory<float> Perturbed);
