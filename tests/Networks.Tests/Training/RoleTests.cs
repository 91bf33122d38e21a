using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>Blocks of every role: what initialises, decays, trains and keeps them.</summary>
public class RoleTests
{
    private static readonly TensorShape Shape = new(1, 4, 4);
    private static readonly TestImages Images = new(100, Shape, 10, noise: 0.3f);

    private static Graph Graph =>
        Graph.Chain(new LinearLayer(Shape, 6, bias: false), new CentringLayer(6), new LinearLayer(TensorShape.Flat(6), 10));

    [Fact]
    public void Create_EveryRole_StartsAsItsRoleSays()
    {
        var values = WeightInitializer.Create(Graph, new TrainingOptions(), seed: 1)[1];

        Assert.Equal([1f, 0, 0, 1], values.Select(block => Assert.Single(block.Distinct())));
    }

    [Fact]
    public void Train_WithBuffers_OptimisesWhatIsTrainedAndKeepsTheBuffers()
    {
        // One step of plain gradient descent over all images, from known values.
        var training = new TrainingOptions { Epochs = 1, BatchSize = 100, Optimizer = Optimizer.Sgd, LearningRate = 0.5 };
        var without = Train(training);
        var decayed = Train(training with { WeightDecay = [0.1] });
        var start = WeightInitializer.Create(Graph, training, seed: 1);

        Assert.Equal(
            ["1.weight", "1.bias", "1.running_mean", "1.running_var"],
            without.Keys.Where(name => name.StartsWith("1.", StringComparison.Ordinal)));
        Assert.DoesNotContain(0f, without["1.weight"].Select(value => value - 1));
        Assert.DoesNotContain(0f, without["1.bias"]);

        // The layer's own rule: the mean of the batch. No optimiser and no decay touches it.
        Assert.Equal(Mean(start[0][0]), without["1.running_mean"]);
        Assert.All(without["1.running_var"], value => Assert.Equal(1, value));
        Assert.Equal(without["1.running_mean"], decayed["1.running_mean"]);
        Assert.Equal(without["1.running_var"], decayed["1.running_var"]);

        // Decay reaches weights only: not scales, not shifts.
        Assert.Equal(without["1.weight"], decayed["1.weight"]);
        Assert.Equal(without["1.bias"], decayed["1.bias"]);
        Assert.NotEqual(without["0.weight"], decayed["0.weight"]);
    }

    [Fact]
    public void Network_WithBuffers_SavesThemAndDoesNotCountThem()
    {
        var network = Network.Create(Graph, TestNetworks.Values(Graph), ComputeThreads.Single, "with buffers");
        using var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;

        Assert.Equal(16 * 6 + 2 * 6 + 6 * 10 + 10, network.ParameterCount);
        Assert.Equal(TestNetworks.Values(Graph)[1], NetworkFile.Read(Graph, "", file)[1]);
    }

    private static Dictionary<string, float[]> Train(TrainingOptions training) => Trainer.Train(
        new NetworkPlan { Graph = Graph, Description = "with buffers" }, architecture: null, training, [], seed: 1, Images, heldOut: null,
        ComputeThreads.Single, new CpuStages(ComputeThreads.Single), progress: null,
        CancellationToken.None).Network.Parameters.ToDictionary(p => p.Name, p => p.Values.ToArray());

    private static float[] Mean(float[] weights)
    {
        var (mean, y) = (new float[6], new float[600]);
        MatrixProduct.Multiply(
            MatrixLayout.TransposedB, 100, 6, 16, InOrder(), weights, y, accumulate: false, Epilogue.None, ComputeThreads.Single);
        Columns.Sum(y, 100, mean);
        return [.. mean.Select(sum => sum / 100)];
    }

    /// <summary>The images in the order of the first epoch.</summary>
    private static float[] InOrder()
    {
        var x = new float[100 * Shape.Length];
        Images.CopyImages(Shuffle.Permutation(1, RandomPurpose.TrainingOrder, 0, 100), x);
        return x;
    }

    /// <summary>z = scale (x - running mean) + shift, and in training the running mean becomes the mean of the batch: a layer with every
    /// role but bias.</summary>
    private sealed class CentringLayer(int units) : Layer(TensorShape.Flat(units), TensorShape.Flat(units), Activation.Identity)
    {
        public override string Operation => "centre";

        public override IReadOnlyList<ParameterShape> Parameters { get; } =
        [
            new("weight", ParameterRole.Scale, [units]),
            new("bias", ParameterRole.Shift, [units]),
            new("running_mean", ParameterRole.RunningMean, [units]),
            new("running_var", ParameterRole.RunningVariance, [units]),
        ];

        public override OperationBound Bound(float[][] values, ComputeThreads threads) => new(values[0].Max(Math.Abs), "largest factor");

        public override LayerPass OpenPass(LayerWeights weights, int capacity, ComputeThreads threads) => new Pass(weights.Values);

        private sealed class Pass(float[][] values) : LayerPass
        {
            public override void Forward(LayerInputs x, int n, Span<float> y, TrainingBatch? batch)
            {
                var units = values[0].Length;
                if (batch is not null)
                {
                    Columns.Sum(x[0], n, values[2]);
                    for (var j = 0; j < units; j++)
                    {
                        values[2][j] /= n;
                    }
                }

                for (var i = 0; i < y.Length; i++)
                {
                    y[i] = values[0][i % units] * (x[0][i] - values[2][i % units]) + values[1][i % units];
                }
            }

            public override void ParameterGradients(LayerInputs x, int n, ReadOnlySpan<float> gz, float[][] gradients)
            {
                Assert.Empty(gradients[2]);
                Assert.Empty(gradients[3]);
                gradients[0].AsSpan().Clear();
                Columns.Sum(gz, n, gradients[1]);
                for (var i = 0; i < gz.Length; i++)
                {
                    gradients[0][i % values[0].Length] += gz[i] * (x[0][i] - values[2][i % values[0].Length]);
                }
            }

            public override void InputGradient(LayerInputs x, int n, ReadOnlySpan<float> gz, int input, Activation behind, Span<float> gx)
            {
                for (var i = 0; i < gx.Length; i++)
                {
                    gx[i] = gz[i] * values[0][i % values[0].Length];
                }

                Elementwise.MultiplyByDerivative(behind, x[0], gx);
            }
        }
    }
}
