using Experiments.Testing;

namespace Experiments.Faults.Tests;

/// <summary>Fault 1: workers that are killed at any moment.</summary>
public sealed class KilledWorkerTests(Lab lab) : IClassFixture<Lab>
{
    private static readonly FaultStudy Study = FaultStudies.Networks;

    [PostgresFact]
    public async Task KillNine_TenTimesInOneStudy_ChangesNoByte()
    {
        var database = await lab.CreateDatabaseAsync();
        await database.SubmitAsync(Study);

        foreach (var moment in (string[])["train", "train", "train", "answer", "answer", "craft", "answer", "craft", "answer", "craft"])
        {
            if (moment == "answer")
            {
                await KillBeforeTheAnswerAsync(database);
            }
            else
            {
                await KillInTheMiddleAsync(database, moment);
            }
        }

        await using var last = database.Start("work", "--until-idle", "--slots", "1");
        await last.SucceedAsync();
        (await lab.UndisturbedAsync(Study)).AssertEquals(await database.OutcomeAsync(Study));
        Assert.True(await database.ScalarAsync<long>("SELECT COUNT(*) FROM workers") >= 11);
    }

    /// <summary>Kills a worker that has a job of this kind in hand.</summary>
    private static async Task KillInTheMiddleAsync(LabDatabase database, string kind)
    {
        while (true)
        {
            await using var worker = database.Start("work", "--until-idle", "--slots", "1", "--quiet");
            await database.UntilAsync(LabDatabase.Runs(worker, kind));
            await worker.KillAsync();
            if (await database.ScalarAsync<bool>($"SELECT {LabDatabase.Runs(worker, kind)}"))
            {
                // Nobody has told the ledger: the job was not finished when its worker died.
                return;
            }
        }
    }

    /// <summary>Kills a worker whose result is written and which has not heard of it.</summary>
    private async Task KillBeforeTheAnswerAsync(LabDatabase database)
    {
        var done = await database.ScalarAsync<long>("SELECT COUNT(*) FROM jobs WHERE state = 'done'");
        await using var proxy = new Proxy(lab.Server.Port, Proxy.Trap.Answer);
        await using var worker = database.Start(proxy, "work", "--slots", "1", "--quiet");
        await proxy.Caught;
        await worker.KillAsync();
        Assert.Equal(done + 1, await database.ScalarAsync<long>("SELECT COUNT(*) FROM jobs WHERE state = 'done'"));
    }
}
