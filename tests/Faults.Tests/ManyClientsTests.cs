using System.Text.RegularExpressions;
using Experiments.Testing;

namespace Experiments.Faults.Tests;

/// <summary>Fault 4: many clients do the same thing at the same moment.</summary>
public sealed partial class ManyClientsTests(Lab lab) : IClassFixture<Lab>
{
    private const int Workers = 8, Jobs = 1001;

    private static readonly FaultStudy Study = FaultStudies.Cells;

    [PostgresFact]
    public async Task Submit_FourClientsAtOnceOnAnEmptyDatabase_ThenEightWorkers_EveryJobExactlyOnce()
    {
        var database = await lab.CreateDatabaseAsync();
        var file = database.Write(Study);
        var submits = Enumerable.Range(0, 4).Select(_ => database.Start("submit", file)).ToList();
        foreach (var submit in submits)
        {
            await submit.SucceedAsync();
            await submit.DisposeAsync();
        }

        Assert.Equal((long)Jobs, await database.ScalarAsync<long>("SELECT COUNT(*) FROM jobs"));
        Assert.Equal((long)Jobs, await database.ScalarAsync<long>("SELECT COUNT(*) FROM study_jobs"));

        // The first job makes the thousand others ready at one moment.
        var workers = Enumerable.Range(0, Workers).Select(_ => database.Start("work", "--until-idle", "--slots", "1")).ToList();
        foreach (var worker in workers)
        {
            await worker.SucceedAsync();
            await worker.DisposeAsync();
        }

        var done = workers.SelectMany(worker => DoneLine().Matches(worker.Error)).Select(match => match.Groups["job"].Value).ToList();
        Assert.Equal((Jobs, Jobs), (done.Count, done.Distinct().Count()));
        Assert.Equal((long)Jobs, await database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM jobs WHERE state = 'done' AND token = 1 AND attempts = 1 AND losses = 0"));
        Assert.Equal((long)Jobs - 1, await database.ScalarAsync<long>("SELECT COUNT(*) FROM model_errors"));
        Assert.True(await database.ScalarAsync<long>("SELECT COUNT(DISTINCT worker) FROM jobs") > 1);

        // A file that one process works on is the undisturbed run here.
        var folder = lab.Folder();
        await File.WriteAllTextAsync(Path.Combine(folder, file), Study.Text);
        await using var run = ClientProcess.Start(folder, null, "run", file, "--quiet");
        await run.SucceedAsync();
        Assert.Equal(await lab.ExportAsync(folder, null, Study), await lab.ExportAsync(database.Folder, database.Connection, Study));
    }

    [GeneratedRegex(@"done: .* \((?<job>[0-9a-f]+)\) in ")]
    private static partial Regex DoneLine();
}
