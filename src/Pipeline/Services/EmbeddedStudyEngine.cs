using Experiments.Contracts;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Studies.Reading;

namespace Experiments.Pipeline.Services;

/// <summary>Runs studies in this process.</summary>
/// <param name="services">What jobs and their callers share.</param>
/// <param name="options">Leases and intervals; null for the defaults.</param>
/// <param name="planner">How work is cut; null for the defaults.</param>
public sealed class EmbeddedStudyEngine(JobServices services, EngineOptions? options = null, PlannerOptions? planner = null)
    : StudyEngine(services, options, planner)
{
    private readonly EngineOptions _options = options ?? new EngineOptions();

    private protected override bool RunsHere => true;

    public override async Task<StudySummary> RunAsync(
        string study, RunOptions options, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var stored = await Studies.FindAsync(study, cancellationToken);
        if (Services.Backends.Missing(StudyDefinition.Read(stored).JobDevice) is { } missing)
        {
            throw new DeviceMissingException($"study {study}: {missing}");
        }

        var names = await Services.Results.ReadStudyJobsAsync(study, cancellationToken);
        await InThisProcess.RunAsync(study, names, options.Workers ?? Services.Threads.Threads, progress, cancellationToken);
        return await Studies.GetAsync(study, cancellationToken);
    }

    public override async Task<StudySummary> WatchAsync(
        string study, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        await Studies.FindAsync(study, cancellationToken);
        await new StudyWatcher(Services, _options).WatchAsync(study, progress, cancellationToken);
        return await Studies.GetAsync(study, cancellationToken);
    }
}
