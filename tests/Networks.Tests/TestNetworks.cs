using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>One small network per entry of the catalogue, and some variants.</summary>
internal static class TestNetworks
{
    public static TheoryData<ArchitectureOptions> Architectures => [.. All];

    /// <summary>Those whose modules an <c>nn.Sequential</c> can have under the same names.</summary>
    public static TheoryData<ArchitectureOptions> Sequential =>
        [.. All.Where(options => options is not (AlexNetOptions or QuocNetOptions))];

    public static IReadOnlyList<ArchitectureOptions> All =>
    [
        new SoftmaxOptions(),
        new MlpOptions { Hidden = [12, 11] },
        new MlpOptions { Hidden = [13], Activation = HiddenActivation.Relu },
        new MlpOptions { Hidden = [14], Activation = HiddenActivation.Tanh },
        new MlpOptions { Hidden = [10, 9], Dropout = 0.5 },
        new ConvOptions { Filters = [3, 4], Kernel = 3, Hidden = 8 },
        new ConvOptions { Filters = [4], Hidden = 9, Dropout = 0.5 },
        new AlexNetOptions { Width = 0.02, Mean = [0.4], Deviation = [0.5] },
        new AlexNetOptions { Variant = AlexNetVariant.Torchvision, Width = 0.02, Dropout = 0 },
        new QuocNetOptions
        {
            Stages = [new QuocNetStage { Kernel = 3, Filters = 2, Pool = 2 }, new QuocNetStage { Kernel = 2, Filters = 3, Pool = 2 }],
            ContrastWindow = 3,
            Pretraining = new TrainingOptions { Epochs = 1 },
        },
        new SparseAutoencoderOptions { Hidden = 15, Pretraining = new TrainingOptions { Epochs = 1 } },
    ];

    /// <summary>The modules that make a layer in an <c>nn.Sequential</c>, as check_in_pytorch.py names them.</summary>
    public static IEnumerable<string> ModulesInPyTorch(Layer layer)
    {
        yield return layer switch
        {
            ConvolutionLayer convolution => $"conv{convolution.Padding}",
            PoolingLayer pooling => $"maxpool{pooling.Window}",
            _ => layer.Operation,
        };
        if (layer.Activation != Activation.Identity)
        {
            yield return layer.Activation.ToString().ToLowerInvariant();
        }
    }

    /// <summary>A network with initial weights and biases that are not 0.</summary>
    public static Network Make(ArchitectureOptions architecture, TensorShape inputShape, ulong seed = 9)
    {
        var plan = ArchitectureCatalogue.Types.Of(architecture).Plan(architecture, inputShape, classCount: 10);
        return Network.Create(
            plan.Graph, Values(plan.Graph, seed), ComputeThreads.Single, plan.Description, ArchitectureJson.Write(architecture));
    }

    /// <summary>Initial weights, and other values that are not 0.</summary>
    public static float[][][] Values(Graph graph, ulong seed = 9)
    {
        var values = WeightInitializer.Create(graph, new TrainingOptions(), seed);
        foreach (var (node, block, _, shape) in graph.Parameters)
        {
            if (!shape.IsWeight)
            {
                new CounterRandom(seed, RandomPurpose.None, (ulong)node).FillUniform(values[node][block]);
            }
        }

        return values;
    }
}
