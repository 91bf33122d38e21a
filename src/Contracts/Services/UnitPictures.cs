namespace Experiments.Contracts;

/// <summary>Some draws of one layer with their images.</summary>
/// <param name="Analysis">The study's name for the analysis.</param>
/// <param name="Model">The study's name for the network.</param>
/// <param name="Layer">From 0.</param>
/// <param name="LayerKind">What the layer is.</param>
/// <param name="Channels">Colour channels of an image: 1 or 3.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Strips">Grouped by basis, in the order unit, random direction, random images.</param>
public sealed record UnitPictures(
    string Analysis, string Model, int Layer, string LayerKind, int Channels, int Height, int Width, IReadOnlyList<UnitStrip> Strips);

/// <summary>The images of one draw.</summary>
/// <param name="Basis">See <see cref="UnitGroupRow.Basis"/>.</param>
/// <param name="Draw">The unit, or which direction or choice, from 0.</param>
/// <param name="Labels">The true class of each image.</param>
/// <param name="Images">Best first, each [channels, height, width], values in [0, 1].</param>
public sealed record UnitStrip(string Basis, int Draw, IReadOnlyList<int> Labels, IReadOnlyList<ReadOnlyMemory<float>> Images);
