using Experiments.Contracts;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

/// <summary>Silos and a coordinator in one process, on a real database and with real jobs, without Orleans between them.</summary>
public sealed class SiloWorkerTests
{
    private const string Study = "tiny-study";

    private static readonly EngineOptions Engine =
        new() { Poll = TimeSpan.FromMilliseconds(20), WatchInterval = TimeSpan.FromMilliseconds(20) };

    [Fact]
    public async Task Run_StudyOverThreeSilosOneOfThemStopped_LeavesTheTablesOfTheEmbeddedEngine()
    {
        await using var alone = await Workbench.OpenAsync();
        await alone.RunAsync(TinyStudy.Document);
        await using var bench = await Workbench.OpenAsync();
        await bench.Engine().SubmitAsync(TinyStudy.Document, default);
        await using var cluster = new Loopback(bench.Services, new CoordinatorOptions().Reconcile, "a", "b", "c");

        var run = cluster.Coordinator.RunAsync(default);
        while ((await bench.Services.Ledger.CountAsync(Study, default)).Done < 3)
        {
            await Task.Delay(5);
        }

        await cluster.StopAsync("b");
        await run;

        Assert.Equal(await Everything.ReadAsync(alone.Studies, Study), await Everything.ReadAsync(bench.Studies, Study));
        var workers = await bench.Studies.ListWorkersAsync(default);
        Assert.Equal(["silo:a", "silo:b", "silo:c"], workers.Select(w => w.Worker.Split('/')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_JobsThatOutlastManyReconciliations_AreRunOnceEach()
    {
        var commits = new System.Collections.Concurrent.ConcurrentBag<string>();
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        ledger.Hold = async lease =>
        {
            commits.Add(lease.Job.Key.Value);
            await Task.Delay(lease.Job.Kind == JobKinds.Train.Name ? 300 : 0);
        };
        await bench.Engine().SubmitAsync(TinyStudy.Document, default);
        await using var cluster = new Loopback(bench.Services, TimeSpan.FromMilliseconds(5), "a", "b");

        await cluster.Coordinator.RunAsync(default);

        Assert.Equal((await bench.Services.Ledger.CountAsync(Study, default)).Done, commits.Count);
        Assert.Equal(commits.Count, commits.Distinct().Count());
        Assert.DoesNotContain(
            (await cluster.Coordinator.ReadEventsAsync(0, TimeSpan.Zero, default)).Events, e => e.Kind == StudyEventKind.SiloLost);
    }

    [Fact]
    public async Task Accept_SameTicketTwice_RunsTheJobOnce()
    {
        await using var bench = await Workbench.OpenAsync();
        var (silo, ticket) = await ClaimedAsync(bench);
        await using (silo)
        {
            var ended = new TaskCompletionSource<JobEnd>();
            var answers = new[]
            {
                await silo.AcceptAsync(ticket, end => { ended.SetResult(end); return Task.CompletedTask; }, default),
                await silo.AcceptAsync(ticket, _ => throw new InvalidOperationException("told twice"), default),
            };

            Assert.All(answers, a => Assert.Equal(JobAnswerKind.Accepted, a.Kind));
            Assert.Equal(1, answers[1].Silo!.InHand);
            var end = await ended.Task;
            Assert.Equal((ticket.Job, ticket.Token, JobEndKind.Done, 0), (end.Job, end.Token, end.Kind, end.Silo.InHand));
            Assert.Equal([ticket.Job], end.Silo.Models);
        }
    }

    [Fact]
    public async Task Accept_OldToken_IsStaleAndTakesNoPlace()
    {
        await using var bench = await Workbench.OpenAsync();
        var (silo, ticket) = await ClaimedAsync(bench);
        await using (silo)
        {
            var answer = await silo.AcceptAsync(ticket with { Token = ticket.Token - 1 }, _ => Task.CompletedTask, default);

            Assert.Equal((JobAnswerKind.Stale, 0), (answer.Kind, answer.Silo!.InHand));
        }
    }

    [Fact]
    public async Task Accept_WrongDeviceOrDraining_IsRefused()
    {
        await using var bench = await Workbench.OpenAsync();
        var (silo, ticket) = await ClaimedAsync(bench);
        await using (silo)
        {
            Assert.Equal(
                JobAnswerKind.Full, (await silo.AcceptAsync(ticket with { Device = Device.Cuda }, _ => Task.CompletedTask, default)).Kind);

            silo.AskToDrain(true);

            var answer = await silo.AcceptAsync(ticket, _ => Task.CompletedTask, default);
            Assert.Equal((JobAnswerKind.Draining, true), (answer.Kind, answer.Silo!.Draining));
        }
    }

    [Fact]
    public async Task Accept_JobOfAnUnknownVersionOrTooLarge_IsRefusedWithoutATry()
    {
        await using var bench = await Workbench.OpenAsync();
        var (silo, ticket) = await ClaimedAsync(bench, new SiloWorkerOptions { Engine = Engine, Kinds = [new("train", 1)] });
        await using (silo)
        {
            async Task<JobAnswerKind> AnswerAsync(JobTicket offered) =>
                (await silo.AcceptAsync(offered, _ => Task.CompletedTask, default)).Kind;

            Assert.Equal(JobAnswerKind.CannotRun, await AnswerAsync(ticket with { Kind = new("train", JobKinds.Train.Version) }));
            Assert.Equal(JobAnswerKind.CannotRun, await AnswerAsync(ticket with { Kind = new("train", 1), MemoryBytes = long.MaxValue }));
            Assert.Equal(1, (await bench.Services.Ledger.CountAsync(Study, default)).Leased);

            // A ticket that does not say: the silo sees it in the ledger, and gives the job back.
            Assert.Equal(JobAnswerKind.CannotRun, await AnswerAsync(ticket));
            Assert.Equal(0, (await bench.Services.Ledger.CountAsync(Study, default)).Leased);
            Assert.Equal(1, Assert.Single(await bench.Services.Ledger.LeaseAsync(
                new LeaseRequest(Study, silo.Worker, 1, TimeSpan.FromMinutes(1)), default)).Attempt);
        }
    }

    [Fact]
    public async Task Leave_WithinItsGrace_FinishesWhatItHasAndTakesNoMore()
    {
        var (go, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        ledger.Hold = _ =>
        {
            held.TrySetResult();
            return go.Task;
        };
        var (silo, ticket) = await ClaimedAsync(bench);
        await using (silo)
        {
            await silo.AcceptAsync(ticket, _ => Task.CompletedTask, default);
            await held.Task;

            var left = silo.LeaveAsync(TimeSpan.FromMinutes(5), default);
            // Nobody talks it into staying.
            silo.AskToDrain(false);
            var answer = await silo.AcceptAsync(ticket with { Job = new JobKey(new string('1', 64)) }, _ => Task.CompletedTask, default);
            Assert.Equal((JobAnswerKind.Draining, false), (answer.Kind, left.IsCompleted));

            go.SetResult();
            Assert.True(await left);
            Assert.Equal(1, (await bench.Services.Ledger.CountAsync(Study, default)).Done);
        }
    }

    [Fact]
    public async Task Leave_GraceTooShort_SaysSoAndLeavesTheJobToBeGivenBack()
    {
        FaultyLedger ledger = null!;
        await using var bench = await Workbench.OpenAsync(ledger: inner => ledger = new FaultyLedger(inner));
        var go = new TaskCompletionSource();
        ledger.Hold = _ => go.Task;
        var (silo, ticket) = await ClaimedAsync(bench);
        await using (silo)
        {
            await silo.AcceptAsync(ticket, _ => Task.CompletedTask, default);

            Assert.False(await silo.LeaveAsync(TimeSpan.FromMilliseconds(1), default));
            Assert.Equal(1, silo.State().InHand);
            go.SetResult();
        }
    }

    [Fact]
    public async Task Stop_JobsInHand_AreGivenBackUntried()
    {
        await using var bench = await Workbench.OpenAsync();
        var (silo, ticket) = await ClaimedAsync(bench);
        await silo.AcceptAsync(ticket, _ => Task.CompletedTask, default);

        await silo.DisposeAsync();

        var counts = await bench.Services.Ledger.CountAsync(Study, default);
        Assert.Equal(0, counts.Leased);
        Assert.Equal(1, Assert.Single(await bench.Services.Ledger.LeaseAsync(
            new LeaseRequest(Study, silo.Worker, 1, TimeSpan.FromMinutes(1)), default)).Attempt);
    }

    private static async Task<(SiloWorker Silo, JobTicket Ticket)> ClaimedAsync(Workbench bench, SiloWorkerOptions? options = null)
    {
        await bench.Engine().SubmitAsync(TinyStudy.Document, default);
        var silo = Silo("a", bench.Services, options);
        var lease = Assert.Single(
            await bench.Services.Ledger.LeaseAsync(new LeaseRequest(Study, silo.Worker, 1, TimeSpan.FromMinutes(1)), default));
        var needs = JobNeeds.Of(lease.Job);
        return (silo, new JobTicket(Study, lease.Job.Key, lease.Token, "a job", needs.Device, needs.Models, Trains: true));
    }

    private static SiloWorker Silo(string name, JobServices services, SiloWorkerOptions? options = null)
    {
        var silo = new SiloWorker(name, [new Device(Device.Cpu, 0, 0)], services, options ?? new SiloWorkerOptions { Engine = Engine });
        silo.Start();
        return silo;
    }

    /// <summary>Method calls in place of messages.</summary>
    private sealed class Loopback : ISiloDirectory, IJobDispatcher, IAsyncDisposable
    {
        private readonly Dictionary<string, SiloWorker> _silos;
        private readonly HashSet<string> _gone = [];

        public Loopback(JobServices services, TimeSpan reconcile, params string[] names)
        {
            _silos = names.ToDictionary(n => n, n => Silo(n, services));
            Coordinator = new StudyCoordinator(
                Study, _silos[names[0]].Worker, services, this, this, new CoordinatorOptions { Engine = Engine, Reconcile = reconcile });
        }

        public StudyCoordinator Coordinator { get; }

        public async Task StopAsync(string name)
        {
            await _silos[name].StopAsync();
            _gone.Add(name);
        }

        public Task<SiloView> ListAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new SiloView([.. _silos.Values.Where(s => !_gone.Contains(s.Name)).Select(s => s.State())], _gone));

        public Task<JobAnswer> DispatchAsync(string silo, JobTicket ticket, CancellationToken cancellationToken) =>
            _silos[silo].AcceptAsync(
                ticket,
                end =>
                {
                    Coordinator.JobEnded(end);
                    return Task.CompletedTask;
                },
                cancellationToken);

        public async ValueTask DisposeAsync()
        {
            foreach (var silo in _silos.Values)
            {
                await silo.DisposeAsync();
            }
        }
    }
}
