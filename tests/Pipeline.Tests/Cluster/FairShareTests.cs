using System.Globalization;
using Experiments.Contracts;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Experiments.Simulation;

namespace Experiments.Pipeline.Tests;

/// <summary>A coordinator for every study, simulated silos, a virtual clock: each leases for its own study only, and together they divide
/// the places.</summary>
public sealed class FairShareTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly VirtualClock _clock = new();
    private readonly MemoryLedger _ledger;
    private readonly SimulatedCluster _cluster;
    private readonly Dictionary<string, StudyCoordinator> _coordinators = [];
    private readonly Dictionary<string, TimeSpan> _durations = [];
    private readonly List<Task> _runs = [];
    private readonly CancellationTokenSource _stop = new();
    private int _jobs;

    public FairShareTests()
    {
        _ledger = new MemoryLedger(_clock);
        _cluster = new SimulatedCluster(_clock, _ledger, (job, _) => _durations[job.Kind])
        {
            EndedOf = (study, end) => _coordinators.GetValueOrDefault(study)?.JobEnded(end),
        };
    }

    public void Dispose() => _stop.Dispose();

    [Fact]
    public void Run_SixtyTrainingsHoldAllPlaces_TwelveTinyJobsOfAnotherStudyDoNotWaitForThem()
    {
        Start(silos: 2, devices: 1, places: 1);

        _clock.Run(async () =>
        {
            await SubmitAsync("trainings", "ann", jobs: 60, TimeSpan.FromMinutes(10));
            await Task.Delay(9 * Minute, _clock);
            await SubmitAsync("tiny", "ann", jobs: 12, TimeSpan.FromSeconds(1));
            await Task.Delay(Minute + TimeSpan.FromSeconds(25), _clock);
            Assert.Equal(12, (await _ledger.CountAsync("tiny", default)).Done);
            await EndAsync();
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(20)]
    public void Run_StudiesOnThreeSilos_EachHasItsShareOfAMinute(int studies)
    {
        Start(silos: 3, devices: 6);

        Share(
            [.. Enumerable.Range(0, studies).Select(i => (Name(i), $"user-{i % 10}", 10, 0.6 + 0.1 * (i % 5)))],
            [.. Enumerable.Range(0, studies).Select(i => (Name(i), ShareOf(i)))]);

        double ShareOf(int i) =>
            1.0 / Math.Min(studies, 10) / Enumerable.Range(0, studies).Count(other => other % 10 == i % 10);
    }

    [Fact]
    public void Run_StudiesOfDifferentPriority_ShareByIt()
    {
        Start(silos: 2, devices: 10);

        Share([("light", "ann", 10, 0.8), ("middle", "ann", 40, 0.9), ("heavy", "ann", 50, 0.7)],
            [("light", 0.1), ("middle", 0.4), ("heavy", 0.5)]);
    }

    [Fact]
    public void Run_UserWithTenStudies_GetsNoMoreThanOneWithOne()
    {
        Start(silos: 2, devices: 10);

        Share(
            [("single", "bob", 1, 0.8), .. Enumerable.Range(0, 10).Select(i => (Name(i), "ann", 100, 0.7))],
            [("single", 0.5)]);
    }

    [Fact]
    public void Run_StudyThatNobodyLeasesFor_ItsShareIsUsedByTheOthers()
    {
        Start(silos: 2, devices: 4);
        _clock.Run(async () =>
        {
            await _ledger.SubmitAsync(Plan("left", "eve", 10, 500, TimeSpan.FromSeconds(1)), default);
            await SubmitAsync("first", "ann", 2000, TimeSpan.FromSeconds(0.7));
            await SubmitAsync("second", "bob", 2000, TimeSpan.FromSeconds(0.7));
            await AssertSharesAsync(8, [("first", 0.5), ("second", 0.5)]);
            await EndAsync();
        });
    }

    [Fact]
    public void Run_StudyThatEnds_LeavesItsShareAndOneThatBeginsGetsNoMoreThanItsOwn()
    {
        Start(silos: 2, devices: 4);
        _clock.Run(async () =>
        {
            await SubmitAsync("steady", "ann", 6000, TimeSpan.FromSeconds(0.7));
            await SubmitAsync("short", "bob", 40, TimeSpan.FromSeconds(0.7));
            await Task.Delay(Minute, _clock);
            Assert.Equal(40, (await _ledger.CountAsync("short", default)).Done);
            await AssertSharesAsync(8, [("steady", 1)]);
            await SubmitAsync("again", "bob", 2000, TimeSpan.FromSeconds(0.7));
            await AssertSharesAsync(8, [("steady", 0.5), ("again", 0.5)]);
            await EndAsync();
        });
    }

    [Fact]
    public void Run_UserWithAQuota_HoldsNoMoreJobsAndOthersUseTheRest()
    {
        Start(silos: 2, devices: 4);
        _clock.Run(async () =>
        {
            var first = _ledger.SubmitAsync(Plan("first", "ann", 10, 500, TimeSpan.FromSeconds(1)), default);
            await first;
            await _ledger.SetQuotaAsync(new Quota("ann", 3, null), default);
            Coordinate("first");
            await SubmitAsync("second", "bob", 2000, TimeSpan.FromSeconds(1));
            for (var i = 0; i < 100; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(173), _clock);
                Assert.InRange((await _ledger.ListLeasedAsync("first", default)).Count, 0, 3);
            }

            Assert.Equal("waits: the quota of ann is used up (3 jobs at once)", (await ProgressAsync("first")).Waits);
            Assert.Null((await ProgressAsync("second")).Waits);
            await EndAsync();
        });
        Assert.True(_ledger.DeviceTimeOf("second") > 1.5 * _ledger.DeviceTimeOf("first"));
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"study{i:00}");

    private void Start(int silos, int devices, int places = 2)
    {
        for (var i = 0; i < silos; i++)
        {
            _cluster.Start($"silo-{i}", devices, places: places);
        }
    }

    private void Share(
        IReadOnlyList<(string Study, string User, int Priority, double Seconds)> studies,
        IReadOnlyList<(string Study, double Share)> shares)
    {
        var devices = 0;
        _clock.Run(async () =>
        {
            devices = (await _cluster.ListAsync(default)).Active.Sum(silo => silo.Devices.Count);
            foreach (var (study, user, priority, seconds) in studies)
            {
                await _ledger.SubmitAsync(Plan(study, user, priority, 2000, TimeSpan.FromSeconds(seconds)), default);
                Coordinate(study);
            }

            await AssertSharesAsync(devices, shares);
            await EndAsync();
        });
    }

    private async Task AssertSharesAsync(int devices, IReadOnlyList<(string Study, double Share)> shares)
    {
        var before = shares.ToDictionary(share => share.Study, share => _ledger.DeviceTimeOf(share.Study));
        var all = _cluster.Useful;
        await Task.Delay(Minute, _clock);
        all = _cluster.Useful - all;
        Assert.True(all > 0.95 * devices * Minute, $"devices computed for {all} of {devices * Minute}.");
        Assert.All(shares, expected =>
        {
            var share = (_ledger.DeviceTimeOf(expected.Study) - before[expected.Study]) / all / expected.Share;
            Assert.True(
                share is >= 0.95 and <= 1.05,
                string.Create(CultureInfo.InvariantCulture, $"{expected.Study} has {share:0.000} of its share."));
        });
    }

    private async Task SubmitAsync(string study, string user, int jobs, TimeSpan duration)
    {
        await _ledger.SubmitAsync(Plan(study, user, 10, jobs, duration), default);
        Coordinate(study);
    }

    private Plan Plan(string study, string user, int priority, int jobs, TimeSpan duration)
    {
        _durations[study] = duration;
        return new Plan
        {
            Study = study,
            Definition = "",
            Submission = new SubmitOptions(new Submitter(user, "lab"), Replace: false) { Priority = priority },
            Jobs = [.. Enumerable.Range(0, jobs).Select(_ => new PlannedJob(
                new Job { Key = new JobKey($"{_jobs++:x64}"), Kind = study, Version = 1, Settings = [], Inputs = [] }, 1))],
            Names = [],
        };
    }

    private void Coordinate(string study)
    {
        var services = new JobServices
        {
            Ledger = _ledger, Results = _ledger, Artifacts = null!, Data = null!, Threads = null!, Time = _clock,
        };
        var self = new WorkerId("silo:home", _coordinators.Count, DateTimeOffset.UnixEpoch);
        var coordinator = _coordinators[study] = new StudyCoordinator(study, self, services, _cluster, _cluster);
        _runs.Add(coordinator.RunAsync(_stop.Token));
    }

    private async Task<StudyProgress> ProgressAsync(string study) =>
        (await _coordinators[study].ReadEventsAsync(0, TimeSpan.Zero, default)).Progress;

    private async Task EndAsync()
    {
        // On the thread pool it would be no part of the clock's turn.
        _stop.Cancel();
        foreach (var run in _runs)
        {
            await run.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
