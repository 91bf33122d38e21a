using Experiments.Testing;

namespace Experiments.Faults.Tests;

/// <summary>Fault 2: the database server is restarted as by a crash.</summary>
public sealed class RestartedServerTests(Lab lab) : IClassFixture<Lab>
{
    private static readonly FaultStudy Study = FaultStudies.Networks;

    [PostgresFact]
    public async Task RestartImmediate_TwiceWithThreeWorkers_ChangesNoByte()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await lab.CreateDatabaseAsync(server);
        await database.SubmitAsync(Study);
        List<ClientProcess> workers = [.. Enumerable.Range(0, 3).Select(_ => database.Start("work", "--until-idle", "--slots", "1"))];
        try
        {
            foreach (var kind in (string[])["train", "craft"])
            {
                await database.UntilAsync($"EXISTS (SELECT 1 FROM jobs WHERE state = 'leased' AND kind = '{kind}')");
                await server.RestartAsync();
            }

            foreach (var worker in workers)
            {
                await worker.SucceedAsync();
            }
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }

        (await lab.UndisturbedAsync(Study)).AssertEquals(await database.OutcomeAsync(Study));
    }
}
