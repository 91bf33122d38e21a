using Experiments.Contracts;
using Experiments.Ports;
using static Experiments.Storage.Tests.Sample;

namespace Experiments.Storage.Tests;

/// <summary>What becomes of a study whose contents change. Runs on each database.</summary>
public abstract class RevisionConformance(StorageFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly QueryLimits Limits = new(100, TimeSpan.FromSeconds(30)) { AsOwner = true };
    private static readonly SubmitOptions ByAnn = new(new("ann", "lab1"), Replace: false), ByBob = new(new("bob", "lab2"), Replace: false);

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
    public async Task Submit_ChangedContents_IsTheNextRevisionAndTheEarlierOneStays()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b") with { Submission = ByAnn }, None);
        await FinishAsync();
        _test.Time.Advance(TimeSpan.FromDays(1));
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-c") with { Submission = ByBob }, None);

        var revisions = await _database.Results.ListRevisionsAsync("s", None);

        Assert.Equal([2, 1], revisions.Select(r => r.Revision));
        Assert.Equal([ByBob.By, ByAnn.By], revisions.Select(r => r.By));
        Assert.Equal([_test.Time.GetUtcNow(), _test.Time.GetUtcNow().AddDays(-1)], revisions.Select(r => r.SubmittedAt));
        Assert.Equal(2, Assert.Single(await _database.Results.ListStudiesAsync(None)).Revision);
        Assert.Equal(revisions[1], await _database.Results.FindStudyAsync("s@1", None));
        Assert.Null(await _database.Results.FindStudyAsync("s@3", None));
        Assert.Equal([Key("craft-a"), Key("craft-b")], (await _database.Results.ReadStudyJobsAsync("s@1", None)).Select(n => n.Job));
        Assert.Equal([Key("craft-a"), Key("craft-c")], (await _database.Results.ReadStudyJobsAsync("s", None)).Select(n => n.Job));
        Assert.Equal([Key("craft-a"), Key("craft-b")],
            (await _database.Results.ReadRowsAsync<AdversarialExampleRow>("s@1", None)).Select(r => r.Job));
        Assert.Equal(new JobCounts(0, 0, 0, 2, 0, 0), await Ledger.CountAsync("s@1", None));
        Assert.Equal(new JobCounts(0, 1, 0, 1, 0, 0), await Ledger.CountAsync("s", None));
    }

    [DatabaseFact]
    public async Task Submit_EqualContents_KeepsTheRevisionAndWhoAndWhen()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a") with { Submission = ByAnn }, None);
        _test.Time.Advance(TimeSpan.FromDays(1));
        await Ledger.SubmitAsync(Plan("s", "craft-a") with { Submission = ByBob }, None);

        var study = Assert.Single(await _database.Results.ListRevisionsAsync("s", None));

        Assert.Equal((1, ByAnn.By, _test.Time.GetUtcNow().AddDays(-1)), (study.Revision, study.By, study.SubmittedAt));
    }

    [DatabaseFact]
    public async Task Submit_ThatDropsOpenJobsOfSomebodyElse_IsRefusedAndChangesNothing()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b", "craft-c") with { Submission = ByAnn }, None);
        var plan = Plan("s", "craft-a", "craft-d") with { Submission = ByBob };

        var error = await Assert.ThrowsAsync<StudyConflictException>(() => Ledger.SubmitAsync(plan, None));

        Assert.Equal(
            "study s: revision 1 is ann@lab1's, and 2 of its open jobs would not run any more; --replace drops them.", error.Message);
        Assert.Equal(1, (await _database.Results.FindStudyAsync("s", None))!.Revision);
        Assert.Equal(new JobCounts(0, 3, 0, 0, 0, 0), await Ledger.CountAsync(null, None));
        await Ledger.SubmitAsync(plan with { Submission = ByBob with { Replace = true } }, None);
        Assert.Equal(new JobCounts(0, 2, 0, 0, 0, 2), await Ledger.CountAsync(null, None));
    }

    [DatabaseFact]
    public async Task Submit_ThatDropsOwnJobsOrDoneOnesOrThoseOfAnotherStudy_NeedsNoWord()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b") with { Submission = ByAnn }, None);
        await Ledger.SubmitAsync(Plan("s", "craft-a") with { Submission = new(new("ann", "lab9"), Replace: false) }, None);
        await FinishAsync();
        await Ledger.SubmitAsync(Plan("s", "craft-c") with { Submission = ByBob }, None);
        await Ledger.SubmitAsync(Plan("t", "craft-c") with { Submission = ByAnn }, None);
        await Ledger.SubmitAsync(Plan("s", "craft-d") with { Submission = ByAnn }, None);

        Assert.Equal(4, (await _database.Results.FindStudyAsync("s", None))!.Revision);
        Assert.Equal([Key("craft-c")], (await Ledger.LeaseAsync(Request(5, study: "t"), None)).Select(l => l.Job.Key));
        Assert.Equal([Key("craft-d")], (await Ledger.LeaseAsync(Request(5, study: "s"), None)).Select(l => l.Job.Key));
    }

    [DatabaseFact]
    public async Task Lease_JobsThatOnlyAnEarlierRevisionWanted_AreNobodys()
    {
        await Ledger.SubmitAsync(Plan("t", "craft-a"), None);
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b"), None);
        await Ledger.SubmitAsync(Plan("s", "craft-c"), None);

        Assert.Equal([Key("craft-c")], (await Ledger.LeaseAsync(Request(5, study: "s"), None)).Select(l => l.Job.Key));
        Assert.Equal([Key("craft-a")], (await Ledger.LeaseAsync(Request(5), None)).Select(l => l.Job.Key));
    }

    [DatabaseFact]
    public async Task Garbage_KeepsWhatAnyRevisionNeeds()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b"), None);
        await FinishAsync();
        await Ledger.SubmitAsync(Plan("s", "craft-c"), None);
        await FinishAsync();

        Assert.Equal(new GarbageSummary(0, 0, 0, 0, 0), await _database.Tools.CollectGarbageAsync(apply: true, None));
        Assert.Equal(2, (await _database.Results.ReadRowsAsync<AdversarialExampleRow>("s@1", None)).Count);
        await Ledger.RemoveAsync(new("s", 1), SubmitOptions.None, None);
        Assert.Equal(new GarbageSummary(2, 2, 0, 0, 0), await _database.Tools.CollectGarbageAsync(apply: true, None));
        Assert.Single(await _database.Results.ReadRowsAsync<AdversarialExampleRow>("s", None));
    }

    [DatabaseFact]
    public async Task Views_ShowTheNewestRevisionAndOnRequestAll()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b"), None);
        await FinishAsync();
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-c"), None);
        await FinishAsync();

        Assert.Equal(["2", "2"], await TextsAsync("SELECT revision FROM v_examples WHERE study = 's' ORDER BY position"));
        Assert.Equal(
            [Key("craft-a").Value, Key("craft-b").Value],
            await TextsAsync("SELECT job FROM v_examples_revisions WHERE study = 's' AND revision = 1 ORDER BY position"));
    }

    [DatabaseFact]
    public async Task Remove_TheNewestRevision_MakesTheOneBeforeTheStudy()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b"), None);
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-c"), None);

        Assert.Equal(new RemovedStudy(1, 1), await Ledger.RemoveAsync(new("s", 2), SubmitOptions.None, None));

        Assert.Equal(1, (await _database.Results.FindStudyAsync("s", None))!.Revision);
        Assert.Equal(new JobCounts(0, 1, 0, 0, 0, 1), await Ledger.CountAsync("s", None));
        Assert.Equal(1, await Ledger.ResumeAsync("s", None));
        Assert.Equal([Key("craft-a"), Key("craft-b")], (await Ledger.LeaseAsync(Request(5, study: "s"), None)).Select(l => l.Job.Key));
    }

    [DatabaseFact]
    public async Task Remove_AStudy_LeavesNoRevisionAndCancelsWhatNobodyElseWants()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        await Ledger.SubmitAsync(Plan("s", "craft-b", "craft-c"), None);
        await Ledger.SubmitAsync(Plan("t", "craft-c"), None);

        Assert.Equal(new RemovedStudy(2, 1), await Ledger.RemoveAsync(new("s", null), SubmitOptions.None, None));

        Assert.Equal(["t"], (await _database.Results.ListStudiesAsync(None)).Select(s => s.Name));
        Assert.Equal([Key("craft-c")], (await Ledger.LeaseAsync(Request(5), None)).Select(l => l.Job.Key));
        await Assert.ThrowsAsync<StudyNotFoundException>(() => Ledger.RemoveAsync(new("s", null), SubmitOptions.None, None));
        var error = await Assert.ThrowsAsync<StudyNotFoundException>(() => Ledger.RemoveAsync(new("t", 7), SubmitOptions.None, None));
        Assert.Equal("study is 't@7'; it must be one of those submitted: t@1.", error.Message);
    }

    [DatabaseFact]
    public async Task Remove_OpenJobsOfSomebodyElse_NeedsForce()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a") with { Submission = ByAnn }, None);

        var error = await Assert.ThrowsAsync<StudyConflictException>(() => Ledger.RemoveAsync(new("s", null), ByBob, None));

        Assert.Equal(
            "study s: revision 1 is ann@lab1's, and 1 of its open jobs would not run any more; --force removes it all the same.",
            error.Message);
        Assert.NotNull(await _database.Results.FindStudyAsync("s", None));
        Assert.Equal(new RemovedStudy(1, 1), await Ledger.RemoveAsync(new("s", null), ByBob with { Replace = true }, None));
    }

    [DatabaseFact]
    public async Task Rename_BringsRevisionsJobsAndDefinitionsAlong()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a") with { Submission = ByAnn }, None);
        await Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b"), None);

        await Ledger.RenameAsync("s", "t", definition => definition.Replace("\"s\"", "\"t\"", StringComparison.Ordinal), None);

        Assert.Null(await _database.Results.FindStudyAsync("s", None));
        Assert.Equal([2, 1], (await _database.Results.ListRevisionsAsync("t", None)).Select(r => r.Revision));
        Assert.Equal(Plan("t", "craft-a").Definition, (await _database.Results.FindStudyAsync("t@1", None))!.Definition);
        await Ledger.SubmitAsync(Plan("t", "craft-a", "craft-b") with { Title = "Title of s" }, None);
        Assert.Equal(2, (await _database.Results.FindStudyAsync("t", None))!.Revision);
        Assert.Equal([Key("craft-a"), Key("craft-b")],
            (await Ledger.LeaseAsync(Request(5, study: "t"), None)).Select(l => l.Job.Key).Order());
    }

    [DatabaseFact]
    public async Task Rename_ToANameThatIsTakenOrWhileJobsAreInHand_IsRefused()
    {
        await Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        await Ledger.SubmitAsync(Plan("t", "craft-b"), None);

        var taken = await Assert.ThrowsAsync<StudyConflictException>(() => Ledger.RenameAsync("s", "t", text => text, None));
        await Ledger.LeaseAsync(Request(1, study: "s"), None);
        var busy = await Assert.ThrowsAsync<StudyConflictException>(() => Ledger.RenameAsync("s", "u", text => text, None));

        Assert.Equal("name is 't'; it must be one that no study has.", taken.Message);
        Assert.Equal(
            "study s: 1 of its jobs are in workers' hands; it must be cancelled or wait for them before it is renamed.", busy.Message);
    }

    private async Task FinishAsync()
    {
        foreach (var lease in await Ledger.LeaseAsync(Request(10), None))
        {
            Assert.True(await Ledger.CommitAsync(lease, Result(Example(lease.Job.Key, 1)), None));
        }
    }

    private async Task<IEnumerable<string>> TextsAsync(string sql) =>
        (await _database.Tools.QueryAsync(sql, Limits, None)).Rows.Select(
            row => Convert.ToString(row[0], System.Globalization.CultureInfo.InvariantCulture)!);
}
