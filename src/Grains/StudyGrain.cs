using Experiments.Pipeline.Cluster;
using Microsoft.Extensions.Logging;

namespace Experiments.Grains;

/// <inheritdoc cref="IStudyGrain"/>
[DeviceFilter]
[Orleans.Placement.ResourceOptimizedPlacement]
internal sealed partial class StudyGrain : Grain, IStudyGrain, IRemindable, IDisposable
{
    // What made a run end by a fault is there at once again as a rule: those who only notice that nothing runs do not try at every look.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly SiloServices _silo;
    private readonly MovableGrains _movable;
    private readonly StudyReminder _reminder;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private StudyCoordinator _coordinator = null!;
    private Task _run = Task.CompletedTask;
    private (string Text, long At)? _fault;
    private long _starts;

    public StudyGrain(SiloServices silo, MovableGrains movable, Func<IGrainContext, StudyReminder> reminders, ILogger<StudyGrain> logger)
    {
        (_silo, _movable, _logger) = (silo, movable, logger);
        _reminder = reminders(GrainContext);
    }

    private string Study => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _coordinator = _silo.CreateCoordinator(Study);
        _movable.Add(this, MigrateOnIdle);
        if (await _reminder.ExistsAsync(cancellationToken))
        {
            EnsureRunning();
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _movable.Remove(this);
        await _stop.CancelAsync();
        await _run;
    }

    public void Dispose() => _stop.Dispose();

    public async Task StartAsync()
    {
        _starts++;
        _fault = null;
        await _reminder.SetAsync();
        EnsureRunning();
    }

    public async Task EnsureRunningAsync()
    {
        if (_run.IsCompleted && !Rests)
        {
            await _reminder.SetAsync();
            EnsureRunning();
        }
    }

    public async Task<StudyEventPage> ReadEventsAsync(long after, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        return await _coordinator.ReadEventsAsync(after, timeout, wait.Token) with { Fault = _fault?.Text };
    }

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

    private bool Rests => _fault is { } fault && _silo.Time.GetElapsedTime(fault.At) < Rest;

    private void EnsureRunning()
    {
        if (_run.IsCompleted && !_stop.IsCancellationRequested && !Rests)
        {
            _run = RunAsync();
        }
    }

    /// <summary>Runs the study until it is over, and again if it was started meanwhile; then nobody is reminded of it any more.</summary>
    private async Task RunAsync()
    {
        try
        {
            _fault = null;
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
                    await _reminder.RemoveAsync();
                }
                if (seen != _starts)
                {
                    await _reminder.SetAsync();
                }
            }

            DelayDeactivation(TimeSpan.Zero);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Nothing that is done is lost; whoever follows the study is told, and the reminder tries again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _fault = (GrainFaultException.Of(error).Message, _silo.Time.GetTimestamp());
            CoordinatorFailed(_logger, error, Study);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error, Message = "study {Study}: its coordinator ended; who follows the study is told, and it is tried again")]
    private static partial void CoordinatorFailed(ILogger logger, Exception error, string study);
}
