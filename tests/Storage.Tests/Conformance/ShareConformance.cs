using System.Globalization;
using Experiments.Contracts;
using Experiments.Ports;
using static Experiments.Storage.Tests.Sample;

namespace Experiments.Storage.Tests;

/// <summary>Who gets the next place, and what a quota leaves. Runs on each database. Jobs take the time of their study on the test's clock;
/// a job's kind is its study's name.</summary>
public abstract class ShareConformance(StorageFixture fixture) : IAsyncLifetime
{
    private const int Minute = 60_000;

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Dictionary<string, int> _milliseconds = [];
    private readonly List<(long End, JobLease Lease, ILedger Ledger)> _running = [];
    private readonly Dictionary<string, double> _deviceTime = [];
    private TestDatabase _test = null!;
    private ExperimentDatabase _database = null!;

    private ILedger Ledger => _database.Ledger;

    private long Now => _test.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task InitializeAsync()
    {
        _test = await fixture.CreateAsync();
        _database = await _test.OpenAsync();
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [DatabaseFact]
    public async Task Lease_SixtyTrainingsOfOneStudy_TwelveTinyJobsOfAnotherDoNotWaitForThem()
    {
        await SubmitAsync("trainings", "ann", jobs: 60, milliseconds: 10 * Minute);
        await ServeAsync(slots: 2, 9 * Minute, Ledger);
        await SubmitAsync("tiny", "ann", jobs: 12, milliseconds: 1000);

        await ServeAsync(slots: 2, Minute + 12_500, Ledger);

        Assert.Equal(12, (await Ledger.CountAsync("tiny", None)).Done);
        // The last tiny job's place is the trainings' again.
        Assert.Equal(2, (await Ledger.CountAsync("trainings", None)).Leased);
    }

    [DatabaseTheory]
    [InlineData(2, 4)]
    [InlineData(3, 4)]
    [InlineData(7, 3)]
    [InlineData(20, 6)]
    public async Task Lease_StudiesWithReadyWork_EachHasItsShareOfAMinute(int studies, int slots)
    {
        for (var i = 0; i < studies; i++)
        {
            await SubmitAsync(Name(i), $"user-{i % 10}", jobs: 1600, milliseconds: 200 + 50 * (i % 5));
        }

        await ServeAsync(slots, Minute, Ledger);

        AssertShares(slots, [.. Enumerable.Range(0, studies).Select(i => (Name(i), ShareOf(i)))]);

        // A user's share is its studies' together.
        double ShareOf(int i) =>
            1.0 / Math.Min(studies, 10) / Enumerable.Range(0, studies).Count(other => other % 10 == i % 10);
    }

    [DatabaseFact]
    public async Task Lease_SeveralWorkersOnOneDatabase_DivideTheirPlacesTogether()
    {
        var ledgers = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => (await _test.OpenAsync()).Ledger));
        for (var i = 0; i < 5; i++)
        {
            await SubmitAsync(Name(i), "ann", jobs: 1000, milliseconds: 150 + 60 * i);
        }

        await ServeAsync(slots: 6, Minute, ledgers);

        AssertShares(6, [.. Enumerable.Range(0, 5).Select(i => (Name(i), 0.2))]);
    }

    [DatabaseFact]
    public async Task Lease_StudiesOfDifferentPriority_ShareByIt()
    {
        await SubmitAsync("light", "ann", jobs: 2000, milliseconds: 200, priority: 10);
        await SubmitAsync("middle", "ann", jobs: 2000, milliseconds: 300);
        await SubmitAsync("heavy", "ann", jobs: 2000, milliseconds: 250, priority: 50);
        await Ledger.SetPriorityAsync("middle", 40, None);

        await ServeAsync(slots: 3, Minute, Ledger);

        AssertShares(3, ("light", 0.1), ("middle", 0.4), ("heavy", 0.5));
    }

    [DatabaseFact]
    public async Task Lease_UserWithTenStudies_GetsNoMoreThanOneWithOne()
    {
        for (var i = 0; i < 10; i++)
        {
            await SubmitAsync($"many{i}", "ann", jobs: 400, milliseconds: 200, priority: 100);
        }

        await SubmitAsync("single", "bob", jobs: 1000, milliseconds: 200, priority: 1);

        await ServeAsync(slots: 4, Minute, Ledger);

        AssertShares(4, ("single", 0.5));
    }

    [DatabaseFact]
    public async Task Lease_StudyWithoutReadyWork_ItsShareIsUsedAndItComesBackToItsShareOnly()
    {
        await SubmitAsync("steady", "ann", jobs: 3000, milliseconds: 200);
        await SubmitAsync("short", "bob", jobs: 10, milliseconds: 200);

        await ServeAsync(slots: 4, 2 * Minute, Ledger);
        Assert.InRange(_deviceTime["steady"], 4 * 2 * Minute - 3000, 4 * 2 * Minute);

        _deviceTime.Clear();
        await SubmitAsync("again", "bob", jobs: 2000, milliseconds: 200);
        await ServeAsync(slots: 4, Minute, Ledger);
        AssertShares(4, ("steady", 0.5), ("again", 0.5));
    }

    [DatabaseFact]
    public async Task Lease_JobThatTwoStudiesWant_CountsAgainstTheOneThatLeasesIt()
    {
        await Ledger.SubmitAsync(Plan("first", "train-a", "train-b"), None);
        await Ledger.SubmitAsync(Plan("second", "train-b", "train-a"), None);

        var own = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        var borrowed = Assert.Single(await Ledger.LeaseAsync(Request(study: "second"), None));

        Assert.Equal(("first", "second"), (own.ChargedTo, borrowed.ChargedTo));
        Assert.Equal(_test.Time.GetUtcNow(), own.LeasedAt);
        Assert.Equal("second", (await Ledger.HandOverAsync(borrowed.Job.Key, borrowed.Token, Bob, Sample.Lease, None))!.ChargedTo);
    }

    [DatabaseFact]
    public async Task Lease_JobThatItsStudyDropped_RunsBesideOthers()
    {
        await SubmitAsync("busy", "ann", jobs: 100, milliseconds: 1000);
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b"), None);
        await Ledger.SubmitAsync(Plan("t", "train-b"), None);
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);

        var leases = await Ledger.LeaseAsync(Request(6), None);

        Assert.Contains(leases, lease => lease.Job.Key == Key("train-b") && lease.ChargedTo is null);
    }

    [DatabaseFact]
    public async Task Lease_PlacesOfACluster_AreKeptForStudiesThatSomebodyLeasesFor()
    {
        await SubmitAsync("first", "ann", jobs: 50, milliseconds: 1000);
        await SubmitAsync("second", "bob", jobs: 50, milliseconds: 1000);
        await SubmitAsync("third", "eve", jobs: 50, milliseconds: 1000);
        await Ledger.KeepPlacesAsync("second", TimeSpan.FromSeconds(10), None);
        var request = Request(12, study: "first") with { ClusterPlaces = 12 };

        var first = await Ledger.LeaseAsync(request, None);
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await Ledger.WaitForJobsAsync(request with { Count = 1 }, TimeSpan.Zero, None));
        var second = await Ledger.LeaseAsync(request with { Study = "second" }, None);

        // Nobody leases for the third, so its share is the others'.
        Assert.Equal((6, 6), (first.Count, second.Count));
        await Ledger.ReleaseAsync(second, None);
        _test.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(6, (await Ledger.LeaseAsync(request, None)).Count);
    }

    [DatabaseFact]
    public async Task Lease_QuotaOfJobs_HoldsForAllStudiesAndLeasers()
    {
        await SubmitAsync("first", "ann", jobs: 50, milliseconds: 1000);
        await SubmitAsync("second", "ann", jobs: 50, milliseconds: 1000);
        await Ledger.SetQuotaAsync(new Quota("ann", 5, null), None);
        var ledgers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => (await _test.OpenAsync()).Ledger));

        var leases = (await Task.WhenAll(ledgers.Select((ledger, i) => Task.Run(() => ledger.LeaseAsync(
            Request(4, Alice with { ProcessId = i }, i % 3 == 0 ? "first" : null), None))))).SelectMany(taken => taken).ToList();

        Assert.Equal(5, leases.Count);
        Assert.Equal("waits: the quota of ann is used up (5 jobs at once)", (await Ledger.FindQuotaAsync("second", None))!.Waits);
        Assert.False(await Ledger.WaitForJobsAsync(Request(), TimeSpan.Zero, None));
        Assert.True(await Ledger.CommitAsync(leases[0], Empty, None));
        Assert.True(await Ledger.WaitForJobsAsync(Request(), TimeSpan.Zero, None));
        Assert.Single(await Ledger.LeaseAsync(Request(3), None));
        Assert.True(await Ledger.RemoveQuotaAsync("ann", None));
        Assert.False(await Ledger.RemoveQuotaAsync("ann", None));
        Assert.Equal(3, (await Ledger.LeaseAsync(Request(3), None)).Count);
    }

    [DatabaseFact]
    public async Task Lease_QuotaOfDeviceHours_EndsWithTheDay()
    {
        await SubmitAsync("first", "ann", jobs: 50, milliseconds: 15 * Minute);
        await SubmitAsync("second", "bob", jobs: 50, milliseconds: 15 * Minute);
        await Ledger.SetQuotaAsync(new Quota("ann", null, 1.25), None);

        await ServeAsync(slots: 4, 60 * Minute, Ledger);

        // Two places for half an hour each make an hour; the quarter that is left begins two jobs more.
        Assert.Equal(6, (await Ledger.CountAsync("first", None)).Done);
        var line = Assert.Single(await Ledger.ListQuotasAsync(None));
        Assert.Equal((0, 1.5), (line.Leased, Math.Round(line.DeviceHoursToday, 6)));
        Assert.Equal(
            "waits: the quota of ann is used up (1.25 device-hours a day); it goes on at 00:00 UTC",
            (await Ledger.FindQuotaAsync("first", None))!.Waits);
        Assert.Null(await Ledger.FindQuotaAsync("second", None));
        Assert.Empty(await Ledger.LeaseAsync(Request(study: "first"), None));

        _test.Time.Advance(TimeSpan.FromDays(1));
        Assert.Single(await Ledger.LeaseAsync(Request(study: "first"), None));
    }

    [DatabaseFact]
    public async Task Submit_NextRevision_HasThePriorityUnlessItNamesOne()
    {
        await SubmitAsync("s", "ann", jobs: 1, milliseconds: 1, priority: 30);
        await SubmitAsync("s", "ann", jobs: 2, milliseconds: 1);
        Assert.Equal((2, 30), await PriorityAsync());

        await SubmitAsync("s", "ann", jobs: 2, milliseconds: 1, priority: 7);
        Assert.Equal((2, 7), await PriorityAsync());

        await Ledger.RenameAsync("s", "t", definition => definition, None);
        Assert.Equal(7, (await _database.Results.FindStudyAsync("t", None))!.Priority);

        async Task<(int, int)> PriorityAsync()
        {
            var study = (await _database.Results.FindStudyAsync("s", None))!;
            return (study.Revision, study.Priority);
        }
    }

    [DatabaseFact]
    public async Task SetPriorityAndQuota_OutOfRange_SayTheRule()
    {
        await SubmitAsync("s", "ann", jobs: 1, milliseconds: 1);

        var priority = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Ledger.SetPriorityAsync("s", 101, None));
        Assert.Equal("priority is 101; it must be a whole number from 1 to 100. (Parameter 'priority')", priority.Message);
        await Assert.ThrowsAsync<StudyNotFoundException>(() => Ledger.SetPriorityAsync("nobody", 5, None));
        var jobs = await Assert.ThrowsAsync<ArgumentException>(() => Ledger.SetQuotaAsync(new Quota("ann", 0, null), None));
        Assert.Equal("jobs is 0; it must be a whole number from 1 to 2147483647.", jobs.Message);
        var hours = await Assert.ThrowsAsync<ArgumentException>(() => Ledger.SetQuotaAsync(new Quota("ann", 1, 0), None));
        Assert.Equal("device-hours is 0; it must be a number of more than 0.", hours.Message);
        var none = await Assert.ThrowsAsync<ArgumentException>(() => Ledger.SetQuotaAsync(new Quota("ann", null, null), None));
        Assert.Equal("the quota of ann has no limit; it must have one of jobs and device-hours, or both.", none.Message);
        Assert.Empty(await Ledger.ListQuotasAsync(None));
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"study{i:00}");

    private async Task SubmitAsync(string study, string user, int jobs, int milliseconds, int? priority = null)
    {
        _milliseconds[study] = milliseconds;
        var submission = new SubmitOptions(new Submitter(user, "lab"), Replace: false) { Priority = priority };
        await Ledger.SubmitAsync(Flat(study, jobs, prefix: study) with { Submission = submission }, None);
    }

    /// <summary>Workers with so many slots together, one after the other on each ledger.</summary>
    private async Task ServeAsync(int slots, int milliseconds, params ILedger[] ledgers)
    {
        var end = Now + milliseconds;
        while (true)
        {
            while (_running.Count < slots)
            {
                var ledger = ledgers.OrderBy(one => _running.Count(job => job.Ledger == one)).First();
                var free = ledgers.Length == 1 ? slots - _running.Count : 1;
                var leases = await ledger.LeaseAsync(new LeaseRequest(null, Alice, free, TimeSpan.FromDays(1)), None);
                _running.AddRange(leases.Select(lease => (Now + _milliseconds[lease.Job.Kind], lease, ledger)));
                if (leases.Count < free)
                {
                    break;
                }
            }

            var next = Math.Min(end, _running.Select(job => job.End).DefaultIfEmpty(end).Min());
            foreach (var (_, lease, _) in _running)
            {
                _deviceTime[lease.Job.Kind] = _deviceTime.GetValueOrDefault(lease.Job.Kind) + next - Now;
            }

            _test.Time.Advance(TimeSpan.FromMilliseconds(next - Now));
            foreach (var (_, lease, ledger) in _running.Where(job => job.End <= Now).ToList())
            {
                var result = Empty with { Duration = TimeSpan.FromMilliseconds(_milliseconds[lease.Job.Kind]) };
                Assert.True(await ledger.CommitAsync(lease, result, None));
            }

            _running.RemoveAll(job => job.End <= Now);
            if (next == end)
            {
                return;
            }
        }
    }

    private void AssertShares(int slots, params (string Study, double Share)[] shares) => Assert.All(
        shares, expected =>
        {
            var share = _deviceTime.GetValueOrDefault(expected.Study) / ((double)slots * Minute) / expected.Share;
            Assert.True(
                share is >= 0.95 and <= 1.05, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{expected.Study} has {share:0.000} of its share; all have {string.Join(' ', _deviceTime)} ms."));
        });
}
