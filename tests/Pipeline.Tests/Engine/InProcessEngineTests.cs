using Experiments.Contracts;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Services;
using Experiments.Ports;
using Experiments.Testing;

namespace Experiments.Pipeline.Tests;

public sealed class InProcessEngineTests
{
    private const string Study = "tiny-study";

    private static readonly Progress<StudyProgress> Nobody = new();

    [Fact]
    public async Task Run_CrashBetweenResultAndCommitTenTimes_EndsWithTheTablesOfAnUndisturbedRun()
    {
        var expected = await UndisturbedAsync();
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        await bench.Engine().SubmitAsync(TinyStudy.Document, default);
        for (var crash = 0; crash < 10; crash++)
        {
            var survivors = crash % 4;
            ledger.BeforeCommit = _ =>
            {
                if (survivors-- == 0)
                {
                    throw new CrashException();
                }
            };
            await Assert.ThrowsAsync<CrashException>(() => bench.Engine().RunAsync(Study, new RunOptions(1), Nobody, default));
        }

        ledger.BeforeCommit = null;
        await bench.Engine().RunAsync(Study, new RunOptions(2), Nobody, default);

        Assert.Equal(expected, await TablesAsync(bench));
    }

    [Fact]
    public async Task Run_AnswerToACommitLost_WritesNothingTwice()
    {
        var expected = await UndisturbedAsync();
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        var lost = 0;
        ledger.AfterCommit = _ =>
        {
            if (Interlocked.Increment(ref lost) % 3 == 1)
            {
                throw new StorageException("the connection was lost", transient: true);
            }
        };

        var summary = await bench.RunAsync(TinyStudy.Document);

        Assert.True(lost > 10);
        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        Assert.Equal(expected, await TablesAsync(bench));
    }

    [Fact]
    public async Task Run_CancelledInTheMiddle_GivesClaimsBackAndGoesOnLater()
    {
        var expected = await UndisturbedAsync();
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        using var interrupt = new CancellationTokenSource();
        await bench.Engine().SubmitAsync(TinyStudy.Document, default);
        var commits = 0;
        ledger.AfterCommit = _ =>
        {
            if (Interlocked.Increment(ref commits) == 4)
            {
                interrupt.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => bench.Engine().RunAsync(Study, new RunOptions(2), Nobody, interrupt.Token));

        var counts = (await bench.Studies.GetAsync(Study, default)).Jobs;
        Assert.InRange(counts.Done, 4, 6);
        Assert.Equal(0, counts.Leased);
        Assert.DoesNotContain(ledger.Calls, c => c.StartsWith("fail", StringComparison.Ordinal));
        await bench.Engine().RunAsync(Study, new RunOptions(2), Nobody, default);
        Assert.Equal(expected, await TablesAsync(bench));
    }

    [Fact]
    public async Task Run_LeaseLost_DropsTheJobAndCommitsItsNextClaimOnly()
    {
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        using var library = new GatedLibrary();

        // The job goes on only when the engine has dropped it: a finished one would be committed.
        using var log = new LogHook(line =>
        {
            if (line.StartsWith("lease lost: ", StringComparison.Ordinal))
            {
                library.Gate.Set();
            }
        });
        var engine = new EmbeddedStudyEngine(
            bench.Services with { Data = library, Logging = log },
            new EngineOptions { Lease = TimeSpan.FromMilliseconds(90), Poll = TimeSpan.FromMilliseconds(20) });
        await engine.SubmitAsync(TinyStudy.Document, default);
        JobLease? lost = null;
        var committed = new List<JobLease>();
        ledger.Lost = c =>
        {
            // As if somebody else had taken the first job; nobody has, so it comes back when its lease ends.
            var first = lost is null;
            lost ??= c;
            return first;
        };
        ledger.BeforeCommit = committed.Add;

        var summary = await engine.RunAsync(Study, new RunOptions(1), Nobody, default);

        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        Assert.DoesNotContain(ledger.Calls, c => c.StartsWith("fail", StringComparison.Ordinal));
        Assert.True(committed.Single(c => c.Job.Key == lost!.Job.Key).Token > lost!.Token);
    }

    [Fact]
    public async Task Run_WeightsDamagedOnDisk_TrainsAgainAndFinishes()
    {
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        await bench.RunAsync(TinyStudy.Document);
        var expected = await TablesAsync(bench);
        foreach (var file in Directory.EnumerateFiles(bench.ArtifactFolder, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
            await File.WriteAllBytesAsync(file, [1, 2, 3]);
        }

        var wider =
            TinyStudy.Text.ReplaceOnce("\"evaluateOn\": [\"test\"], \"heldOut\"", "\"evaluateOn\": [\"test\", \"train\"], \"heldOut\"");
        var summary = await bench.RunAsync(TinyStudy.Of(wider));

        Assert.Contains("redo for errors", ledger.Calls);
        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        var tables = await bench.Studies.ReadTablesAsync(Study, default);
        Assert.Equal(
            expected, StudyText.Of(tables.With(tables.Of<ModelErrorRow>().Where(e => e.Names is not { Model: "mlp", Data: "train" }))));
    }

    [Fact]
    public async Task Run_JobThatAlwaysFails_IsQuarantinedAndTheRestFinishes()
    {
        await using var bench = await Workbench.OpenAsync();
        var broken = bench.Services with { Data = new MislabelledLibrary() };
        var engine = new EmbeddedStudyEngine(broken, new EngineOptions { Poll = TimeSpan.FromMilliseconds(20) });
        await engine.SubmitAsync(TinyStudy.Document, default);

        var summary = await engine.RunAsync(Study, new RunOptions(2), Nobody, default);

        Assert.Equal(StudyState.Failed, summary.State);
        Assert.Equal(2, summary.Jobs.Done);
        var failures = await bench.Studies.ReadFailuresAsync(Study, default);
        Assert.NotEmpty(failures);
        Assert.All(failures, f => Assert.Equal((1, "the test split cannot be read."), (f.Attempts, f.Error)));
        var tables = await bench.Studies.ReadTablesAsync(Study, default);
        Assert.Equal(["linear"], tables.Of<ModelRow>().Select(m => m.Names.Model!));
        Assert.Null(tables.TestOf("linear"));
    }

    [Theory]
    [InlineData(double.NaN, "column loss of training_epochs is NaN; it must be a finite number.")]
    [InlineData(double.NegativeInfinity, "column loss of training_epochs is -Infinity; it must be a finite number.")]
    public async Task Run_RowThatTheDatabaseRefuses_FailsItsJobAndNotTheWorker(double loss, string message)
    {
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        ledger.Change = (lease, result) =>
            result with { Rows = [.. result.Rows.Select(row => row is TrainingEpochRow epoch ? epoch with { Loss = loss } : row)] };

        var summary = await bench.RunAsync(TinyStudy.Document);

        Assert.True(summary.Jobs.Over);
        Assert.Equal(0, summary.Jobs.Leased);
        var failures = await bench.Studies.ReadFailuresAsync(Study, default);
        Assert.Equal(2, failures.Count(f => (f.Attempts, f.Error) == (1, message)));
    }

    [Fact]
    public async Task Run_ConditionThatARowBreaks_FailsItsJobAndNotTheWorker()
    {
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        ledger.Change = (lease, result) =>
            result with { Rows = [.. result.Rows.Select(row => row is ModelErrorRow errors ? errors with { Errors = -1 } : row)] };

        var summary = await bench.RunAsync(TinyStudy.Document);

        Assert.True(summary.Jobs.Over);
        var failures = await bench.Studies.ReadFailuresAsync(Study, default);
        Assert.NotEmpty(failures);
        Assert.All(failures, f => Assert.Contains("ck_model_errors_errors", f.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_TrainingThatDiverges_FailsItsJobWithTheEpochAndTheLoss()
    {
        await using var bench = await Workbench.OpenAsync();
        const string wild = "\"optimizer\": \"sgd\", \"learningRate\": 30, \"weightDecay\": [90]";

        var summary = await bench.RunAsync(TinyStudy.Of(TinyStudy.Text.ReplaceOnce("\"learningRate\": 0.02", wild)));

        Assert.True(summary.Jobs.Over);
        var failures = await bench.Studies.ReadFailuresAsync(Study, default);
        Assert.Equal(2, failures.Count);
        Assert.All(failures, f =>
        {
            Assert.Equal(1, f.Attempts);
            Assert.StartsWith("train ", f.Name, StringComparison.Ordinal);
            Assert.Matches(
                @"^loss is (NaN|Infinity) in epoch \d of stage classifier; it must be finite: .* \(learningRate is 30\)\.$", f.Error);
        });
    }

    [Fact]
    public async Task Run_Always_TellsProgressAndEndsWithAllDone()
    {
        await using var bench = await Workbench.OpenAsync();
        var told = new List<StudyProgress>();
        var engine = new EmbeddedStudyEngine(
            bench.Services, new EngineOptions { ProgressInterval = TimeSpan.FromMilliseconds(1) }, new PlannerOptions { ShardImages = 8 });
        // A training of some tenths of a second, to be seen running.
        await engine.SubmitAsync(TinyStudy.Of(TinyStudy.Text.ReplaceOnce("\"epochs\": 4", "\"epochs\": 400")), default);

        await engine.RunAsync(Study, new RunOptions(1), new Listener(told), default);

        Assert.Contains(told, p => p.Running.Any(r => r is { Name: "train linear", Unit: "epochs", Total: 400 }
            && r.Note!.StartsWith("classifier loss ", StringComparison.Ordinal)));
        var last = told[^1];
        Assert.Equal((last.Jobs.Total, 0), (last.Jobs.Done, last.Running.Count));
        Assert.Equal(TimeSpan.Zero, last.Remaining);
    }

    [Theory]
    [InlineData(typeof(IOException), true)]
    [InlineData(typeof(TimeoutException), true)]
    [InlineData(typeof(OutOfMemoryException), true)]
    [InlineData(typeof(ArgumentException), false)]
    [InlineData(typeof(InvalidDataException), false)]
    [InlineData(typeof(FileNotFoundException), false)]
    [InlineData(typeof(InvalidOperationException), false)]
    public void Classify_Exception_SaysWhetherAnotherTryCanHelp(Type exception, bool transient) =>
        Assert.Equal(transient, JobRunner.Classify((Exception)Activator.CreateInstance(exception, "why")!).Transient);

    [Fact]
    public void Classify_UnforeseenException_NamesItsType() =>
        Assert.Equal("NotSupportedException: why", JobRunner.Classify(new NotSupportedException("why")).Error);

    private static async Task<string> UndisturbedAsync()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);
        return await TablesAsync(bench);
    }

    private static async Task<string> TablesAsync(Workbench bench) => StudyText.Of(await bench.Studies.ReadTablesAsync(Study, default));

    private sealed class CrashException : Exception;

    private sealed class Listener(List<StudyProgress> told) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value)
        {
            lock (told)
            {
                told.Add(value);
            }
        }
    }

    /// <summary>Lets nobody read before the gate is open.</summary>
    private sealed class GatedLibrary : IDataLibrary, IDisposable
    {
        private readonly TinyLibrary _inner = new();

        public ManualResetEventSlim Gate { get; } = new();

        public IReadOnlyList<Datasets.DatasetDescription> Datasets => _inner.Datasets;

        public void RequireFiles(Datasets.DatasetDescription dataset) => _inner.RequireFiles(dataset);

        public Datasets.LabelledImages Load(Datasets.DatasetDescription dataset, string split)
        {
            Gate.Wait(TimeSpan.FromMinutes(5));
            return _inner.Load(dataset, split);
        }

        public void Dispose() => Gate.Dispose();
    }

    private sealed class MislabelledLibrary : IDataLibrary
    {
        private readonly TinyLibrary _inner = new();

        public IReadOnlyList<Datasets.DatasetDescription> Datasets => _inner.Datasets;

        public void RequireFiles(Datasets.DatasetDescription dataset) => _inner.RequireFiles(dataset);

        public Datasets.LabelledImages Load(Datasets.DatasetDescription dataset, string split) =>
            split == "test" ? throw new Datasets.DatasetException("the test split cannot be read.") : _inner.Load(dataset, split);
    }
}
