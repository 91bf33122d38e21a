using Experiments.Contracts;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

public sealed class PlacementPolicyTests
{
    private static readonly JobKey Model = new(new string('a', 64));

    private readonly PlacementPolicy _policy = new();

    [Fact]
    public void Choose_EqualSilos_TakesTheOneThatHasTheWeights() =>
        Assert.Equal("b", Choose(Device.Any, Silo("a"), Silo("b", models: [Model]), Silo("c")));

    [Fact]
    public void Choose_NobodyHasTheWeights_TakesTheLeastBusyThenTheFirstByName()
    {
        Assert.Equal("b", Choose(Device.Any, Silo("a", inHand: [1]), Silo("c"), Silo("b")));
    }

    [Fact]
    public void Choose_HolderOfTheWeightsBusier_AnotherTakesAReplica()
    {
        Assert.Equal("b", Choose(Device.Any, Silo("a", inHand: [1], models: [Model]), Silo("b")));
        Assert.Equal("a", Choose(Device.Any, Silo("a", inHand: [1, 0], models: [Model]), Silo("b", inHand: [0, 0])));
    }

    [Fact]
    public void Choose_WantedDevice_OnlySilosThatHaveIt()
    {
        Assert.Equal("b", Choose(Device.Cuda, Silo("a", models: [Model]), Silo("b", kind: Device.Cuda, inHand: [1])));
        Assert.Null(Choose(Device.Cuda, Silo("a")));
    }

    /// <summary>A job for the processor took a GPU as soon as the processor's lanes were full.</summary>
    [Fact]
    public void Choose_ForTheProcessor_WaitsForItsLanesUnlessNobodyHasAny()
    {
        var gpu = Silo("a", kind: Device.Cuda);
        Assert.Equal("b", Choose(Device.Cpu, gpu, Silo("b", inHand: [1])));
        Assert.Null(Choose(Device.Cpu, gpu, Silo("b", inHand: [2])));
        Assert.Equal("a", Choose(Device.Cpu, gpu, Silo("b", draining: true)));
        Assert.Equal("a", Choose(Device.Cpu, gpu));
    }

    [Fact]
    public void Choose_ForTheProcessor_DoesNotWaitForLanesThatCannotRunIt()
    {
        var needs = new JobNeeds(Device.Cpu, []) { Kind = new KindVersion("train", 2), MemoryBytes = 100 };
        var gpu = new SiloLoad(Silo("a", kind: Device.Cuda));
        var old = new SiloLoad(Silo("b") with { Kinds = [new("train", 1)] });
        var small = new SiloLoad(Silo("c") with { MemoryBytes = 99 });
        Assert.Same(gpu, _policy.Choose(needs, [gpu, old, small]));
        Assert.Null(_policy.Choose(needs, [gpu, new SiloLoad(Silo("d", inHand: [2]))]));
    }

    /// <summary>The processor has more lanes than GPUs, and so it had most of these jobs.</summary>
    [Fact]
    public void Choose_ForAnyDevice_TakesAGpuWhileOneHasAPlace()
    {
        Assert.Equal("b", Choose(Device.Any, Silo("a", [0, 0, 0, 0], models: [Model]), Silo("b", [1], Device.Cuda)));
        Assert.Equal("a", Choose(Device.Any, Silo("a", [0, 0, 0, 0]), Silo("b", [2], Device.Cuda)));
    }

    [Fact]
    public void Choose_FullOrDraining_NobodyTakesIt() =>
        Assert.Null(Choose(Device.Any, Silo("a", inHand: [2], models: [Model]), Silo("b", draining: true)));

    [Fact]
    public void Choose_ClosedSilo_IsOpenAgainAfterItsNextWord()
    {
        var load = new SiloLoad(Silo("a"));
        load.Close();
        Assert.Null(_policy.Choose(new JobNeeds(Device.Any, [Model]), [load]));

        load.Update(Silo("a") with { Version = 1 });
        Assert.Null(_policy.Choose(new JobNeeds(Device.Any, [Model]), [load]));

        load.Update(Silo("a") with { Version = 2 });
        Assert.Same(load, _policy.Choose(new JobNeeds(Device.Any, [Model]), [load]));
    }

    [Fact]
    public void Needs_OfJob_AreItsDeviceAndTheModelsThatItReads()
    {
        var victim = new JobKey(new string('b', 64));
        var job = new Job
        {
            Key = new JobKey(new string('c', 64)), Kind = "evaluate", Version = 1, Settings = new() { ["device"] = "cuda" },
            Inputs = [new JobInput(JobRoles.Set, Model), new JobInput(JobRoles.Victim, victim)],
        };

        Assert.Equal((Device.Cuda, victim), (JobNeeds.Of(job).Device, Assert.Single(JobNeeds.Of(job).Models)));
        Assert.Equal((Device.Cpu, job.Key), (JobNeeds.Of(job with { Kind = "train", Settings = [] }).Device,
            Assert.Single(JobNeeds.Of(job with { Kind = "train" }).Models)));
    }

    private static SiloState Silo(
        string name, int[]? inHand = null, string kind = Device.Cpu, JobKey[]? models = null, bool draining = false) => new()
    {
        Name = name,
        Worker = new WorkerId("silo:" + name, 1, DateTimeOffset.UnixEpoch),
        Version = 1,
        Devices = [.. (inHand ?? [0]).Select((n, i) => new DeviceState(new Device(kind, i, 0), n))],
        PlacesPerDevice = 2,
        Draining = draining,
        Models = models ?? [],
    };

    private string? Choose(string device, params SiloState[] silos) =>
        _policy.Choose(new JobNeeds(device, [Model]), [.. silos.Select(s => new SiloLoad(s))])?.Name;
}
