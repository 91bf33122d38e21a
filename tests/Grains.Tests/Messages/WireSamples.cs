using Experiments.Contracts;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Engine;
using Experiments.Ports;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Invocation;

namespace Experiments.Grains.Tests;

/// <summary>One of everything that crosses the wire, and the serializer as silos and clients have it.</summary>
internal static class WireSamples
{
    private static readonly JobKey Key = new(string.Concat(Enumerable.Repeat("0123456789abcdef", 4)));

    private static readonly SiloState Silo = new()
    {
        Name = "gpu-1", Worker = new WorkerId("lab", 4711, new DateTimeOffset(2026, 11, 29, 1, 2, 3, TimeSpan.Zero)), Version = 8,
        Devices = [new DeviceState(new Device(Device.Cuda, 1, 80L << 30), 2), new DeviceState(new Device(Device.Cpu, 0, 0), 0)],
        PlacesPerDevice = 3, Draining = true, Program = "1.2.3", Kinds = [new KindVersion("train", 4), new KindVersion("craft", 5)],
        MemoryBytes = 1L << 40, MemoryInHand = 12345, Models = [Key],
    };

    /// <summary>By the name that the files beside the tests have for it.</summary>
    internal static IReadOnlyDictionary<string, object> All { get; } = new SortedDictionary<string, object>(StringComparer.Ordinal)
    {
        ["job-ticket"] = new JobTicket("mine", Key, 1L << 40, "train A", Device.Any, [Key, Key], true)
        {
            Slice = "train[0..10)", Kind = new KindVersion("train", 4), MemoryBytes = 1 << 20,
        },
        ["job-ticket-bare"] = new JobTicket("mine", Key, 1, "evaluate B", Device.Cpu, [], false),
        ["job-answer"] = new JobAnswer(JobAnswerKind.CannotRun, Silo),
        ["job-answer-bare"] = new JobAnswer(JobAnswerKind.Unreachable, null),
        ["job-end"] = new JobEnd(Key, long.MaxValue, JobEndKind.InputDamaged, Silo),
        ["silo-state"] = Silo,
        ["silo-state-bare"] = new SiloState
        {
            Name = "bare", Worker = new WorkerId("", 0, DateTimeOffset.UnixEpoch), Version = 0, Devices = [], PlacesPerDevice = 1,
        },
        ["study-events"] = new StudyEventPage(
            [
                new StudyEvent(1, StudyEventKind.Resumed, null, "", null),
                new StudyEvent(2, StudyEventKind.Failed, Key, "train A: out of \"memory\"\n\u202e", "gpu-1"),
            ],
            true, 2,
            new StudyProgress
            {
                Jobs = new JobCounts(1, 2, 3, 4, 5, 6) { Unknown = 1, UnknownKind = "gradcam version 3" },
                Running = [new RunningJob("train A", 3, 100, "epochs", "loss 0.1") { Worker = "lab/4711" }],
                AttackImagesPerSecond = 0.1, GradientEvaluationsPerSecond = 1e300, Elapsed = TimeSpan.FromSeconds(1.5),
                Remaining = TimeSpan.MaxValue, Waits = "a quota",
            },
            true)
        {
            Fault = "broken",
        },
        ["fault"] = new GrainFaultException("database is away", transient: true),
    };

    internal static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        WireTypes.Configure(services);
        return services.BuildServiceProvider();
    }

    /// <summary>Every call of every grain, as it is sent.</summary>
    internal static IReadOnlyList<IInvokable> Calls()
    {
        List<IInvokable> calls = [];
        var types = typeof(IStudyGrain).Assembly.GetTypes().Where(type => typeof(IInvokable).IsAssignableFrom(type) && !type.IsAbstract);
        foreach (var type in types.OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            var call = (IInvokable)Activator.CreateInstance(type)!;
            var parameters = call.GetMethod().GetParameters().Where(p => p.ParameterType != typeof(CancellationToken)).ToArray();
            for (var i = 0; i < parameters.Length; i++)
            {
                call.SetArgument(i, Argument(parameters[i].ParameterType));
            }

            calls.Add(call);
        }

        return calls;
    }

    private static object Argument(Type type) => type == typeof(long) ? 5L
        : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(2)
        : All.Values.First(type.IsInstanceOfType);
}
