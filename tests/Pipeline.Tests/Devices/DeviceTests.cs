using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Numerics;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Services;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

public sealed class DeviceTests
{
    private static readonly string OnCuda =
        TinyStudy.Text.Replace("\"seed\": 7,", "\"seed\": 7, \"device\": \"cuda\",", StringComparison.Ordinal);

    private static readonly string OnAny = OnCuda.Replace("cuda", "any", StringComparison.Ordinal);

    [Fact]
    public void Plan_OnCuda_OtherKeysForAllThatRunsANetwork()
    {
        var cpu = Plan(TinyStudy.Text);
        var cuda = Plan(OnCuda);

        Assert.Equal(cpu.Jobs.Count, cuda.Jobs.Count);
        Assert.All(cpu.Jobs, j => Assert.Equal("cpu", j.Job.Device));
        var shared = cuda.Jobs.Select(j => j.Job.Key).Intersect(cpu.Jobs.Select(j => j.Job.Key)).ToHashSet();
        Assert.Equal(
            ["collect", "craft"],
            cuda.Jobs.Where(j => shared.Contains(j.Job.Key)).Select(j => j.Job.Kind).Distinct().Order(StringComparer.Ordinal));
        Assert.All(cuda.Jobs, j => Assert.Equal(shared.Contains(j.Job.Key) ? "cpu" : "cuda", j.Job.Device));
        Assert.Empty(Plan(OnAny).Jobs.Select(j => j.Job.Key).Intersect(cuda.Jobs.Select(j => j.Job.Key)).Except(shared));
    }

    [Fact]
    public void Plan_CpuNamed_SameStudyAsWithout()
    {
        var named = TinyStudy.Text.Replace("\"seed\": 7,", "\"seed\": 7, \"device\": \"cpu\",", StringComparison.Ordinal);

        Assert.Equal(Plan(TinyStudy.Text).Definition, Plan(named).Definition);
    }

    [Fact]
    public async Task Run_OnCudaWithoutOne_SaysSoBeforeAnythingRuns()
    {
        await using var bench = await Workbench.OpenAsync();
        var engine = bench.Engine();
        const string missing =
            "device is 'cuda'; this process computes on cpu only. It is torch's: --torch names its folder. Workers with that "
                + "device can run the study's jobs; or say \"device\": \"cpu\".";

        Assert.Equal(missing, (await engine.PlanAsync(TinyStudy.Of(OnCuda), default)).Missing);
        Assert.Equal(missing, (await engine.SubmitAsync(TinyStudy.Of(OnCuda), default)).Missing);
        var error = await Assert.ThrowsAsync<DeviceMissingException>(
            () => engine.RunAsync("tiny-study", new RunOptions(1), new Progress<StudyProgress>(), default));
        Assert.Equal($"study tiny-study: {missing}", error.Message);
        Assert.Null((await engine.PlanAsync(TinyStudy.Document, default)).Missing);
    }

    [Theory]
    [InlineData("cuda", "torch")]
    [InlineData("any", "any")]
    public async Task Run_OnAnotherBackend_RowsNameItAndPromiseNothing(string device, string ofSets)
    {
        await using var bench = await Workbench.OpenAsync();
        var services =
            bench.Services with { Backends = new ComputeBackends(new CpuBackend(bench.Services.Threads), new Gpu(bench.Services.Threads)) };
        var engine = new EmbeddedStudyEngine(services);
        await engine.SubmitAsync(TinyStudy.Of(device == "cuda" ? OnCuda : OnAny), default);

        var summary = await engine.RunAsync("tiny-study", new RunOptions(1), new Progress<StudyProgress>(), default);

        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        var jobs = (await services.Results.ReadStudyJobsAsync("tiny-study", default)).Select(n => n.Job).Distinct().ToList();
        var models = await services.Results.StreamRowsAsync<ModelRow>(jobs, default).ToListAsync();
        var errors = await services.Results.StreamRowsAsync<ModelErrorRow>(jobs, default).ToListAsync();
        var cells = await services.Results.StreamRowsAsync<TransferCellRow>(jobs, default).ToListAsync();
        var sets = await services.Results.StreamRowsAsync<AdversarialSetRow>(jobs, default).ToListAsync();
        Assert.All(models, row => Assert.Equal(("torch", false), (row.Backend, row.Deterministic)));
        Assert.All(errors, row => Assert.Equal(("torch", false), (row.Backend, row.Deterministic)));
        Assert.All(cells, row => Assert.Equal(("torch", false), (row.Backend, row.Deterministic)));
        Assert.All(
            sets,
            row => Assert.Equal(row.AttackType == "gaussian-noise" ? ("cpu", true) : (ofSets, false), (row.Backend, row.Deterministic)));

        // The same bits again are not promised, so nothing of it is compared.
        Assert.Empty((await engine.VerifyAsync("tiny-study", 1, new Progress<VerifyProgress>(), default)).Differences);
    }

    [Fact]
    public void On_OneOfTwoGpus_HasThatOneAndTheProcessor()
    {
        var threads = ComputeThreads.Single;
        var (first, second) = (new Gpu(threads), new Gpu(threads, index: 1));
        var backends = new ComputeBackends(new CpuBackend(threads), first, second);

        var lane = backends.On(new Device(Device.Cuda, 1, 0));
        Assert.Same(second, lane.For(Device.Cuda));
        Assert.Same(second, lane.For(Device.Any));
        Assert.Same(backends.Cpu, lane.For(Device.Cpu));

        // A lane of the processor computes there, whatever else the silo has.
        var processor = backends.On(new Device(Device.Cpu, 0, 0));
        Assert.Same(backends.Cpu, processor.For(Device.Any));
        Assert.Throws<DeviceMissingException>(() => processor.For(Device.Cuda));
    }

    private static Plan Plan(string text) => new Planner(new TinyLibrary()).Plan(TinyStudy.Read(text));

    /// <summary>Stands for a GPU: the CPU backend, but for a bit of every trained loss.</summary>
    private sealed class Gpu(ComputeThreads threads, int index = 0) : IComputeBackend
    {
        private readonly CpuBackend _cpu = new(threads);

        public string Name => "torch";

        public string Device => "cuda";

        public int DeviceIndex => index;

        public bool Deterministic => false;

        public IReadOnlyList<string> Check(ArchitectureOptions architecture, TensorShape inputShape, int classCount) => [];

        public IClassifier Load(ArchitectureOptions architecture, TensorShape inputShape, int classCount, Stream stream) =>
            _cpu.Load(architecture, inputShape, classCount, stream);

        public TrainedNetwork Train(
            ArchitectureOptions architecture,
            TrainingOptions training,
            IReadOnlyList<AdversarialPool> pools,
            ulong seed,
            IImageSource trainingImages,
            IImageSource? heldOut,
            IProgress<EpochReport>? progress,
            CancellationToken cancellationToken)
        {
            var trained = _cpu.Train(architecture, training, pools, seed, trainingImages, heldOut, progress, cancellationToken);
            return trained with { TrainLoss = double.BitIncrement(trained.TrainLoss) };
        }
    }
}
