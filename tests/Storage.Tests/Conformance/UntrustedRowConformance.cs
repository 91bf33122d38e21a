using Experiments.Contracts;
using Experiments.Ports;
using static Experiments.Storage.Tests.Sample;

namespace Experiments.Storage.Tests;

/// <summary>Rows that this program did not write. Runs on each database.</summary>
#pragma warning disable CA1001 // Its queue of warnings holds nothing that has to be given back.
public abstract class UntrustedRowConformance(StorageFixture fixture) : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly WarningQueue _warnings = new();
    private TestDatabase _test = null!;
    private ExperimentDatabase _database = null!;

    private ILedger Ledger => _database.Ledger;

    public async Task InitializeAsync()
    {
        _test = await fixture.CreateAsync();
        _database = await _test.OpenAsync(new StorageOptions { Logging = _warnings, Kinds = [("train", 1)] });
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [DatabaseTheory]
    [InlineData("settings = 'no JSON'", "settings is no JSON: ")]
    [InlineData("settings = '[1]'", "settings is JSON, but no object.")]
    [InlineData("settings = '{\"a\":1,\"a\":2}'", "settings is no JSON: ")]
    [InlineData("settings = '{\"device\":5}'", "device of its settings is no text.")]
    [InlineData("key = '../../etc/passwd'", "job key is '../../etc/passwd'; it must be 64 lower-case hexadecimal digits.")]
    public async Task Lease_RowThatIsNoJob_FailsWithALineThatNamesItAndTheOthersAreLeased(string change, string why)
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b", "train-c"), None);
        await _test.TamperAsync($"UPDATE jobs SET {change} WHERE key = '{Key("train-a")}'");

        var leases = await Ledger.LeaseAsync(Request(2), None);
        leases = [.. leases, .. await Ledger.LeaseAsync(Request(2), None)];

        Assert.Equal([Key("train-b"), Key("train-c")], leases.Select(l => l.Job.Key));
        var counts = await Ledger.CountAsync(null, None);
        Assert.Equal((0, 2, 1), (counts.Ready, counts.Leased, counts.Failed));
        var warning = await _warnings.NextAsync();
        var key = change.StartsWith("key", StringComparison.Ordinal) ? "../../etc/passwd" : Key("train-a").Value;
        Assert.StartsWith(
            $"a job that nobody can run has failed: the database has a row that this program did not write (key '{key}'): {why}", warning,
            StringComparison.Ordinal);
        Assert.DoesNotContain('\n', warning);
    }

    /// <summary>One more was no number of the column: every lease ended with a fault, or made a number with a point of the token.</summary>
    [DatabaseTheory]
    [InlineData("token = 9223372036854775807")]
    [InlineData("attempts = 2147483647")]
    [InlineData("failures = 2147483647")]
    [InlineData("losses = 2147483647")]
    public async Task Lease_LargestNumber_IsLeasedAndFailsAsOthersDo(string change)
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "train-b"), None);
        await _test.TamperAsync($"UPDATE jobs SET {change} WHERE key = '{Key("train-a")}'");

        var leases = await Ledger.LeaseAsync(Request(2), None);
        var lease = leases.Single(l => l.Job.Key == Key("train-a"));
        Assert.Empty(await Ledger.RenewAsync(leases, Lease, None));
        Assert.True(await Ledger.FailAsync(lease, JobFailure.Retryable("lost"), None));
        _test.Time.Advance(TimeSpan.FromHours(1));
        var again = await Ledger.LeaseAsync(Request(2), None);

        Assert.Equal(2, leases.Count);
        var isOver = change.StartsWith("failures", StringComparison.Ordinal);
        Assert.Equal(
            isOver ? [Key("train-b")] : new HashSet<JobKey> { Key("train-a"), Key("train-b") }, again.Select(l => l.Job.Key).ToHashSet());
        Assert.Equal(isOver ? 1 : 0, (await Ledger.CountAsync(null, None)).Failed);
        Assert.False(await Ledger.FailAsync(lease, JobFailure.Retryable("late"), None));
    }

    [DatabaseFact]
    public async Task Lease_InputThatIsNoKey_FailsWithALineThatNamesTheJob()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a", "craft-a: train-a"), None);
        await _test.TamperAsync("UPDATE job_inputs SET input = 'x'; UPDATE jobs SET missing_inputs = 0, state = 'ready'");

        var lease = Assert.Single(await Ledger.LeaseAsync(Request(2), None));

        Assert.Equal(Key("train-a"), lease.Job.Key);
        var failed = Assert.Single(await Ledger.FindFailuresAsync("s", None));
        Assert.Equal(
            (Key("craft-a"), $"the database has a row that this program did not write (an input of job '{Key("craft-a")}'): job key is "
                + "'x'; it must be 64 lower-case hexadecimal digits."),
            (failed.Job, failed.Error));
    }

    [DatabaseFact]
    public async Task HandOver_RowThatIsNoJobAnyMore_FailsAndNobodyHasIt()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);
        var lease = Assert.Single(await Ledger.LeaseAsync(Request(), None));
        await _test.TamperAsync("UPDATE jobs SET settings = 'no JSON'");

        Assert.Null(await Ledger.HandOverAsync(lease.Job.Key, lease.Token, Bob, Lease, None));

        Assert.Equal(1, (await Ledger.CountAsync("s", None)).Failed);
    }

    [DatabaseFact]
    public async Task Retry_RowThatIsNoJob_FailsAgain()
    {
        await Ledger.SubmitAsync(Plan("s", "train-a"), None);
        await _test.TamperAsync("UPDATE jobs SET settings = 'no JSON'");
        Assert.Empty(await Ledger.LeaseAsync(Request(), None));

        Assert.Equal(1, await Ledger.RetryFailedAsync("s", None));
        Assert.Empty(await Ledger.LeaseAsync(Request(), None));

        Assert.Equal(1, (await Ledger.CountAsync("s", None)).Failed);
    }
}
