using System.Globalization;
using System.Runtime.InteropServices;
using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class NetworkFileTests
{
    private static readonly TestImages Images = new(16, new TensorShape(1, 12, 12), 10, noise: 0.5f);

    public static TheoryData<ArchitectureOptions> Architectures => TestNetworks.Architectures;

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Load_WhatSaveWrote_SameLogitsAndSameBytes(ArchitectureOptions architecture)
    {
        var network = TestNetworks.Make(architecture, Images.Shape);
        var bytes = Save(network);

        var loaded = new CpuBackend(ComputeThreads.Single).Load(architecture, Images.Shape, 10, new MemoryStream(bytes));

        Assert.Equal(Logits(network), Logits(loaded));
        Assert.Equal(bytes, Save(loaded));
        Assert.Equal(network.Layers, loaded.Layers);
        Assert.Equal(network.Description, loaded.Description);
    }

    [Fact]
    public void Load_OtherArchitecture_NamesBoth()
    {
        var bytes = Save(TestNetworks.Make(new MlpOptions { Hidden = [8] }, Images.Shape));

        var error = Assert.Throws<InvalidDataException>(
            () => new CpuBackend(ComputeThreads.Single).Load(
                new MlpOptions { Hidden = [8], Activation = HiddenActivation.Relu }, Images.Shape, 10, new MemoryStream(bytes)));

        Assert.Equal(
            """The architecture is {"type":"mlp","hidden":[8],"activation":"sigmoid","dropout":0}; """
                + """it must be {"type":"mlp","hidden":[8],"activation":"relu","dropout":0}.""", error.Message);
    }

    [Fact]
    public void Load_ForeignFileWithOtherTensors_ReportsAll()
    {
        var file = new SafetensorsFile(
            [new SafetensorsTensor("0.weight", [10, 12], new float[120]), new SafetensorsTensor("1.running_mean", [1], new float[1])],
            new Dictionary<string, string>());
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, file);
        stream.Position = 0;

        var error = Assert.Throws<InvalidDataException>(
            () => new CpuBackend(ComputeThreads.Single).Load(new SoftmaxOptions(), Images.Shape, 10, stream));

        Assert.Equal(
            [
                "0.weight.shape is [10, 12]; it must be [10, 144].",
                "0.bias is missing; its shape must be [10].",
                "1.running_mean is unknown to the architecture."
            ],
            error.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void Load_FileWithThousandsOfUnknownTensors_ListsTheFirst()
    {
        var file = new SafetensorsFile(
            [.. Enumerable.Range(0, 150_000).Select(i => new SafetensorsTensor($"t{i}", [0], default))], new Dictionary<string, string>());
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, file);
        stream.Position = 0;

        var error = Assert.Throws<InvalidDataException>(
            () => new CpuBackend(ComputeThreads.Single).Load(new SoftmaxOptions(), Images.Shape, 10, stream));

        var lines = error.Message.Split(Environment.NewLine);
        Assert.Equal(11, lines.Length);
        Assert.Equal("0.weight is missing; its shape must be [10, 144].", lines[0]);
        Assert.Equal("and 149992 more.", lines[^1]);
    }

    [Fact]
    public void Load_FileWithStepCounters_ReadsTheRest()
    {
        var header = """{"0.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"0.weight":"""u8
            + """{"dtype":"F32","shape":[10,144],"data_offsets":[8,5768]},"0.bias":"""u8
                + """{"dtype":"F32","shape":[10],"data_offsets":[5768,5808]}}"""u8;
        var bytes = new byte[8 + header.Length + 5808];
        bytes[0] = (byte)header.Length;
        header.CopyTo(bytes.AsSpan(8));

        var network = new CpuBackend(ComputeThreads.Single).Load(new SoftmaxOptions(), Images.Shape, 10, new MemoryStream(bytes));

        Assert.Equal(["0.weight", "0.bias"], network.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void Load_NotFinite_SaysWhich()
    {
        var weight = new float[1440];
        weight[7] = float.NaN;
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, new SafetensorsFile(
            [new SafetensorsTensor("0.weight", [10, 144], weight), new SafetensorsTensor("0.bias", [10], new float[10])],
            new Dictionary<string, string>()));
        stream.Position = 0;

        var error = Assert.Throws<InvalidDataException>(
            () => new CpuBackend(ComputeThreads.Single).Load(new SoftmaxOptions(), Images.Shape, 10, stream));

        Assert.Equal("0.weight has NaN as value 7; it must be finite.", error.Message);
    }

    public static TheoryData<ArchitectureOptions> Sequential => TestNetworks.Sequential;

    [PyTorchTheory]
    [MemberData(nameof(Sequential))]
    public void Save_ReadByPyTorch_SameLogits(ArchitectureOptions architecture)
    {
        var folder = Directory.CreateTempSubdirectory("weights");
        try
        {
            var network = TestNetworks.Make(architecture, Images.Shape);
            var (weights, images) = (Path.Combine(folder.FullName, "weights.safetensors"), Path.Combine(folder.FullName, "images.bin"));
            File.WriteAllBytes(weights, Save(network));
            File.WriteAllBytes(images, MemoryMarshal.AsBytes(Images.All).ToArray());
            var modules = string.Join(",", ArchitectureCatalogue.Types.Of(architecture)
                .Plan(architecture, Images.Shape, 10).Graph.Nodes
                .SelectMany(node => TestNetworks.ModulesInPyTorch(node.Layer)));
            var (exitCode, text) =
                PyTorch.Run(Path.Combine(AppContext.BaseDirectory, "Safetensors", "check_in_pytorch.py"), weights, images, modules);

            Assert.True(exitCode == 0, text);
            var theirs = text.Split(' ').Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray();
            var ours = Logits(network);
            Assert.Equal(ours.Length, theirs.Length);
            for (var i = 0; i < ours.Length; i++)
            {
                Assert.Equal(theirs[i], ours[i], 1e-5 * Math.Max(1, Math.Abs(theirs[i])));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Save(Network network)
    {
        using var stream = new MemoryStream();
        network.Save(stream);
        return stream.ToArray();
    }

    private static float[] Logits(Network network)
    {
        using var pass = network.OpenPass(Images.Count);
        var logits = new float[Images.Count * 10];
        pass.Forward(Images.All, Images.Count, logits);
        return logits;
    }
}
