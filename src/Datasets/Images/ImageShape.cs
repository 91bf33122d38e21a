namespace Experiments.Datasets;

/// <summary>Shape of one image, slowest dimension first: [channels, height, width].</summary>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Pixel values per image.</summary>
    public int Length => checked(Channels * Height * Width);

    public override string ToString() => $"{Channels} x {Height} x {Width}";
}
