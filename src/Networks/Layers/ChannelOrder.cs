using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>
/// Two orders of an image's values. Everywhere outside of a <see cref="LayerStack"/> channels come first, [channels, height, width]; convolutions
/// and pools work with channels last, [height, width, channels].
/// </summary>
internal static class ChannelOrder
{
    /// <summary>Whether the two orders differ.</summary>
    public static bool Matters(TensorShape shape) => shape.Channels > 1 && shape.Height * shape.Width > 1;

    /// <summary>Whether the input of layer <paramref name="layer"/> has channels last: as the first layer from there on that is particular about it wants it.</summary>
    /// <param name="layers">A whole stack.</param>
    /// <param name="layer">0 to the number of layers, which means the output.</param>
    public static bool IsLast(IReadOnlyList<Layer> layers, int layer)
    {
        for (var i = layer; i < layers.Count; i++)
        {
            if (layers[i].WantsChannelsLast is { } wants)
                return wants && Matters(layers[layer].InputShape);
        }

        return layer > 0 && Matters(layers[layer - 1].OutputShape) && layers[layer - 1].WantsChannelsLast == true;
    }

    /// <summary>Channels last to channels first.</summary>
    public static void ToFirst(TensorShape shape, ReadOnlySpan<float> last, int n, Span<float> first) => Transpose(shape.Height * shape.Width, shape.Channels, last, n, first);

    /// <summary>Channels first to channels last.</summary>
    public static void ToLast(TensorShape shape, ReadOnlySpan<float> first, int n, Span<float> last) => Transpose(shape.Channels, shape.Height * shape.Width, first, n, last);

    private static void Transpose(int rows, int columns, ReadOnlySpan<float> source, int n, Span<float> target)
    {
        for (var image = 0; image < n; image++)
        {
            var from = source.Slice(image * rows * columns, rows * columns);
            var to = target.Slice(image * rows * columns, rows * columns);
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                    to[j * rows + i] = from[i * columns + j];
            }
        }
    }
}
