using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Engine;

/// <summary>Calls of the database that wait out faults which pass, for as long as the run goes on.</summary>
internal sealed partial class StorageCalls(JobServices services, EngineOptions options, CancellationToken stop)
{
    private readonly ILogger _log = services.Logging.CreateLogger<StorageCalls>();
    private int _away;

    internal async Task<T> TryAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                var answer = await call();
                if (Interlocked.Exchange(ref _away, 0) == 1)
                {
                    StorageBack();
                }

                return answer;
            }
            catch (StorageException e) when (e.Transient && !stop.IsCancellationRequested)
            {
                if (Interlocked.Exchange(ref _away, 1) == 0)
                {
                    StorageAway(e.Message);
                }

                await Task.Delay(options.Poll, services.Time, stop);
            }
        }
    }
}
