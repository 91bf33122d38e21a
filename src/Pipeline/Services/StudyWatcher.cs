using Experiments.Contracts;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Services;

/// <summary>Follows a study that other processes run, from the database alone: it can be left and joined again at any moment.</summary>
internal sealed class StudyWatcher(JobServices services, EngineOptions options)
{
    /// <summary>Returns when no job of the study can run any more.</summary>
    internal async Task WatchAsync(string study, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        var observer = new StudyObserver(services, study, TimeSpan.Zero);
        while (true)
        {
            var now = await observer.LookAsync(cancellationToken);
            progress.Report(now);
            if (now.Jobs.Over)
            {
                return;
            }

            await Task.Delay(options.WatchInterval, services.Time, cancellationToken);
        }
    }
}
