using Experiments.Contracts;
using Experiments.Numerics;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Services;

namespace Experiments.Pipeline.Tests;

public sealed class MemoryTests
{
    private const long Gigabyte = 1_000_000_000;

    private static readonly Progress<StudyProgress> Nobody = new();

    [Fact]
    public async Task Submit_NetworkOf900MillionWeightsThatIsToRun_IsRefusedAtOnceWithBothNumbers()
    {
        await using var bench = await Workbench.OpenAsync();
        var engine = EngineWith(bench, 8 * Gigabyte);
        var document = Networks("\"hidden\": [30000, 30000]", "vast");

        var error = await Assert.ThrowsAsync<MemoryMissingException>(() => engine.SubmitAsync(ToRun(document), default));

        Assert.Equal(
            "memory of train 'vast' is 21.7 GB, estimated; it must be at most 8 GB, which this process may take. Nothing was run.",
            error.Message);
        Assert.Equal(0, (await bench.Services.Ledger.CountAsync(null, default)).Total);
    }

    [Fact]
    public async Task Plan_NetworkOf900MillionWeights_SaysBothNumbers()
    {
        await using var bench = await Workbench.OpenAsync();

        var plan = await EngineWith(bench, 8 * Gigabyte).PlanAsync(Networks("\"hidden\": [30000, 30000]", "vast"), default);

        // 900,750,003 weights in four copies and two of Adam's state, 60,023 values an image in batches of 128 with their gradients, and
        // 240 images of 20 bytes.
        Assert.Equal(4L * 6 * 900_750_003 + 4L * 2 * 128 * 60_023 + 240 * 20, plan.MemoryBytes);
        Assert.Equal(8 * Gigabyte, plan.AvailableMemoryBytes);
    }

    [Fact]
    public async Task Submit_BlockThatNoArrayHolds_IsAnErrorOfTheFile()
    {
        await using var bench = await Workbench.OpenAsync();

        var error = await Assert.ThrowsAsync<StudyValidationException>(
            () => bench.Engine().SubmitAsync(Networks("\"hidden\": [65536, 65536]", "vast"), default));

        Assert.Equal(
            "model 'vast': weight of a layer has 65536 x 65536 = 4294967296 values; it must have at most 2147483591.",
            Assert.Single(error.Errors).Message);
    }

    [Fact]
    public async Task Submit_ForOthersToRun_IsNotRefused()
    {
        await using var bench = await Workbench.OpenAsync();

        var study = await EngineWith(bench, 8 * Gigabyte).SubmitAsync(Networks("\"hidden\": [30000, 30000]", "vast"), default);

        Assert.Equal(1, study.Jobs.Total);
    }

    [Fact]
    public async Task Work_JobThatDoesNotFit_IsLeftToOthersWithoutATryAndSaidOnce()
    {
        await using var bench = await Workbench.OpenAsync();
        List<string> said = [];
        var services = bench.Services with { MemoryBytes = Gigabyte, Logging = new LogHook(said.Add) };
        var engine = new EmbeddedStudyEngine(services, new EngineOptions { Poll = TimeSpan.FromMilliseconds(20) });
        await engine.SubmitAsync(Networks("\"hidden\": [30000, 30000]", "vast"), default);
        await engine.SubmitAsync(Networks("\"hidden\": [4]", "small"), default);

        var summary = await engine.WorkAsync(new WorkOptions(2, UntilIdle: true), default);

        Assert.Equal(new WorkSummary(1, 0, 0), summary);
        Assert.Single(
            said,
            "left to other workers: ready jobs 1; memory of the smallest is 21.7 GB, estimated; it must be at most 1 GB, which this "
                + "process may take");
        var lease = Assert.Single(await bench.Services.Ledger.LeaseAsync(
            new(null, JobsInHand.CurrentWorker(), 1, TimeSpan.FromMinutes(1)), default));
        Assert.Equal(1, lease.Attempt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_JobsThatFitOnlySoManyAtATime_RunsSoManyAtATime(int fitting)
    {
        var document = Networks("\"hidden\": [4]", "a", "b", "c", "d");
        var bytes = new Planner(new TinyLibrary()).Plan(TinyStudy.Read(document.Text)).Jobs[0].MemoryBytes;
        var (asked, compute) = (0, new MostAtATime(fitting));
        await using var bench = await Workbench.OpenAsync(ledger: inner => new FaultyLedger(inner)
        {
            // Those of the first lease may end when more were asked for.
            BeforeClaim = _ =>
            {
                if (++asked > fitting)
                {
                    compute.GoOn();
                }
            },
        });
        var services = bench.Services with { MemoryBytes = fitting * bytes + bytes / 2, Compute = compute };
        var engine = new EmbeddedStudyEngine(services, new EngineOptions { Poll = TimeSpan.FromMilliseconds(20) });
        await engine.SubmitAsync(ToRun(document), default);

        var summary = await engine.RunAsync("networks-4a", new RunOptions(4), Nobody, default);

        Assert.Equal(4, summary.Jobs.Done);
        Assert.Equal(fitting, compute.Most);
    }

    private static EmbeddedStudyEngine EngineWith(Workbench bench, long memory) => new(bench.Services with { MemoryBytes = memory });

    private static StudyDocument ToRun(StudyDocument document) => document with { Submission = SubmitOptions.None with { Runs = true } };

    private static StudyDocument Networks(string options, params string[] names) => TinyStudy.Of(
        $$"""
        {
          "name": "networks-{{names.Length}}{{names[0]}}", "data": { "train": { "dataset": "tiny", "slice": "train" } },
          "models": [{{string.Join(',', names.Select(name => Network(name, options)))}}]
        }
        """);

    private static string Network(string name, string options) =>
        $$"""
        {
          "name": "{{name}}", "trainOn": "train", "training": { "epochs": 1 },
          "architecture": { "type": "mlp", {{options}} }
        }
        """;

    /// <summary>Counts computations that run at the same time, none of which ends before it may.</summary>
    private sealed class MostAtATime(int expected) : IJobCompute
    {
        private readonly ThreadPerComputation _inner = new(ComputeThreads.Single);
        private readonly TaskCompletionSource _mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _gate = new();
        private int _now;

        public int Most { get; private set; }

        public void GoOn() => _mayEnd.TrySetResult();

        public async Task<T> RunAsync<T>(Func<T> compute, CancellationToken cancellationToken)
        {
            Count(1);
            await _started.Task;
            await _mayEnd.Task;
            var result = await _inner.RunAsync(compute, cancellationToken);
            Count(-1);
            return result;
        }

        private void Count(int change)
        {
            lock (_gate)
            {
                _now += change;
                Most = Math.Max(Most, _now);
                if (_now >= expected)
                {
                    _started.TrySetResult();
                }
            }
        }
    }
}
