using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Experiments.Contracts;
using Experiments.Ports;
using static Experiments.Storage.Tests.Sample;

namespace Experiments.Storage.Tests;

/// <summary>What every ledger promises. Runs on each database.</summary>
public abstract class LedgerConformance(StorageFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private TestDatabase _test = null!;
    private ExperimentDatabase _database = null!;

    private ILedger Ledger => _database.Ledger;

    public async Task InitializeAsync()
    {
        _test = await fixture.CreateAsync();
        _database = await _test.OpenAsync();
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [DatabaseFact]
    public async Task Submit_NewStudy_JobsWithoutInputsAreReadyOthersWait()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b", "craft-a: train-a", "evaluate-ab: craft-a train-b"), None);

        Assert.Equal(new JobCounts(2, 2, 0, 0, 0, 0), await Ledger.CountAsync("s", None));
    }

    [DatabaseFact]
    public async Task Submit_SameStudyTwice_ChangesNothing()
    {
        var plan = Plan("s", "train-a", "craft-a: train-a");
        await Ledger.SubmitAsync(plan, None);
        await RunOneAsync();
        _test.Time.Advance(TimeSpan.FromHours(1));

        await Ledger.SubmitAsync(plan, None);

        Assert.Equal(new JobCounts(0, 1, 0, 1, 0, 0), await Ledger.CountAsync("s", None));
        Assert.Equal(2, (await _database.Results.ReadStudyJobsAsync("s", None)).Count);
        Assert.Equal(_test.Time.GetUtcNow().AddHours(-1), (await _database.Results.FindStudyAsync("s", None))!.SubmittedAt);
    }

    [DatabaseFact]
    public async Task Submit_SecondStudyWithFinishedInputs_StartsBehindThem()
    {
        await Ledger.SubmitAsync(Plan("first", "train-a"), None);
        await RunOneAsync();

        await Ledger.SubmitAsync(Plan("second", "train-a", "craft-a: train-a"), None);

        Assert.Equal(new JobCounts(0, 1, 0, 1, 0, 0), await Ledger.CountAsync("second", None));
    }

    [DatabaseFact]
    public async Task Submit_ChangedStudy_RunsOnlyWhatIsNewAndCancelsWhatNobodyWants()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b", "craft-b: train-b"), None);
        await RunOneAsync();

        await Ledger.SubmitAsync(Plan("s", "train-a", "train-c"), None);

        Assert.Equal(new JobCounts(0, 1, 0, 1, 0, 0), await Ledger.CountAsync("s", None));
        var leases = await Ledger.LeaseAsync(Request(10), None);
        Assert.Equal([Key("train-c")], leases.Select(c => c.Job.Key));
    }

    [DatabaseFact]
    public async Task Submit_JobDroppedByOneStudyAndWantedByAnother_StillRuns()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b"), None);
        await Ledger.SubmitAsync(Plan("t", "train-b"), None);

        await Ledger.SubmitAsync(Plan("s", "train-a"), None);

        Assert.Equal(new JobCounts(0, 1, 0, 0, 0, 0), await Ledger.CountAsync("t", None));
    }

    [DatabaseFact]
    public async Task Submit_FromManyClientsAtOnce_AddsEveryJobOnce()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _test.OpenAsync()));
        var plan = Plan("s", [.. Enumerable.Range(0, 50).Select(i => i == 0 ? "train-0" : $"craft-{i}: train-0")]);

        await Task.WhenAll(databases.Select(d => Task.Run(() => d.Ledger.SubmitAsync(plan, None))));

        Assert.Equal(new JobCounts(49, 1, 0, 0, 0, 0), await Ledger.CountAsync("s", None));
        await RunOneAsync();
        Assert.Equal(new JobCounts(0, 49, 0, 1, 0, 0), await Ledger.CountAsync("s", None));
    }

    [DatabaseFact]
    public async Task Submit_InputAfterItsReader_IsRefused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Ledger.SubmitAsync(Plan("s", "craft-a: train-a", "train-a"), None));

        Assert.Equal(
            $"input input of job {Key("craft-a").Short} (craft) is {Key("train-a").Short}; it must come before the job in the plan of "
                + "study 's'. (Parameter 'plan')",
            error.Message);
        Assert.Null(await _database.Results.FindStudyAsync("s", None));
    }

    [DatabaseFact]
    public async Task Submit_JobWithoutName_IsRefused()
    {
        var plan = Plan("s", "train-a", "train-b");

        var error = await Assert.ThrowsAsync<ArgumentException>(() => Ledger.SubmitAsync(plan with { Names = [plan.Names[0]] }, None));

        Assert.Equal(
            $"job {Key("train-b").Short} has no name in study 's'; every job of the plan must have one. (Parameter 'plan')", error.Message);
    }

    [DatabaseFact]
    public async Task Claim_ManyReady_TakesTheMostUrgentFirstThenThePlansOrder()
    {
        await Ledger.SubmitAsync(
            Plan("s", [new PlannedJob(Job("low-1"), 1), new PlannedJob(Job("high"), 7.5), new PlannedJob(Job("low-2"), 1),
                new PlannedJob(Job("low-3"), 1)]), None);

        var leases = await Ledger.LeaseAsync(Request(3), None);

        Assert.Equal([Key("high"), Key("low-1"), Key("low-2")], leases.Select(c => c.Job.Key));
    }

    [DatabaseFact]
    public async Task Claim_Job_ComesBackAsItWasSubmitted()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b", "evaluate: train-b train-a"), None);
        await RunOneAsync();
        await RunOneAsync();

        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));

        var expected = Job("evaluate", "train-b", "train-a");
        Assert.Equal(expected.Key, lease.Job.Key);
        Assert.Equal("evaluate", lease.Job.Kind);
        Assert.Equal(1, lease.Job.Version);
        Assert.Equal(expected.Settings.ToJsonString(), lease.Job.Settings.ToJsonString());
        Assert.Equal(expected.Inputs, lease.Job.Inputs);
        Assert.Equal(1, lease.Attempt);
        var found = (await Ledger.FindJobsAsync([expected.Key, Key("nobody")], None)).Single().Value;
        Assert.Equal(expected.Inputs, found.Inputs);
        Assert.Equal(expected.Settings.ToJsonString(), found.Settings.ToJsonString());
    }

    [DatabaseFact]
    public async Task Claim_OfOneStudy_LeavesOtherStudiesAlone()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);
        await Ledger.SubmitAsync(Plan("t", "train-b"), None);

        var leases = await Ledger.LeaseAsync(Request(10, study: "t"), None);

        Assert.Equal([Key("train-b")], leases.Select(c => c.Job.Key));
    }

    [DatabaseFact]
    public async Task Claim_OfOneStudy_TakesJobsThatItSharesWithAnotherInTheirOrder()
    {
        await Ledger.SubmitAsync(Plan("s", [new PlannedJob(Job("low"), 1), new PlannedJob(Job("shared"), 5)]), None);
        await Ledger.SubmitAsync(
            Plan("t", [new PlannedJob(Job("high"), 9), new PlannedJob(Job("shared"), 5), new PlannedJob(Job("last"), 2)]), None);

        var leases = await Ledger.LeaseAsync(Request(10, study: "t"), None);

        Assert.Equal([Key("high"), Key("shared"), Key("last")], leases.Select(c => c.Job.Key));
        Assert.Equal([Key("low")], (await Ledger.LeaseAsync(Request(10, study: "s"), None)).Select(c => c.Job.Key));
    }

    [DatabaseFact]
    public async Task Claim_JobThatItsFirstStudyDropped_IsTheOtherStudysOnly()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b"), None);
        await Ledger.SubmitAsync(Plan("t", "train-b"), None);
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);

        Assert.Equal([Key("train-a")], (await Ledger.LeaseAsync(Request(10, study: "s"), None)).Select(c => c.Job.Key));
        Assert.Equal([Key("train-b")], (await Ledger.LeaseAsync(Request(10, study: "t"), None)).Select(c => c.Job.Key));
    }

    [DatabaseFact]
    public async Task Claim_JobDroppedAndTakenUpAgain_IsItsStudysAgain()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b"), None);
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b"), None);

        Assert.Equal([Key("train-a"), Key("train-b")], (await Ledger.LeaseAsync(Request(10, study: "s"), None)).Select(c => c.Job.Key));
    }

    [DatabaseFact]
    public async Task Claim_JobOfAnotherStudyReopenedAfterItWasDone_IsFoundByBoth()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        await Ledger.CommitAsync(lease, Empty with { Artifacts = [new JobArtifact("weights", Hash("w"), 1)] }, None);
        await Ledger.SubmitAsync(Plan("t", "train-a", "craft-a: train-a"), None);

        await Ledger.ReopenProducersAsync(Hash("w"), None);

        Assert.True(await Ledger.WaitForWorkAsync("s", TimeSpan.Zero, None));
        Assert.Equal([Key("train-a")], (await Ledger.LeaseAsync(Request(10, study: "t"), None)).Select(c => c.Job.Key));
    }

    [DatabaseFact]
    public async Task Submit_HigherPriorities_ChangeTheOrderOfClaims()
    {
        await Ledger.SubmitAsync(Plan("s", [new PlannedJob(Job("a"), 3), new PlannedJob(Job("b"), 2), new PlannedJob(Job("c"), 1)]), None);

        await Ledger.SubmitAsync(Plan("t", [new PlannedJob(Job("c"), 9), new PlannedJob(Job("b"), 8), new PlannedJob(Job("a"), 1)]), None);

        Assert.Equal([Key("c"), Key("b"), Key("a")], (await Ledger.LeaseAsync(Request(3), None)).Select(c => c.Job.Key));
    }

    [DatabaseFact]
    public async Task Commit_OfInputsWhileTheirReadersAreSubmitted_LeavesNoReaderWaiting()
    {
        const int Rounds = 20;
        var other = (await _test.OpenAsync()).Ledger;
        for (var round = 0; round < Rounds; round++)
        {
            await Ledger.SubmitAsync(Plan($"s-{round}", $"train-{round}"), None);
            var lease = Assert.Single(await Ledger.LeaseAsync(Request(study: $"s-{round}"), None));
            var readers =
                Plan($"t-{round}", [$"train-{round}", .. Enumerable.Range(0, 20).Select(i => $"craft-{round}-{i}: train-{round}")]);

            await Task.WhenAll(Task.Run(() => other.SubmitAsync(readers, None)), Task.Run(() => Ledger.CommitAsync(lease, Empty, None)));

            Assert.Equal(new JobCounts(0, 20, 0, 1, 0, 0), await Ledger.CountAsync($"t-{round}", None));
        }
    }

    [DatabaseFact]
    public async Task Claim_ByEightClaimersAtOnce_GivesEveryJobToExactlyOne()
    {
        const int Jobs = 1000;
        await Ledger.SubmitAsync(Flat("s", Jobs), None);
        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _test.OpenAsync()));
        var claimed = new ConcurrentBag<JobKey>();
        using var barrier = new Barrier(8);

        await Task.WhenAll(databases.Select((database, i) => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                ClaimAllAsync(database.Ledger, Alice with { ProcessId = i }).GetAwaiter().GetResult();
            },
            None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(Jobs, claimed.Count);
        Assert.Equal(Jobs, claimed.Distinct().Count());
        Assert.Equal(new JobCounts(0, 0, 0, Jobs, 0, 0), await Ledger.CountAsync("s", None));

        async Task ClaimAllAsync(ILedger ledger, WorkerId worker)
        {
            while (await ledger.LeaseAsync(Request(3, worker), None) is { Count: > 0 } leases)
            {
                foreach (var lease in leases)
                {
                    claimed.Add(lease.Job.Key);
                    Assert.True(await ledger.CommitAsync(lease, Empty, None));
                }
            }
        }
    }

    [DatabaseTheory]
    [InlineData(null)]
    [InlineData("s")]
    public async Task Claim_WithAbilities_PassesOverWhatItCannotRun(string? study)
    {
        var gpu = Job("craft-gpu") with { Settings = new JsonObject { ["device"] = "cuda" } };
        var newer = Job("craft-newer") with { Version = 2 };
        IReadOnlyList<PlannedJob> jobs = [new(gpu, 3), new(newer, 2), new(Job("craft-cpu"), 1)];
        await Ledger.SubmitAsync(Plan("s", jobs), None);
        var cpu = new JobAbilities(["cpu", "any"], [("train", 1), ("craft", 1)]);

        Assert.True(await Ledger.WaitForJobsAsync(Request(study: study) with { Abilities = cpu }, TimeSpan.Zero, None));
        var leases = await Ledger.LeaseAsync(Request(10, study: study) with { Abilities = cpu }, None);
        Assert.Equal([Key("craft-cpu")], leases.Select(c => c.Job.Key));
        Assert.False(await Ledger.WaitForJobsAsync(Request(study: study) with { Abilities = cpu }, TimeSpan.Zero, None));
        Assert.True(await Ledger.WaitForWorkAsync(study, TimeSpan.Zero, None));

        var both = new JobAbilities(["cpu", "any", "cuda"], [("craft", 1)]);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(10, study: study) with { Abilities = both }, None));
        Assert.Equal((Key("craft-gpu"), "cuda"), (lease.Job.Key, lease.Job.Device));
        Assert.Equal([Key("craft-newer")], (await Ledger.LeaseAsync(Request(10, study: study), None)).Select(c => c.Job.Key));
    }

    [DatabaseTheory]
    [InlineData(null)]
    [InlineData("s")]
    public async Task Claim_JobsThatNeedMoreMemoryThanThereIs_AreLeftToOthers(string? study)
    {
        const long Vast = 21_618_000_072, Large = 9_000_000_000;
        IReadOnlyList<PlannedJob> jobs =
        [
            new(Job("train-vast"), 3) { MemoryBytes = Vast }, new(Job("train-large"), 2) { MemoryBytes = Large },
            new(Job("train-small"), 1) { MemoryBytes = 500 },
        ];
        await Ledger.SubmitAsync(Plan("s", jobs), None);
        var little = new JobAbilities(["cpu", "any"], [("train", 1)]) { MemoryBytes = 500 };

        var lease = Assert.Single(await Ledger.LeaseAsync(Request(10, study: study) with { Abilities = little }, None));
        Assert.Equal((Key("train-small"), 500L), (lease.Job.Key, lease.MemoryBytes));
        Assert.False(await Ledger.WaitForJobsAsync(Request(study: study) with { Abilities = little }, TimeSpan.Zero, None));
        Assert.Equal((2, Large), await Ledger.FindTooLargeAsync(500, None));
        Assert.Equal((0, 0L), await Ledger.FindTooLargeAsync(Vast, None));

        var all = await Ledger.LeaseAsync(Request(10, study: study) with { Abilities = little with { MemoryBytes = Vast } }, None);
        Assert.Equal([Key("train-vast"), Key("train-large")], all.Select(taken => taken.Job.Key));
        Assert.All(all, taken => Assert.Equal(1, taken.Attempt));
    }

    [DatabaseFact]
    public async Task WaitForWork_NothingReady_IsFalseWhenTheTimeIsOver()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "craft-a: train-a"), None);
        await Ledger.LeaseAsync(Request(), None);

        Assert.False(await Ledger.WaitForWorkAsync(null, TimeSpan.Zero, None));
    }

    [DatabaseFact]
    public async Task WaitForWork_ReadyJob_IsItsStudysOnly()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);
        await Ledger.SubmitAsync(Plan("t", "train-b"), None);
        await Ledger.LeaseAsync(Request(study: "t"), None);

        Assert.True(await Ledger.WaitForWorkAsync(null, TimeSpan.Zero, None));
        Assert.True(await Ledger.WaitForWorkAsync("s", TimeSpan.Zero, None));
        Assert.False(await Ledger.WaitForWorkAsync("t", TimeSpan.Zero, None));
    }

    [DatabaseFact]
    public async Task WaitForWork_LeaseOrBackOffEnds_IsTrue()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        _test.Time.Advance(Lease);
        Assert.True(await Ledger.WaitForWorkAsync("s", TimeSpan.Zero, None));

        Assert.Equal(2, (lease = Assert.Single(await Ledger.LeaseAsync(Request(), None))).Attempt);
        await Ledger.FailAsync(lease, JobFailure.Retryable("no memory"), None);
        Assert.False(await Ledger.WaitForWorkAsync("s", TimeSpan.Zero, None));
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await Ledger.WaitForWorkAsync("s", TimeSpan.Zero, None));
    }

    [DatabaseFact]
    public async Task WaitForWork_JobsMadeReadyByOthers_EndTheWait()
    {
        var other = (await _test.OpenAsync()).Ledger;
        var wait = WaitAsync();
        await other.SubmitAsync(Plan("s", "train-a", "craft-a: train-a"), None);
        Assert.True(await wait);

        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        wait = WaitAsync();
        await other.CommitAsync(lease, Empty, None);
        Assert.True(await wait);

        lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        wait = WaitAsync();
        await other.ReleaseAsync([lease], None);
        Assert.True(await wait);

        await Ledger.CancelAsync("s", None);
        wait = WaitAsync();
        await other.ResumeAsync("s", None);
        Assert.True(await wait);

        // The clock of the test stands still: only being told, or having seen the job, ends this wait.
        Task<bool> WaitAsync() => Ledger.WaitForWorkAsync("s", TimeSpan.FromMinutes(1), None);
    }

    [DatabaseFact]
    public async Task WaitForWork_Cancelled_EndsAtOnce()
    {
        using var stop = new CancellationTokenSource();
        var wait = Ledger.WaitForWorkAsync(null, TimeSpan.FromMinutes(1), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [DatabaseFact]
    public async Task Commit_LastInput_MakesDependentsReady()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b", "evaluate: train-a train-b train-a"), None);
        await RunOneAsync();
        Assert.Equal(new JobCounts(1, 1, 0, 1, 0, 0), await Ledger.CountAsync("s", None));

        await RunOneAsync();

        Assert.Equal(new JobCounts(0, 1, 0, 2, 0, 0), await Ledger.CountAsync("s", None));
    }

    [DatabaseFact]
    public async Task Commit_Twice_IsAnsweredTrueAndWritesOnce()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        var result = Result(Example(lease.Job.Key, 0), Example(lease.Job.Key, 1));

        Assert.True(await Ledger.CommitAsync(lease, result, None));
        Assert.True(await Ledger.CommitAsync(lease, result, None));

        Assert.Equal(2, (await _database.Results.ReadRowsAsync<AdversarialExampleRow>("s", None)).Count);
    }

    [DatabaseFact]
    public async Task Commit_ByAFrozenWorkerWhoseJobWasTakenOver_IsRefused()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        var frozen = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        _test.Time.Advance(Lease);
        var second = Assert.Single(await Ledger.LeaseAsync(Request(worker: Bob), None));
        Assert.True(second.Token > frozen.Token);
        Assert.Equal(2, second.Attempt);

        Assert.False(await Ledger.CommitAsync(frozen, Result(Example(frozen.Job.Key, 0)), None));
        Assert.False(await Ledger.FailAsync(frozen, JobFailure.Permanent("late"), None));
        Assert.Equal([frozen], await Ledger.RenewAsync([frozen], Lease, None));
        await Ledger.ReleaseAsync([frozen], None);
        Assert.True(await Ledger.CommitAsync(second, Result(Example(frozen.Job.Key, 7)), None));
        Assert.False(await Ledger.CommitAsync(frozen, Result(Example(frozen.Job.Key, 0)), None));

        Assert.Equal(7, Assert.Single(await _database.Results.ReadRowsAsync<AdversarialExampleRow>("s", None)).Image);
    }

    [DatabaseFact]
    public async Task Commit_RowsThatTheDatabaseRefuses_LeavesNoTrace()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a", "collect-a: craft-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        var key = lease.Job.Key;
        // The third row repeats the first one's key: the fault comes after the job's state, the artifact and two rows were written.
        var result = new JobResult(
            [Example(key, 0), Example(key, 1), Example(key, 0)], [new JobArtifact("images", Hash("images"), 6)], TimeSpan.Zero);

        await Assert.ThrowsAsync<StorageException>(() => Ledger.CommitAsync(lease, result, None));

        Assert.Equal(new JobCounts(1, 0, 1, 0, 0, 0), await Ledger.CountAsync("s", None));
        Assert.Empty(await _database.Results.ReadRowsAsync<AdversarialExampleRow>("s", None));
        Assert.Empty(await Ledger.FindArtifactsAsync([key], None));
        Assert.True(await Ledger.CommitAsync(lease, result with { Rows = [Example(key, 0)] }, None));
        Assert.Equal(new JobCounts(0, 1, 0, 1, 0, 0), await Ledger.CountAsync("s", None));
    }

    [DatabaseTheory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public async Task Commit_NumberThatIsNone_RefusesTheRowsWithItsColumn(double value, string text)
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        var key = lease.Job.Key;

        var error = await Assert.ThrowsAsync<StorageException>(
            () => Ledger.CommitAsync(lease, Result(Example(key, 0), Example(key, 1) with { Linf = value }), None));

        Assert.Equal($"column linf of adversarial_examples is {text}; it must be a finite number.", error.Message);
        Assert.True(error.RefusesRows);
        Assert.False(error.Transient);
        Assert.True(await Ledger.FailAsync(lease, JobFailure.Permanent(error.Message), None));
        Assert.Equal(new JobCounts(0, 0, 0, 0, 1, 0), await Ledger.CountAsync("s", None));
    }

    [DatabaseTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commit_RowThatAConditionOrAColumnForbids_RefusesTheRows(bool many)
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        var good = Enumerable.Range(0, many ? 40 : 1).Select(i => Example(lease.Job.Key, i));
        ResultRow[] bad =
        [
            Example(lease.Job.Key, 100) with { Distortion = -1 },
            Example(lease.Job.Key, 100) with { Image = -1 },
            Cell(lease.Job.Key, Key("craft-a"), Key("nobody's")),
            Epoch(lease.Job.Key, null!, 1),
            Example(lease.Job.Key, 0),
        ];

        foreach (var row in bad)
        {
            var error = await Assert.ThrowsAsync<StorageException>(() => Ledger.CommitAsync(lease, Result([.. good, row]), None));
            Assert.True(error.RefusesRows, error.Message);
            Assert.False(error.Transient, error.Message);
        }

        Assert.True(await Ledger.CommitAsync(lease, Result([.. good]), None));
    }

    [DatabaseTheory]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    public async Task Commit_LargestAndSmallestNumbers_AreKept(double value)
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));

        await Ledger.CommitAsync(lease, Result(Example(lease.Job.Key, 0) with { Linf = value, C = -value }), None);

        var row = Assert.Single(await _database.Results.ReadRowsAsync<AdversarialExampleRow>("s", None));
        Assert.Equal((value, -value), (row.Linf, row.C));
    }

    [DatabaseFact]
    public async Task Commit_RowOfAnotherJob_IsRefused()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));

        var error = await Assert.ThrowsAsync<ArgumentException>(() => Ledger.CommitAsync(lease, Result(Example(Key("other"), 0)), None));

        Assert.Equal($"row's job is {Key("other")}; it must be the committed job {Key("craft-a")}. (Parameter 'result')", error.Message);
    }

    [DatabaseFact]
    public async Task Renew_BeforeTheEnd_KeepsTheJob()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        _test.Time.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.Empty(await Ledger.RenewAsync([lease], Lease, None));
        _test.Time.Advance(Lease - TimeSpan.FromSeconds(1));

        Assert.Empty(await Ledger.LeaseAsync(Request(worker: Bob), None));
        Assert.True(await Ledger.CommitAsync(lease, Empty, None));
    }

    [DatabaseFact]
    public async Task Claim_WorkersProcessIsGone_TakesItsJobsAtOnce()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        Assert.Single(await Ledger.LeaseAsync(Request(), None));
        _test.Dead.Add(Alice);
        var restarted = await _test.OpenAsync();

        var lease = Assert.Single(await restarted.Ledger.LeaseAsync(Request(worker: Alice with { ProcessId = 102 }), None));

        Assert.Equal(2, lease.Attempt);
    }

    [DatabaseFact]
    public async Task Claim_WorkerDiesWhileAnotherRuns_IsNoticedWithinASecond()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b"), None);
        var neighbour = Alice with { ProcessId = 102 };
        Assert.Single(await Ledger.LeaseAsync(Request(), None));
        Assert.Single(await Ledger.LeaseAsync(Request(worker: neighbour), None));
        _test.Dead.Add(Alice);

        _test.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([Key("craft-a")], (await Ledger.LeaseAsync(Request(worker: neighbour), None)).Select(c => c.Job.Key));
    }

    [DatabaseFact]
    public async Task Claim_WorkerOfAnotherHost_IsNotJudgedByThisHostsProcesses()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        Assert.Single(await Ledger.LeaseAsync(Request(worker: Bob), None));
        _test.Dead.Add(Bob);

        Assert.Empty(await Ledger.LeaseAsync(Request(), None));
        _test.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(await Ledger.LeaseAsync(Request(), None));
    }

    [DatabaseFact]
    public async Task Claim_JobThatAlwaysKillsItsWorker_IsQuarantined()
    {
        await using var test = await fixture.CreateAsync();
        var ledger = (await test.OpenAsync(new StorageOptions { MaxLosses = 3 })).Ledger;
        await ledger.SubmitAsync(Plan("s", "craft-a"), None);
        for (var i = 0; i < 3; i++)
        {
            Assert.Single(await ledger.LeaseAsync(Request(), None));
            test.Time.Advance(Lease);
        }

        Assert.Empty(await ledger.LeaseAsync(Request(), None));

        var failed = Assert.Single(await ledger.FindFailuresAsync("s", None));
        Assert.Equal("its worker ended 3 times without an answer; the job may use more memory than there is.", failed.Error);
        Assert.Equal(3, failed.Attempts);
    }

    [DatabaseFact]
    public async Task Release_ClaimedJob_IsReadyAndTheTryDoesNotCount()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));

        await Ledger.ReleaseAsync([lease], None);

        Assert.Equal(1, Assert.Single(await Ledger.LeaseAsync(Request(worker: Bob), None)).Attempt);
    }

    [DatabaseFact]
    public async Task Fail_Retryable_BacksOffTwiceAsLongEachTimeThenQuarantines()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a", "collect: craft-a"), None);
        foreach (var wait in new[] { 1, 2, 4 })
        {
            Assert.True(
                await Ledger.FailAsync(Assert.Single(await Ledger.LeaseAsync(Request(), None)), JobFailure.Retryable("no memory"), None));
            _test.Time.Advance(TimeSpan.FromSeconds(wait) - TimeSpan.FromMilliseconds(1));
            Assert.Empty(await Ledger.LeaseAsync(Request(), None));
            _test.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.True(await Ledger.FailAsync(
            Assert.Single(await Ledger.LeaseAsync(Request(), None)), JobFailure.Retryable("no memory, again"), None));

        _test.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await Ledger.LeaseAsync(Request(), None));
        var counts = await Ledger.CountAsync("s", None);
        Assert.Equal(new JobCounts(1, 0, 0, 0, 1, 0), counts);
        Assert.True(counts.Over);
        Assert.Equal(
            new FailedJob(Key("craft-a"), "craft lbfgs on FC10(1) over test", 4, "no memory, again"),
            Assert.Single(await Ledger.FindFailuresAsync("s", None)));
    }

    [DatabaseFact]
    public async Task Fail_Permanent_QuarantinesAtOnceAndRetryMakesItReady()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b"), None);
        await Ledger.FailAsync(Assert.Single(await Ledger.LeaseAsync(Request(), None)), JobFailure.Permanent("bad shape"), None);
        await RunOneAsync();
        Assert.Equal(new JobCounts(0, 0, 0, 1, 1, 0), await Ledger.CountAsync("s", None));

        Assert.Equal(1, await Ledger.RetryFailedAsync("s", None));

        Assert.Equal(1, Assert.Single(await Ledger.LeaseAsync(Request(), None)).Attempt);
    }

    [DatabaseFact]
    public async Task RedoInputs_DamagedArtifact_RunsItsMakerAgainAndThenTheReader()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a", "collect-a: craft-a", "evaluate-a: collect-a", "picture: craft-a"), None);
        var craft = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        var result = new JobResult([Example(craft.Job.Key, 0)], [new JobArtifact("images", Hash("images"), 6)], TimeSpan.Zero);
        await Ledger.CommitAsync(craft, result, None);
        var reader = Assert.Single(await Ledger.LeaseAsync(Request(), None));

        Assert.True(await Ledger.RedoInputsAsync(reader, Hash("images"), None));

        Assert.Equal(new JobCounts(3, 1, 0, 0, 0, 0), await Ledger.CountAsync("s", None));
        Assert.Empty(await _database.Results.ReadRowsAsync<AdversarialExampleRow>("s", None));
        Assert.False(await Ledger.CommitAsync(reader, Empty, None));
        var again = Assert.Single(await Ledger.LeaseAsync(Request(10), None));
        Assert.Equal(Key("craft-a"), again.Job.Key);
        Assert.True(again.Token > craft.Token);
        Assert.True(await Ledger.CommitAsync(again, result, None));
        var next = await Ledger.LeaseAsync(Request(10), None);
        Assert.Equal([Key("collect-a"), Key("picture")], next.Select(c => c.Job.Key));
        Assert.Equal(1, next[0].Attempt);
    }

    [DatabaseFact]
    public async Task RedoInputs_ArtifactOfNobody_IsAFailedTry()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));

        Assert.True(await Ledger.RedoInputsAsync(lease, Hash("nobody's"), None));

        Assert.Empty(await Ledger.LeaseAsync(Request(), None));
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Assert.Single(await Ledger.LeaseAsync(Request(), None)).Attempt);
    }

    [DatabaseFact]
    public async Task ReopenProducers_ReadersThatAreDone_StayDoneAndReopenedReadersWait()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "craft-a: train-a"), None);
        var train = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        await Ledger.CommitAsync(train, Empty with { Artifacts = [new JobArtifact("weights", Hash("w"), 1)] }, None);
        var craft = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        await Ledger.CommitAsync(craft, Empty with { Artifacts = [new JobArtifact("images", Hash("i"), 1)] }, None);

        Assert.Equal([Key("train-a")], await Ledger.ReopenProducersAsync(Hash("w"), None));
        Assert.Equal(new JobCounts(0, 1, 0, 1, 0, 0), await Ledger.CountAsync("s", None));
        Assert.Equal([Key("craft-a")], await Ledger.ReopenProducersAsync(Hash("i"), None));
        Assert.Equal(new JobCounts(1, 1, 0, 0, 0, 0), await Ledger.CountAsync("s", None));

        await RunOneAsync();
        await RunOneAsync();
        Assert.Equal(new JobCounts(0, 0, 0, 2, 0, 0), await Ledger.CountAsync("s", None));
    }

    [DatabaseFact]
    public async Task Cancel_Study_RefusesCommitsInHandAndResumeContinues()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "craft-a: train-a", "train-b"), None);
        await Ledger.SubmitAsync(Plan("t", "train-b"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));

        Assert.Equal(2, await Ledger.CancelAsync("s", None));

        Assert.False(await Ledger.CommitAsync(lease, Empty, None));
        Assert.Equal(new JobCounts(0, 1, 0, 0, 0, 2), await Ledger.CountAsync("s", None));
        Assert.Equal(2, await Ledger.ResumeAsync("s", None));
        Assert.Equal(new JobCounts(1, 2, 0, 0, 0, 0), await Ledger.CountAsync("s", None));
    }

    [DatabaseFact]
    public async Task Submit_CancelledStudy_Resumes()
    {
        var plan = Plan("s", "train-a");
        await Ledger.SubmitAsync(plan, None);
        await Ledger.CancelAsync("s", None);

        await Ledger.SubmitAsync(plan, None);

        Assert.Equal(new JobCounts(0, 1, 0, 0, 0, 0), await Ledger.CountAsync("s", None));
    }

    [DatabaseFact]
    public async Task Cancel_UnknownStudy_NamesTheKnownOnes()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);

        var error = await Assert.ThrowsAsync<StudyNotFoundException>(() => Ledger.CancelAsync("other", None));

        Assert.Equal("study is 'other'; it must be one of those submitted: s.", error.Message);
    }

    [DatabaseFact]
    public async Task CountByDevice_JobsOfSeveralStudies_CountsThoseThatCouldUseADevice()
    {
        var gpu = Job("craft-gpu") with { Settings = new JsonObject { ["device"] = "cuda" } };
        IReadOnlyList<PlannedJob> jobs = [new(gpu, 2), new(Job("train-a"), 1)];
        await Ledger.SubmitAsync(Plan("first", jobs), None);
        await Ledger.SubmitAsync(Plan("second", "train-b", "craft-b: train-b"), None);
        var device = Job("train-a").Device;
        Assert.Equal([(device, 2, 0), ("cuda", 1, 0)], await CountByDeviceAsync());

        Assert.Single(await Ledger.LeaseAsync(Request(study: "second"), None));
        Assert.Equal([(device, 1, 1), ("cuda", 1, 0)], await CountByDeviceAsync());

        await Ledger.CancelAsync("first", None);
        Assert.Equal([(device, 0, 1)], await CountByDeviceAsync());

        async Task<IEnumerable<(string, int, int)>> CountByDeviceAsync() =>
            (await Ledger.CountByDeviceAsync(None)).Select(line => (line.Device, line.Ready, line.Leased));
    }

    [DatabaseFact]
    public async Task MeasureRates_AreTheLineThroughFinishedJobs_PerKindAndDevice()
    {
        var onGpu = Job("craft-gpu") with { Settings = new() { ["device"] = "cuda" } };
        await Ledger.SubmitAsync(
            Plan("s",
            [
                new PlannedJob(Job("craft-a"), 9) { Cost = 10e8 }, new PlannedJob(Job("craft-b"), 8) { Cost = 30e8 },
                new PlannedJob(onGpu, 7) { Cost = 30e8 }, new PlannedJob(Job("errors-without-cost"), 6),
                new PlannedJob(Job("train-open"), 5) { Cost = 1 },
            ]),
            None);
        foreach (var milliseconds in new[] { 150, 350, 60, 5 })
        {
            await Ledger.CommitAsync(
                Assert.Single(await Ledger.LeaseAsync(Request(), None)),
                Empty with { Duration = TimeSpan.FromMilliseconds(milliseconds) },
                None);
        }

        // 50 ms for any job and 0.1 ns by unit of cost; of one job alone all is by its cost.
        Assert.Equal(
            ["craft cpu 1.00E-010 5.00E-002", "craft cuda 2.00E-011 0.00E+000"],
            (await Ledger.MeasureRatesAsync(None)).Select(r => FormattableString.Invariant(
                $"{r.Kind} {r.Device} {r.SecondsPerCost:E2} {Math.Round(r.SecondsPerJob, 6):E2}")));
    }

    [DatabaseFact]
    public async Task ListLeased_WorkerThatStartedWithinAMillisecond_IsTheSameWorker()
    {
        var worker = new WorkerId(Sample.Alice.Host, Sample.Alice.ProcessId, Sample.Alice.StartedAt.AddTicks(1234));
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);
        await Ledger.LeaseAsync(Request() with { Worker = worker }, None);

        Assert.Equal(worker, Assert.Single(await Ledger.ListLeasedAsync("s", None)).Worker);
        Assert.Equal(worker, Assert.Single(await Ledger.ListWorkersAsync(None)).Worker);
    }

    [DatabaseFact]
    public async Task FindOpen_HalfDoneStudy_HasTheSizesOfTheRest()
    {
        await Ledger.SubmitAsync(
            Plan("s", [new PlannedJob(Job("craft-a"), 2) { Cost = 10 }, new PlannedJob(Job("train-b"), 1) { Cost = 2.5 }]), None);
        await Ledger.SubmitAsync(Plan("t", [new PlannedJob(Job("train-other"), 0) { Cost = 7 }]), None);
        await Ledger.CommitAsync(Assert.Single(await Ledger.LeaseAsync(Request(), None)), Empty, None);

        Assert.Equal([new(Key("train-b"), new JobSize("train", "cpu", 2.5))], await Ledger.FindOpenAsync("s", None));
    }

    [DatabaseFact]
    public async Task FindDoneAndArtifacts_TellFinishedJobsOnly()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b"), None);
        JobArtifact[] artifacts = [new("log", Hash("log"), 3), new("weights", Hash("weights"), 7)];
        await Ledger.CommitAsync(Assert.Single(await Ledger.LeaseAsync(Request(), None)), Empty with { Artifacts = artifacts }, None);
        JobKey[] keys = [Key("train-a"), Key("train-b"), Key("nobody")];

        Assert.Equal([Key("train-a")], await Ledger.FindDoneAsync(keys, None));
        var found = Assert.Single(await Ledger.FindArtifactsAsync(keys, None));
        Assert.Equal(Key("train-a"), found.Key);
        Assert.Equal(artifacts, found.Value);
    }

    [DatabaseFact]
    public async Task ListWorkers_TellsWhoHoldsAndDidWhat()
    {
        await Ledger.SubmitAsync(Plan("s", "a", "b", "c"), None);
        await Ledger.CommitAsync(Assert.Single(await Ledger.LeaseAsync(Request(), None)), Empty, None);
        await Ledger.LeaseAsync(Request(), None);
        _test.Time.Advance(TimeSpan.FromSeconds(10));
        var bobs = await Ledger.LeaseAsync(Request(worker: Bob), None);
        _test.Time.Advance(TimeSpan.FromSeconds(5));
        await Ledger.RenewAsync(bobs, Lease, None);

        var now = _test.Time.GetUtcNow();
        Assert.Equal(
            [
                new WorkerStatus(Bob, now, 1, 0, TimeSpan.Zero),
                new WorkerStatus(Alice, now.AddSeconds(-15), 1, 1, TimeSpan.FromMilliseconds(5)),
            ],
            await Ledger.ListWorkersAsync(None));
    }

    [DatabaseFact]
    public async Task TakeOver_ClaimedJob_IsTheNewWorkersUnderTheSameToken()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        _test.Time.Advance(Lease - TimeSpan.FromSeconds(1));

        var taken = await Ledger.HandOverAsync(lease.Job.Key, lease.Token, Bob, Lease, None);

        Assert.Equal((lease.Job.Key, lease.Token, lease.Attempt), (taken!.Job.Key, taken.Token, taken.Attempt));
        Assert.Equal(Bob, Assert.Single(await Ledger.ListLeasedAsync("s", None)).Worker);
        _test.Time.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.Empty(await Ledger.LeaseAsync(Request(), None));
        Assert.True(await Ledger.CommitAsync(taken, Empty, None));
    }

    [DatabaseFact]
    public async Task TakeOver_TokenOfAnEndedLease_IsRefused()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);
        var old = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        _test.Time.Advance(Lease + TimeSpan.FromSeconds(2));
        var current = Assert.Single(await Ledger.LeaseAsync(Request(), None));

        Assert.Null(await Ledger.HandOverAsync(old.Job.Key, old.Token, Bob, Lease, None));
        Assert.Equal(Alice, Assert.Single(await Ledger.ListLeasedAsync("s", None)).Worker);
        Assert.True(await Ledger.CommitAsync(current, Empty, None));
    }

    [DatabaseFact]
    public async Task EndLeasesOf_WorkerThatIsGone_ItsJobsAreReadyAtOnceAndNobodyElses()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b"), None);
        var lost = Assert.Single(await Ledger.LeaseAsync(Request(worker: Bob), None));
        var kept = Assert.Single(await Ledger.LeaseAsync(Request(), None));

        Assert.Equal(1, await Ledger.EndLeasesOfAsync(Bob, None));

        var again = Assert.Single(await Ledger.LeaseAsync(Request(2), None));
        Assert.Equal((lost.Job.Key, lost.Token + 1), (again.Job.Key, again.Token));
        Assert.False(await Ledger.CommitAsync(lost, Empty, None));
        Assert.True(await Ledger.CommitAsync(kept, Empty, None));
    }

    private async Task RunOneAsync()
    {
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        Assert.True(await Ledger.CommitAsync(lease, Empty, None));
    }
}
