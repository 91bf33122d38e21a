using System.Net;
using Experiments.Contracts;
using Experiments.Testing;
using Microsoft.Extensions.Logging;

namespace Experiments.Silo.Tests;

/// <summary>What a cluster does when nobody looks after it: real silo processes under the rights of their role.</summary>
public sealed class LiveClusterTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private static readonly Progress<StudyProgress> Nobody = new();

    [PostgresFact]
    public async Task Start_NamePortOrAddressOfALiveSilo_IsRefusedAndTheSiloLives()
    {
        var (taken, free) = (cluster.Ports, Enumerable.Range(0, 5).Select(_ => SiloPorts.Free()).ToList());
        // A silo of another machine, which has given itself the same loopback address; in a cluster of its own, where nobody misses it.
        await cluster.ExecuteAsync(
            $"""
            INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES ('other');
            INSERT INTO OrleansMembershipTable SELECT 'other', '127.0.0.1', {free[4].Silo}, 1, 'far', 'elsewhere', 3, 30000, NULL,
                now() AT TIME ZONE 'utc', (now() AT TIME ZONE 'utc') + interval '1 hour'
            """);
        (SiloPorts Ports, string Name, string Cluster, string Error)[] refused =
        [
            (free[0] with { Silo = taken.Silo }, "b", LiveCluster.Cluster,
                $"--silo-port is {taken.Silo}; it must be a free port, and something listens at"),
            (free[1] with { Gateway = taken.Gateway }, "b", LiveCluster.Cluster,
                $"--gateway-port is {taken.Gateway}; it must be a free port"),
            (free[2] with { Health = taken.Health }, "b", LiveCluster.Cluster, $"--health-port is {taken.Health}; it must be a free port"),
            (free[3], "a", LiveCluster.Cluster,
                $"--name is 'a'; it must be unique in the cluster, and the silo at 127.0.0.1:{taken.Silo} has it."),
            (free[4], "b", "other", $"--address and --silo-port are 127.0.0.1:{free[4].Silo}; they must be this silo's own, and silo 'far' "
                + "of machine elsewhere has them."),
        ];

        await Task.WhenAll(refused.Select(async start =>
        {
            await using var silo =
                SiloProcess.StartAt(start.Ports, [], start.Name, [.. cluster.Arguments, "--cluster", start.Cluster]);
            Assert.True(await silo.EndedAsync() == 2, silo.Output);
            Assert.Contains($"error: {start.Error}", silo.Output, StringComparison.Ordinal);
        }));

        Assert.Equal(HttpStatusCode.OK, await cluster.Silo.ProbeAsync("ready"));
        Assert.False(cluster.Silo.HasExited);
    }

    [PostgresFact]
    public async Task Rights_TakenAway_AreToldByReadinessAndToClientsAndComeBackWithOneScript()
    {
        var engine = await cluster.ConnectAsync();
        var study = LiveCluster.Study("rights");
        await engine.SubmitAsync(study, default);
        await engine.RunAsync("rights", new RunOptions(null), Nobody, default);

        await cluster.ExecuteAsync("REVOKE INSERT, UPDATE, DELETE ON OrleansRemindersTable FROM experiments_worker");
        await cluster.Silo.SaysAsync("database refuses the reminders");
        var fault =
            await Assert.ThrowsAsync<ClusterFaultException>(() => engine.RunAsync("rights", new RunOptions(null), Nobody, default));
        Assert.Contains("permission denied for table orleansreminderstable", fault.Message, StringComparison.Ordinal);

        await cluster.ExecuteAsync("REVOKE INSERT, UPDATE, DELETE ON OrleansMembershipTable FROM experiments_worker");
        await cluster.Silo.SaysAsync("database refuses the membership");
        await cluster.ExecuteAsync("REVOKE UPDATE ON jobs FROM experiments_worker");
        await cluster.Silo.SaysAsync("database refuses the ledger");

        await cluster.GrantAsync();
        await cluster.Silo.SaysAsync("ok");
        var summary = await engine.RunAsync("rights", new RunOptions(null), Nobody, default);
        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
    }

    [PostgresFact]
    public async Task Submit_NoSiloToBeReached_IsANoteAndTheSilosFindTheStudy()
    {
        using var log = new Lines();
        var engine = cluster.CutOff(log);

        await engine.SubmitAsync(LiveCluster.Study("found-running"), default);

        Assert.Equal(
            "study found-running is in the database and the cluster could not be told (cluster 'experiments' does not answer (cut off); a "
                + "silo of it must be up, and Orleans' tables in its database: experiments-silo --help.); its silos find it within "
                + "seconds, or when they start",
            Assert.Single(log.Said));
        await DoneAsync("found-running");

        // All silos are killed with a study in hand, and come back: nobody says anything to them, and no reminder does.
        await engine.SubmitAsync(LiveCluster.Study("found-at-start", images: 60), default);
        await SiloProcessTests.WaitAsync(async () => (await CountAsync("found-at-start")).Leased > 0);
        await cluster.Silo.KillAsync();
        Assert.False((await CountAsync("found-at-start")).Over);
        await cluster.ExecuteAsync("DELETE FROM OrleansRemindersTable");
        await cluster.StartAsync();
        await DoneAsync("found-at-start");

        // Nobody is reminded of what is over, and the silo has nothing to complain of.
        await SiloProcessTests.WaitAsync(async () => await SiloProcessTests.CountRemindersAsync(cluster.Author) == 0);
        Assert.Equal([], cluster.Silo.Errors);
    }

    [PostgresFact]
    public async Task Drain_SiloThatRestarts_HoldsUntilItIsUndrained()
    {
        using var log = new Lines();
        var engine = cluster.CutOff(log);

        Assert.Equal(SiloLineState.Drained, (await engine.DrainSiloAsync("a", drain: true, default)).State);
        await cluster.Silo.SaysAsync("silo is draining");
        Assert.Equal(0, await cluster.Silo.EndAsync());
        Assert.Equal(SiloLineState.Lost, Assert.Single(await engine.ListSilosAsync(default)).State);
        cluster.Launch();
        await SiloProcessTests.WaitAsync(async () => await cluster.Silo.ProbeAsync("ready") is not null);
        await cluster.Silo.SaysAsync("silo is draining");

        Assert.Equal(SiloLineState.Active, (await engine.DrainSiloAsync("a", drain: false, default)).State);
        await cluster.Silo.SaysAsync("ok");
        var line = Assert.Single(await engine.ListSilosAsync(default));
        Assert.Equal(
            ("a", SiloLineState.Active, "cpu:0 cpu:1", 4, $"127.0.0.1:{cluster.Ports.Silo}"),
            (line.Silo, line.State, string.Join(' ', line.Devices), line.Places, line.Address));
        Assert.StartsWith("0.1.0", line.Program, StringComparison.Ordinal);
        Assert.True(line.MemoryBytes > 0);
    }

    private Task<JobCounts> CountAsync(string study) => cluster.Services.Ledger.CountAsync(study, default);

    private async Task DoneAsync(string study)
    {
        await SiloProcessTests.WaitAsync(async () => (await CountAsync(study)).Over);
        Assert.True((await CountAsync(study)).Complete, $"{study} is over and not complete");
    }

    /// <summary>What an engine says.</summary>
    private sealed class Lines : ILoggerFactory, ILogger
    {
        public List<string> Said { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
