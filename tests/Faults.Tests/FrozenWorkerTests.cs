using Experiments.Testing;

namespace Experiments.Faults.Tests;

/// <summary>Fault 3: workers that stand still for longer than their leases and then go on.</summary>
public sealed class FrozenWorkerTests(Lab lab) : IClassFixture<Lab>
{
    private static readonly FaultStudy Study = FaultStudies.Networks;

    [PostgresFact]
    public async Task Freeze_BeyondTheLease_JobIsTakenOverAndTheLateResultRefused()
    {
        var database = await lab.CreateDatabaseAsync();
        await database.SubmitAsync(Study);

        // Stopped with its result on its way: the server gets it only after somebody else has done the job.
        await using var proxy = new Proxy(lab.Server.Port, Proxy.Trap.Result);
        await using var frozen = database.Start(proxy, "work", "--until-idle", "--slots", "1", "--lease", "2");
        await proxy.Caught;
        frozen.Freeze();

        await using var successor = database.Start("work", "--until-idle", "--slots", "1");
        await successor.SucceedAsync();
        var before = await database.OutcomeAsync(Study);
        proxy.Release();
        frozen.Continue();
        await frozen.SucceedAsync();

        Assert.Contains("commit refused: ", frozen.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("done: ", frozen.Error, StringComparison.Ordinal);
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT COUNT(*) FROM jobs WHERE losses = 1 AND token = 2"));
        before.AssertEquals(await database.OutcomeAsync(Study));
        (await lab.UndisturbedAsync(Study)).AssertEquals(before);
    }

    [PostgresFact]
    public async Task Freeze_InTheMiddleOfAJob_LosesTheLeaseAndGoesOnWithOtherJobs()
    {
        var database = await lab.CreateDatabaseAsync();
        await database.SubmitAsync(Study);
        await using var frozen = database.Start("work", "--until-idle", "--slots", "1", "--lease", "1");
        await database.UntilAsync(LabDatabase.Runs(frozen, "train"));
        frozen.Freeze();

        // The successor is stopped before it has written anything, so that the frozen worker's job is what it runs.
        await using var proxy = new Proxy(lab.Server.Port, Proxy.Trap.Result);
        await using var successor = database.Start(proxy, "work", "--until-idle", "--slots", "1");
        await database.UntilAsync("EXISTS (SELECT 1 FROM jobs WHERE losses = 1 AND token = 2)");
        frozen.Continue();
        await proxy.Caught;
        proxy.Release();
        await frozen.SucceedAsync();
        await successor.SucceedAsync();

        Assert.Matches("lease lost: |commit refused: ", frozen.Error);
        (await lab.UndisturbedAsync(Study)).AssertEquals(await database.OutcomeAsync(Study));
    }
}
