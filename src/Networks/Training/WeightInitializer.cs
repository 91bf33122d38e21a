using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Initial values, by the role of a block.</summary>
internal static class WeightInitializer
{
    /// <summary>Values of every parameter block of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="options">Initialiser and scale.</param>
    /// <param name="seed">The training's seed.</param>
    /// <param name="index">Of the layer among all layers of all stages; equal indices give equal numbers.</param>
    public static float[][] Create(Layer layer, TrainingOptions options, ulong seed, ulong index) =>
        [.. layer.Parameters.Select(shape => shape.IsWeight ? Weights(shape, layer.Activation, options, seed, index) : Constant(shape))];

    /// <summary>Values of every parameter block of every node; a node's index is its place in the graph.</summary>
    public static float[][][] Create(Graph graph, TrainingOptions options, ulong seed) =>
        [.. graph.Nodes.Select((node, i) => Create(node.Layer, options, seed, (ulong)i))];

    private static float[] Constant(ParameterShape shape)
    {
        var values = new float[shape.Length];
        values.AsSpan().Fill(shape.Start);
        return values;
    }

    private static float[] Weights(ParameterShape shape, Activation activation, TrainingOptions options, ulong seed, ulong index)
    {
        var values = new float[shape.Length];
        if (options.Initializer == Initializer.Zero)
        {
            return values;
        }

        var random = new CounterRandom(seed, RandomPurpose.InitialWeights, index);
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
