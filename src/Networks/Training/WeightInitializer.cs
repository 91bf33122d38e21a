using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Initial values, by the role of a block. Each block draws from a stream of its own, named by its layer, its place in it and its
/// shape: layers of different widths with one seed would share their first rows otherwise.</summary>
internal static class WeightInitializer
{
    /// <summary>Values of every parameter block of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="options">Initialiser and scale.</param>
    /// <param name="seed">The training's seed.</param>
    /// <param name="index">Of the layer among all layers of all stages, below 2^32; equal indices give layers of equal shape equal
    /// numbers.</param>
    public static float[][] Create(Layer layer, TrainingOptions options, ulong seed, ulong index) =>
        [.. layer.Parameters.Select((shape, block) => shape.IsWeight
            ? Weights(
                shape, layer.Activation, options, new CounterRandom(seed, RandomPurpose.InitialWeights, StreamOf(shape, block, index)))
            : Constant(shape))];

    /// <summary>Values of every parameter block of every node; a node's index is its place in the graph.</summary>
    public static float[][][] Create(Graph graph, TrainingOptions options, ulong seed) =>
        [.. graph.Nodes.Select((node, i) => Create(node.Layer, options, seed, (ulong)i))];

    /// <summary>The layer in the low half, a hash of the block's place and extents in the high one: 32-bit FNV-1a (G. Fowler, L. C. Noll,
    /// K.-P. Vo; RFC 9923) over their bytes, low bytes first.</summary>
    private static ulong StreamOf(ParameterShape shape, int block, ulong layer)
    {
        const uint basis = 2166136261;
        const uint prime = 16777619;
        var hash = basis;
        foreach (var value in shape.Shape.Prepend(block))
        {
            for (var shift = 0; shift < 32; shift += 8)
            {
                hash = unchecked((hash ^ ((uint)value >> shift & 0xFF)) * prime);
            }
        }

        return (ulong)hash << 32 | layer;
    }

    private static float[] Constant(ParameterShape shape)
    {
        var values = new float[shape.Length];
        values.AsSpan().Fill(shape.Start);
        return values;
    }

    private static float[] Weights(ParameterShape shape, Activation activation, TrainingOptions options, CounterRandom random)
    {
        var values = new float[shape.Length];
        if (options.Initializer == Initializer.Zero)
        {
            return values;
        }

        if (options.Initializer == Initializer.He || (options.Initializer == Initializer.Auto && activation == Activation.Relu))
        {
            var deviation = (float)(options.InitialScale * Math.Sqrt(2.0 / shape.FanIn));
            random.FillGaussian(values);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] *= deviation;
            }
        }
        else
        {
            var bound = (float)(options.InitialScale * Math.Sqrt(6.0 / (shape.FanIn + shape.FanOut)));
            random.FillUniform(values);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = bound * (2 * values[i] - 1);
            }
        }

        return values;
    }
}
