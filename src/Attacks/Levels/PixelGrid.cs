namespace Experiments.Attacks;

/// <summary>Values that a pixel takes when it is stored: i / (levels - 1). With 256 levels they are those of images of bytes.</summary>
/// <param name="levels">At least 2.</param>
public readonly struct PixelGrid(int levels)
{
    private readonly float _last = levels - 1;

    /// <summary>The grid of images of 8 bits per channel.</summary>
    public static PixelGrid Bytes => new(256);

    /// <summary>The nearest value; halves are rounded up.</summary>
    /// <param name="pixel">In [0, 1].</param>
    public float Nearest(float pixel) => MathF.Floor(pixel * _last + 0.5f) / _last;

    /// <summary>The nearest value of each pixel.</summary>
    public void Round(ReadOnlySpan<float> x, Span<float> rounded)
    {
        for (var i = 0; i < x.Length; i++)
        {
            rounded[i] = Nearest(x[i]);
        }
    }

    /// <summary>The value beside one of the grid, in the direction of <paramref name="x0"/>; itself where it is equal.</summary>
    public float Towards(float x0, float value)
    {
        var level = MathF.Round(value * _last);
        return value > x0 ? (level - 1) / _last : value < x0 ? (level + 1) / _last : value;
    }
}
