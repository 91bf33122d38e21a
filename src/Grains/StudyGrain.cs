using Experiments.Pipeline.Cluster;
using Microsoft.Extensions.Logging;
using Orleans.Timers;

namespace Experiments.Grains;

/// <inheritdoc cref="IStudyGrain"/>
[DeviceFilter]
[Orleans.Placement.ResourceOptimizedPlacement]
internal sealed partial class StudyGrain(SiloServices silo, MovableGrains movable, IReminderRegistry reminders, ILogger<StudyGrain> logger)
    : Grain, IStudyGrain, IRemindable, IDisposable
{
    private const string Reminder = "run";

    // The shortest that Orleans allows; a coordinator that is lost is usually missed much sooner, by a silo with a job of it or by a
    // client.
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private StudyCoordinator _coordinator = null!;
    private Task _run = Task.CompletedTask;
    private long _starts;

    private string Study => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _coordinator = silo.CreateCoordinator(Study);
        movable.Add(this, MigrateOnIdle);
        if (await reminders.GetReminder(GrainContext.GrainId, Reminder, cancellationToken) is not null)
        {
            EnsureRunning();
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        movable.Remove(this);
        await _stop.CancelAsync();
        await _run;
    }

    public void Dispose() => _stop.Dispose();

    public async Task StartAsync()
    {
        _starts++;
        await RegisterAsync();
        EnsureRunning();
    }

    public async Task<StudyEventPage> ReadEventsAsync(long after, TimeSpan timeout) =>
        await _coordinator.ReadEventsAsync(after, timeout, _stop.Token);

    public Task JobEndedAsync(JobEnd end)
    {
        // Whoever is told of a job's end while nothing runs here has just been activated in place of a coordinator that was lost.
        EnsureRunning();
        _coordinator.JobEnded(end);
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        EnsureRunning();
        return Task.CompletedTask;
    }

    private Task<IGrainReminder> RegisterAsync() =>
        reminders.RegisterOrUpdateReminder(GrainContext.GrainId, Reminder, ReminderPeriod, ReminderPeriod);

    private void EnsureRunning()
    {
        if (_run.IsCompleted && !_stop.IsCancellationRequested)
        {
            _run = RunAsync();
        }
    }

    /// <summary>Runs the study until it is over, and again if it was started meanwhile; then nobody is reminded of it any more.</summary>
    private async Task RunAsync()
    {
        try
        {
            Calls.Forget();
            DelayDeactivation(TimeSpan.FromDays(1));
            for (var seen = _starts - 1; seen != _starts && !_stop.IsCancellationRequested;)
            {
                seen = _starts;
                // It waits for the database and for silos; the grain must answer meanwhile, so it runs on the thread pool. What follows is
                // on the grain's own scheduler again, as reminders ask.
                await Task.Run(() => _coordinator.RunAsync(_stop.Token), CancellationToken.None);
                if (seen == _starts)
                {
                    await UnregisterAsync();
                }
                if (seen != _starts)
                {
                    await RegisterAsync();
                }
            }

            DelayDeactivation(TimeSpan.Zero);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // The reminder, a client or a silo starts it again; nothing that is done is lost.
        catch (Exception error)
#pragma warning restore CA1031
        {
            CoordinatorFailed(logger, error, Study);
        }
    }

    private async Task UnregisterAsync()
    {
        if (await reminders.GetReminder(GrainContext.GrainId, Reminder) is { } reminder)
        {
            await reminders.UnregisterReminder(GrainContext.GrainId, reminder);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error, Message = "study {Study}: its coordinator ended; it is started again by the next call or reminder")]
    private static partial void CoordinatorFailed(ILogger logger, Exception error, string study);
}
