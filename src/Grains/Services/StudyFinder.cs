using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Grains;

/// <summary>Looks in the ledger for studies that are to be run, at once when a silo starts and every few seconds after, and sees to it that
/// their coordinators run: whoever submits a study need not reach the cluster, and a cluster that was down goes on by itself.</summary>
internal sealed partial class StudyFinder(IGrainFactory grains, JobServices services, ILogger<StudyFinder> logger) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    // Longer than a call takes to a silo that is up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _told = [];
    private Task _background = Task.CompletedTask;

    public void Dispose() => _stop.Dispose();

    internal void Start() => _background = Task.Run(RunAsync);

    internal async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _background;
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await LookAsync();
                await Task.Delay(Interval, services.Time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task LookAsync()
    {
        try
        {
            foreach (var study in await services.Ledger.FindActiveStudiesAsync(_stop.Token))
            {
                // What is left of it may be of kinds that nobody here knows.
                if (!(await services.Ledger.CountAsync(study, _stop.Token)).Over)
                {
                    await NudgeAsync(study);
                }
            }
        }
        catch (StorageException)
        {
            // Whoever leases and commits reports the fault; the next look may see more.
        }
    }

    private async Task NudgeAsync(string study)
    {
        try
        {
            await grains.GetGrain<IStudyGrain>(study).EnsureRunningAsync().WaitAsync(Patience, services.Time, _stop.Token);
            _told.Remove(study);
        }
        catch (Exception error) when (error is OrleansException or GrainFaultException or TimeoutException)
        {
            // Every look tries again; the log says it once.
            if (_told.Add(study))
            {
                NotTakenUp(logger, study, error.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "study {Study} is to be run and could not be taken up, it is tried again: {Error}")]
    private static partial void NotTakenUp(ILogger logger, string study, string error);
}
