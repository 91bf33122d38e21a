namespace Experiments.Numerics;

/// <summary>Shape of one image or one layer's output, channels first. Flat vectors are [n, 1, 1].</summary>
/// <param name="Channels">At least 1.</param>
/// <param name="Height">At least 1.</param>
/// <param name="Width">At least 1.</param>
public readonly record struct TensorShape(int Channels, int Height, int Width)
{
    /// <summary>Number of values.</summary>
    public int Length => checked(Channels * Height * Width);

    /// <summary><c>1 x 28 x 28</c>: all three extents, as messages about images name them.</summary>
    public string Extents => $"{Channels} x {Height} x {Width}";

    /// <summary>A flat vector of <paramref name="length"/> values.</summary>
    public static TensorShape Flat(int length) => new(length, 1, 1);

    /// <summary><c>32x14x14</c>, <c>100</c> for a flat vector.</summary>
    public override string ToString() => Height == 1 && Width == 1 ? $"{Channels}" : $"{Channels}x{Height}x{Width}";
}
