using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Two orders of an image's values. Everywhere outside of a forward or backward pass channels come first, [channels, height,
/// width]; convolutions and pools work with channels last, [height, width, channels].</summary>
internal static class ChannelOrder
{
    /// <summary>Whether the two orders differ.</summary>
    public static bool Matters(TensorShape shape) => shape.Channels > 1 && shape.Height * shape.Width > 1;

    /// <summary>Channels last to channels first.</summary>
    public static void ToFirst(TensorShape shape, ReadOnlySpan<float> last, int n, Span<float> first) =>
        Transpose(shape.Height * shape.Width, shape.Channels, last, n, first);

    /// <summary>Channels first to channels last.</summary>
    public static void ToLast(TensorShape shape, ReadOnlySpan<float> first, int n, Span<float> last) =>
        Transpose(shape.Channels, shape.Height * shape.Width, first, n, last);

    private static void Transpose(int rows, int columns, ReadOnlySpan<float> source, int n, Span<float> target)
    {
        for (var image = 0; image < n; image++)
        {
            var from = source.Slice(image * rows * columns, rows * columns);
            var to = target.Slice(image * rows * columns, rows * columns);
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    to[j * rows + i] = from[i * columns + j];
                }
            }
        }
    }
}
