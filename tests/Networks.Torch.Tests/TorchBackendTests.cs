using Experiments.Networks.Tests;
using Experiments.Numerics;
using TorchSharp;

namespace Experiments.Networks.Torch.Tests;

public sealed class TorchBackendTests : BackendConformance
{
    private static readonly TestImages Images = new(64, new TensorShape(1, 7, 7), 10, noise: 0.4f);

    protected override IComputeBackend Backend => TestedBackend.Create();

    private protected override IStageBackend Stages => new TorchStages(Device);

    private static torch.Device Device => torch.device(TorchRuntime.HasCuda ? "cuda" : "cpu");

    private protected override IClassifier Create(Graph graph, float[][][] values) => TorchClassifier.Create(graph, values, Device);

    [BackendFact]
    public void Backend_OfTorch_IsNotDeterministic() =>
        Assert.Equal(("torch", TorchRuntime.HasCuda ? "cuda" : "torch-cpu", false), (Backend.Name, Backend.Device, Backend.Deterministic));

    [BackendFact]
    public void Plugin_OnThisMachine_FindsEveryGpuWithItsMemoryAndTheProcessorLast()
    {
        var devices = new TorchPlugin().FindDevices();

        Assert.Equal(new BackendDevice("torch-cpu", 0, 0), devices[^1]);
        Assert.Equal(TorchRuntime.HasCuda ? torch.cuda.device_count() : 0, devices.Count - 1);
        Assert.All(devices.SkipLast(1), (gpu, i) => Assert.True(gpu is { Kind: "cuda", MemoryBytes: > 1 << 28 } && gpu.Index == i));
        Assert.Equal(TorchRuntime.HasCuda, CudaDriver.MemoryBytes(0) > 0);
    }

    [BackendFact]
    public void Backend_UnknownDevice_Throws()
    {
        var error = Assert.Throws<ArgumentException>(() => new TorchBackend("tpu", ComputeThreads.Single));

        Assert.Equal("device is tpu; it must be torch-cpu or cuda. (Parameter 'device')", error.Message);
    }

    [BackendFact]
    public void Layers_OfEveryArchitectureOfTheCatalogue_AreComputed()
    {
        var shape = new TensorShape(3, 227, 227);
        foreach (var type in ArchitectureCatalogue.Types)
        {
            var options = (ArchitectureOptions)Activator.CreateInstance(type.OptionsType)!;
            Assert.Empty(Backend.Check(options, shape, 10));
        }
    }

    [BackendFact]
    public void Pass_ManyCalls_KeepsOneBatch()
    {
        var architecture = new ConvOptions { Filters = [3, 4], Kernel = 3, Hidden = 8 };
        var model = Load(TestNetworks.Make(architecture, Images.Shape), architecture);
        var before = torch.Tensor.TotalCount;
        var (logits, gradient) = (new float[640], new float[64 * 49]);
        using (var pass = model.OpenPass(64))
        {
            pass.Forward(Images.All, 64, logits);
            pass.InputGradient(logits, gradient);
            var kept = torch.Tensor.TotalCount;
            for (var i = 0; i < 5; i++)
            {
                pass.Forward(Images.All, 64, logits);
                pass.InputGradient(logits, gradient);
                pass.Activations(1);
            }

            Assert.Equal(kept, torch.Tensor.TotalCount);
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
        GC.KeepAlive(model);
    }

    [BackendFact]
    public void Train_ToItsEnd_LeavesNoTensor()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = torch.Tensor.TotalCount;

        Backend.Train(
            new MlpOptions { Hidden = [9], Dropout = 0.2 }, new TrainingOptions { Epochs = 2 }, [], 1, Images, Images, null,
            CancellationToken.None);

        Assert.Equal(before, torch.Tensor.TotalCount);
    }
}
