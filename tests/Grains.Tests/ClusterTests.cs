using System.Diagnostics;
using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Tests;
using Experiments.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Grains.Tests;

/// <summary>Three silos on the real runtime run a study; whatever happens to them, its tables are those of the embedded engine.</summary>
public sealed class ClusterTests
{
    private const string Study = "tiny-study";

    private static readonly Progress<StudyProgress> Nobody = new();

    [Fact]
    public async Task Run_StudyOnThreeSilos_LeavesTheTablesOfTheEmbeddedEngineByteForByte()
    {
        await using var bench = await Workbench.OpenAsync();
        await using var silos = await TestSilos.StartAsync(bench.Services);
        var engine = silos.Engine(bench.Services);
        await engine.SubmitAsync(TinyStudy.Document, default);

        var summary = await engine.RunAsync(Study, new RunOptions(null), Nobody, default);

        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        Assert.Equal(await EmbeddedAsync(), await Everything.ReadAsync(bench.Studies, Study));
        Assert.Equal(3, (await bench.Studies.ListWorkersAsync(default)).Count(w => w.Done > 0));
    }

    [Fact]
    public async Task Run_QuickStudyOnThreeSilos_LeavesTheTablesOfTheEmbeddedEngineByteForByte()
    {
        var root = Repository.Root;
        var data = new CatalogueLibrary(DataFolders.Default(Path.Combine(root, "data")));
        var document =
            new StudyDocument("quick.json", await File.ReadAllTextAsync(Path.Combine(root, "studies", "quick.json")), StudyOverrides.None);
        await using var bench = await Workbench.OpenAsync(data: data);
        await using var silos = await TestSilos.StartAsync(bench.Services);
        var engine = silos.Engine(bench.Services);
        await engine.SubmitAsync(document, default);

        var summary = await engine.RunAsync("quick", new RunOptions(null), Nobody, default);

        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        await using var alone = await Workbench.OpenAsync(threads: 2, data: data);
        await alone.RunAsync(document, workers: 2);
        Assert.Equal(await Everything.ReadAsync(alone.Studies, "quick"), await Everything.ReadAsync(bench.Studies, "quick"));
    }

    [Fact]
    public async Task Run_SiloOfTheStudyThenThatOfTheSourceModelKilled_CompletesWithTheSameBytes()
    {
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        var training = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var crafting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (trained, crafted) = (Reached(1), Reached(2));
        ledger.Hold = async claim =>
        {
            if (claim.Job.Kind == "train" && !trained.Next())
            {
                await training.Task;
            }
            else if (claim.Job.Kind == "craft" && !crafted.Next())
            {
                await crafting.Task;
            }
        };
        await using var silos = await TestSilos.StartAsync(bench.Services);
        var engine = silos.Engine(bench.Services);
        await engine.SubmitAsync(TinyStudy.Document, default);
        var run = engine.RunAsync(Study, new RunOptions(null), Nobody, default);

        // With one network trained and the other in hand, the study's own silo is lost.
        await trained.Task;
        var study = silos.Grains.GetGrain<IStudyGrain>(Study);
        var recovery = await KillAsync(silos, study, async () => (await study.ReadEventsAsync(0, TimeSpan.Zero)).Running);
        training.SetResult();
        Assert.InRange(recovery, TimeSpan.Zero, TestSilos.Detection);

        // With attacks in hand, a silo that holds a source model is lost.
        await crafted.Task;
        var source = (await bench.Services.Results.ReadStudyJobsAsync(Study, default)).First(j => j.Model == "mlp").Job;
        var model = silos.Grains.GetGrain<IModelGrain>(source.Value);
        var holder = await silos.FindAsync(model) ?? silos.Cluster.Silos[^1];
        await silos.Cluster.KillSiloAsync(holder);
        crafting.SetResult();

        var summary = await run;
        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        Assert.Equal(await EmbeddedAsync(), await Everything.ReadAsync(bench.Studies, Study));
    }

    [Fact]
    public async Task Drain_Silo_FinishesWhatItHasAndTheStudyGoesOnElsewhere()
    {
        await using var bench = await Workbench.OpenAsync();
        await using var silos = await TestSilos.StartAsync(bench.Services, silos: 2);
        var engine = silos.Engine(bench.Services);
        await engine.SubmitAsync(TinyStudy.Document, default);
        var name = silos.Cluster.Silos[1].Name;

        var line = await engine.DrainSiloAsync(name, drain: true, default);
        await engine.RunAsync(Study, new RunOptions(null), Nobody, default);

        Assert.Contains(line.State, new[] { SiloLineState.Draining, SiloLineState.Drained });
        var lines = await engine.ListSilosAsync(default);
        Assert.Equal(
            [(silos.Cluster.Silos[0].Name, SiloLineState.Active), (name, SiloLineState.Drained)], lines.Select(l => (l.Silo, l.State)));
        Assert.Equal(["cpu:0"], lines[0].Devices);
        Assert.Equal(
            $"silo is 'nobody'; it must be one that is up: {string.Join(", ", lines.Select(l => l.Silo))}.",
            (await Assert.ThrowsAsync<SiloNotFoundException>(() => engine.DrainSiloAsync("nobody", drain: true, default))).Message);
    }

    /// <summary>The runtime remembers for minutes where a grain has been: a job that one silo has refused must reach the other all the
    /// same.</summary>
    [Theory]
    [InlineData("train")]
    [InlineData("craft")]
    public async Task Drain_BetweenAClaimAndItsOffer_SendsTheRefusedJobsToTheOtherSilo(string kind)
    {
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        await using var silos = await TestSilos.StartAsync(bench.Services, silos: 2, places: 8);
        var engine = silos.Engine(bench.Services);
        var worker = silos.Cluster.GetSiloServiceProvider(silos.Cluster.Silos[1].SiloAddress).GetRequiredService<SiloWorker>();
        await engine.SubmitAsync(TinyStudy.Document, default);
        ledger.AfterClaim = claims =>
        {
            if (claims.Any(c => c.Job.Kind == kind))
            {
                bench.Services.Silos!.AskToDrainAsync(silos.Cluster.Options.ClusterId, worker.Name, drain: true, default).Wait();
                worker.AskToDrain(true);
            }
        };

        var summary = await engine.RunAsync(Study, new RunOptions(null), Nobody, default).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        Assert.Equal(SiloLineState.Drained, (await engine.ListSilosAsync(default)).Single(s => s.Silo == worker.Name).State);
    }

    [Fact]
    public async Task Models_WantedDevice_AreActivatedOnASiloThatHasIt()
    {
        await using var bench = await Workbench.OpenAsync();
        await using var silos = await TestSilos.StartAsync(
            bench.Services, devices: silo => [new Device(silo.EndsWith('1') ? Device.Cuda : Device.Cpu, 0, 0)]);
        var gpu = silos.Cluster.Silos.Single(s => s.Name.EndsWith('1'));
        for (var i = 0; i < 12; i++)
        {
            var model = silos.Grains.GetGrain<IModelGrain>($"{i:x64}");
            var ticket = new JobTicket(Study, new JobKey($"{i:x64}"), 1, "nothing", Device.Cuda, [], Trains: true);
            // No such job is in the ledger: the silo is asked, and says so.
            Assert.Equal(JobAnswerKind.Stale, (await Calls.AtAsync(null, Device.Cuda, () => model.TrainAsync(ticket))).Kind);
        }

        Assert.Equal(gpu.Name, (await AnswerAsync(silos, Device.Cuda)).Silo!.Name);
    }

    [Fact]
    public async Task Datasets_SliceOfAJob_IsDecodedWhereItIsAsked()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);
        await using var silos = await TestSilos.StartAsync(bench.Services, silos: 1);
        var training = (await bench.Services.Results.ReadStudyJobsAsync(Study, default)).First(j => j.Model == "mlp").Job;
        var job = (await bench.Services.Ledger.FindJobsAsync([training], default))[training];

        Assert.Equal(
            (await new JobInputs(bench.Services).FindDataAsync(training, default)).Count,
            await silos.Grains.GetGrain<IDatasetGrain>(JobNeeds.Of(job).Slice!).EnsureLoadedAsync());
    }

    private static async Task<JobAnswer> AnswerAsync(TestSilos silos, string device) => await Calls.AtAsync(
        null, device, () => silos.Grains.GetGrain<IModelGrain>(new string('f', 64))
            .TrainAsync(new JobTicket(Study, new JobKey(new string('f', 64)), 1, "nothing", device, [], true)));

    /// <summary>Kills the silo that a grain lives on.</summary>
    /// <returns>The time until the grain is what it was.</returns>
    private static async Task<TimeSpan> KillAsync(TestSilos silos, IAddressable grain, Func<Task<bool>> recovered)
    {
        var silo = await silos.FindAsync(grain);
        await silos.Cluster.KillSiloAsync(silo!);
        var watch = Stopwatch.StartNew();
        while (!await RetryAsync(recovered))
        {
            await Task.Delay(20);
        }

        return watch.Elapsed;
    }

    /// <summary>Calls to a silo that has just died fail until the others know.</summary>
    private static async Task<T> RetryAsync<T>(Func<Task<T>> call)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception) when (watch.Elapsed < TestSilos.Detection)
            {
                await Task.Delay(20);
            }
        }
    }

    private static async Task<string> EmbeddedAsync()
    {
        await using var alone = await Workbench.OpenAsync();
        await alone.RunAsync(TinyStudy.Document);
        return await Everything.ReadAsync(alone.Studies, Study);
    }

    private static Countdown Reached(int count) => new(count);

    /// <summary>Lets so many pass; the next signals.</summary>
    private sealed class Countdown(int count)
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = count;

        public Task Task => _reached.Task;

        public bool Next()
        {
            if (Interlocked.Decrement(ref _left) >= 0)
            {
                return true;
            }

            _reached.TrySetResult();
            return false;
        }
    }
}
