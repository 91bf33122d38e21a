using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Cluster;

/// <summary>Says in the database what a silo is and does, and does what is asked of it there: to drain is asked of a silo's name, and so
/// outlives its process.</summary>
/// <param name="worker">The silo.</param>
/// <param name="cluster">Its cluster.</param>
/// <param name="address">Where other silos reach it.</param>
/// <param name="silos">The database's.</param>
/// <param name="services">The clock and the log.</param>
/// <param name="options">Intervals.</param>
public sealed class SiloPresence(
    SiloWorker worker, string cluster, string address, ISiloTable silos, JobServices services, EngineOptions options) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _background = Task.CompletedTask;

    /// <summary>Says the first word and hears the answer, so that a silo which is asked to drain takes no job; then goes on.</summary>
    /// <param name="cancellationToken">Ends the wait for a database that is away.</param>
    /// <exception cref="StorageException">The silo may not write its word.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await new StorageCalls(services, options, cancellationToken).TryAsync(() => TellAsync(ended: false, cancellationToken));
        _background = Task.Run(GoOnAsync, CancellationToken.None);
    }

    /// <summary>Says that the silo leaves.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _background;
        await TryTellAsync(ended: true, CancellationToken.None);
    }

    /// <summary>Says no more, as a process does that is killed.</summary>
    public async Task AbandonAsync()
    {
        await _stop.CancelAsync();
        await _background;
    }

    public void Dispose() => _stop.Dispose();

    private async Task GoOnAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.ReportInterval, services.Time, _stop.Token);
                await TryTellAsync(ended: false, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task TryTellAsync(bool ended, CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync(ended, cancellationToken);
        }
        catch (StorageException)
        {
            // The next word says it too; whoever leases and commits reports the fault.
        }
    }

    private async Task<bool> TellAsync(bool ended, CancellationToken cancellationToken)
    {
        var state = worker.State();
        var drains = await silos.ReportAsync(
            new SiloReport(cluster, state.Name)
            {
                Address = address,
                Program = state.Program ?? "",
                Devices = [.. state.Devices.Select(d => d.Device.ToString())],
                MemoryBytes = state.MemoryBytes ?? 0,
                Places = state.Places,
                InHand = state.InHand,
                Ended = ended,
            },
            cancellationToken);
        worker.AskToDrain(drains);
        return drains;
    }
}
