using System.Text.Json;
using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class AlexNetTests
{
    private static readonly TensorShape ImageNet = new(3, 224, 224);

    /// <summary>Golden/alexnet_logits.py made the logits, in double precision; single precision is within 1e-4 of them, a wrong padding,
    /// stride, order of axes or pool is not.</summary>
    [Fact]
    public void Load_TorchvisionsTensors_PyTorchsLogits()
    {
        var golden = JsonSerializer.Deserialize<Golden>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "alexnet_logits.json")), JsonSerializerOptions.Web)!;
        var options = new AlexNetOptions { Variant = AlexNetVariant.Torchvision };
        using var threads = new ComputeThreads(2);
        using var file =
            new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        WriteFormula(options, golden.Tensors, file);
        file.Position = 0;

        var network = new CpuBackend(threads).Load(options, ImageNet, 1000, file);

        using var pass = network.OpenPass(2);
        var (x, logits) = (new float[2 * ImageNet.Length], new float[2000]);
        Fill(x, 100, 1, signed: false);
        pass.Forward(x, 2, logits);
        Assert.Equal(61_100_840, network.ParameterCount);
        Assert.True(golden.Logits.Max() - golden.Logits.Min() > 1, "logits that are all alike tell nothing");
        for (var i = 0; i < logits.Length; i++)
        {
            Assert.Equal(golden.Logits[i], logits[i], 1e-4);
        }
    }

    [Fact]
    public void Plan_Original_IsTheNetworkOf2012()
    {
        var plan = ArchitectureCatalogue.Types.Of(new AlexNetOptions()).Plan(new AlexNetOptions(), ImageNet, 1000);

        Assert.Equal(
            [
                "features.0 conv2d-relu 96x55x55", "features.2 response-norm 96x55x55", "features.3 max-pool 96x27x27",
                "features.4 conv2d-relu 256x27x27", "features.6 response-norm 256x27x27", "features.7 max-pool 256x13x13",
                "features.8 conv2d-relu 384x13x13", "features.10 conv2d-relu 384x13x13", "features.12 conv2d-relu 256x13x13",
                "features.14 max-pool 256x6x6", "flatten flatten 9216", "classifier.0 linear-relu 4096", "classifier.2 dropout 4096",
                "classifier.3 linear-relu 4096", "classifier.5 dropout 4096", "classifier.6 linear 1000",
            ],
            plan.Graph.Nodes.Select(node => $"{node.Name} {node.Layer.Kind} {node.Layer.OutputShape}"));

        // Two groups halve the depth of the second, fourth and fifth layer's filters.
        Assert.Equal(
            ["96x3x11x11", "256x48x5x5", "384x256x3x3", "384x192x3x3", "256x192x3x3"],
            plan.Graph.Nodes.Select(node => node.Layer).OfType<ConvolutionLayer>().Select(
                layer => string.Join("x", layer.Parameters[0].Shape)));
        Assert.Equal(60_965_224, plan.Graph.Parameters.Sum(parameter => (long)parameter.Shape.Length));
    }

    /// <summary>The convolutions of torchvision's variant take 655.6, its dense layers 58.6 million.</summary>
    [Fact]
    public void CountMultiplications_Torchvision_CountsAFilterAtEveryPlace()
    {
        var options = new AlexNetOptions { Variant = AlexNetVariant.Torchvision };

        Assert.Equal(714_188_480, ArchitectureCatalogue.Types.Of(options).CountMultiplications(options, ImageNet, 1000));
    }

    [Fact]
    public void Plan_SmallImages_LeavesOutPoolsThatDoNotFitAndKeepsNames()
    {
        var options = new AlexNetOptions { Variant = AlexNetVariant.Torchvision, Width = 0.1, Dropout = 0 };

        var plan = ArchitectureCatalogue.Types.Of(options).Plan(options, new TensorShape(1, 28, 28), 10);

        Assert.Equal(
            [
                "features.0 6x6x6", "features.2 6x2x2", "features.3 20x2x2", "features.6 38x2x2", "features.8 26x2x2", "features.10 26x2x2",
                "flatten 104", "classifier.1 410", "classifier.4 410", "classifier.6 10",
            ],
            plan.Graph.Nodes.Select(node => $"{node.Name} {node.Layer.OutputShape}"));
    }

    [Fact]
    public void Check_ImagesTooSmallOrWrongConstants_SaysSo()
    {
        Assert.StartsWith(
            "images are 1x6x28; they must have at least 7 rows and columns for alexnet.",
            Assert.Single(Trainer.Check(new AlexNetOptions(), new TrainingOptions(), new TensorShape(1, 6, 28), 10)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "mean has 3 values; it must have none, or one for each of the 1 channels of the images.",
            Assert.Single(
                Trainer.Check(new AlexNetOptions { Mean = [0.4, 0.5, 0.6] }, new TrainingOptions(), new TensorShape(1, 28, 28), 10)),
            StringComparison.Ordinal);
        Assert.Equal(
            ["mean has a value of NaN; it must be -1000 to 1000.", "deviation has a value of 0; it must be 0.001 to 1000."],
            Trainer.Check(
                new AlexNetOptions { Mean = [double.NaN], Deviation = [0] }, new TrainingOptions(), new TensorShape(1, 28, 28), 10));
    }

    [Fact]
    public void Train_ReducedWidth_LearnsAndCountsAsAdopted()
    {
        var images = new TestImages(120, new TensorShape(3, 31, 31), 3, noise: 0.2f);
        var training = new TrainingOptions { Epochs = 12, BatchSize = 20, LearningRate = 0.002 };

        var trained = Trainer.Train(
            new AlexNetOptions { Width = 0.12, Dropout = 0.1 }, training, 3, images, null, ComputeThreads.Single, null,
            CancellationToken.None);

        Assert.InRange(trained.TrainErrors, 0, 15);
        var adopted = Trainer.Adopt(trained.Network, images, CancellationToken.None);
        Assert.Equal((trained.TrainErrors, 0, StopReason.Pretrained), (adopted.TrainErrors, adopted.Epochs, adopted.StoppedBy));
        Assert.Equal(trained.TrainLoss, adopted.TrainLoss, 1e-6);
    }

    private static void WriteFormula(AlexNetOptions options, IReadOnlyList<string> names, Stream file)
    {
        var plan = ArchitectureCatalogue.Types.Of(options).Plan(options, ImageNet, 1000);
        var shapes = plan.Graph.Parameters.ToList();
        Assert.Equal(names, shapes.Select(shape => shape.Name));
        SafetensorsWriter.Write(file, new SafetensorsFile(
            [.. shapes.Select((shape, t) => new SafetensorsTensor(shape.Name, shape.Shape.Shape, Formula(shape.Shape, (uint)t)))],
            new Dictionary<string, string> { ["format"] = "pt" }));
    }

    private static float[] Formula(ParameterShape shape, uint tensor)
    {
        var values = new float[shape.Length];
        Fill(values, tensor, shape.IsWeight ? Math.Sqrt(6.0 / shape.FanIn) : 0.1, signed: true);
        return values;
    }

    /// <summary>The script's formula.</summary>
    private static void Fill(Span<float> values, uint tensor, double scale, bool signed)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var x = unchecked((uint)i + 1 + 0x9E3779B9u * (tensor + 1));
            x ^= x >> 16;
            x = unchecked(x * 0x7FEB352Du);
            x ^= x >> 15;
            x = unchecked(x * 0x846CA68Bu);
            x ^= x >> 16;
            var u = x / 4294967296.0;
            values[i] = (float)(signed ? scale * (2 * u - 1) : u);
        }
    }

    private sealed record Golden(string Torch, string Numpy, IReadOnlyList<string> Tensors, IReadOnlyList<double> Logits);
}
