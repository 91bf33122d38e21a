using Experiments.Contracts;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Plans;
using Experiments.Pipeline.Studies;
using Experiments.Pipeline.Studies.Reading;
using Experiments.Ports;

namespace Experiments.Pipeline.Services;

/// <summary>What all engines do alike: plans, submissions, changes and comparisons are the ledger's. Where jobs run is the engine's
/// own.</summary>
public abstract class StudyEngine : IStudyEngine
{
    private readonly StudyReader _documents;
    private readonly Planner _planner;

    /// <param name="services">What jobs and their callers share.</param>
    /// <param name="options">Of jobs that run in this process; null for the defaults.</param>
    /// <param name="planner">How work is cut; null for the defaults.</param>
    protected StudyEngine(JobServices services, EngineOptions? options, PlannerOptions? planner)
    {
        ArgumentNullException.ThrowIfNull(services);
        (Services, Studies) = (services, new StoredStudyReader(services));
        _documents = new StudyReader(services.Data);
        _planner = new Planner(services.Data, planner);
        InThisProcess = new InProcessEngine(services, options ?? new EngineOptions());
    }

    protected JobServices Services { get; }

    protected StoredStudyReader Studies { get; }

    private protected InProcessEngine InThisProcess { get; }

    /// <summary>Whether the jobs of a study that is run take this process's memory.</summary>
    private protected virtual bool RunsHere => false;

    public async Task<PlanSummary> PlanAsync(StudyDocument document, CancellationToken cancellationToken)
    {
        var study = _documents.Read(document);
        var plan = _planner.Plan(study);
        var done = await Services.Ledger.FindDoneAsync([.. plan.Jobs.Select(j => j.Job.Key)], cancellationToken);
        var rates = await Services.Ledger.MeasureRatesAsync(cancellationToken);
        var before = await Services.Results.FindStudyAsync(study.Name, cancellationToken);
        var change = before is null ? null : await ChangeAsync(before, plan, cancellationToken);
        return new PlanEstimate(plan, done, new JobRates(rates)).Summarise(Services.Threads.Threads) with
        {
            MemoryBytes = plan.Jobs.Where(job => !done.Contains(job.Job.Key)).Select(job => job.MemoryBytes).DefaultIfEmpty().Max(),
            AvailableMemoryBytes = Services.MemoryBytes,
            Missing = Services.Backends.Missing(study.JobDevice),
            Warnings = study.Warnings,
            Classes = Classes(study),
            Change = change is { Settings.Count: 0 } && change.Jobs.All(jobs => jobs is { Added: 0, Dropped: 0 }) ? null : change,
        };
    }

    public async Task<StudySummary> SubmitAsync(StudyDocument document, CancellationToken cancellationToken)
    {
        var study = _documents.Read(document);
        var plan = _planner.Plan(study) with { Submission = document.Submission };
        if (document.Submission.Runs && RunsHere)
        {
            await new MemoryCheck(Services.Ledger, Services.MemoryBytes).RequireAsync(plan, cancellationToken);
        }

        var before = await Services.Results.FindStudyAsync(study.Name, cancellationToken);
        await Services.Ledger.SubmitAsync(plan, cancellationToken);
        await StartAsync(study.Name, cancellationToken);
        var after = await Studies.GetAsync(study.Name, cancellationToken);
        return after with
        {
            Missing = Services.Backends.Missing(study.JobDevice),
            Warnings = study.Warnings,
            Change = before is null || after.Revision == before.Revision ? null : await ChangeAsync(before, plan, cancellationToken),
        };
    }

    public async Task<FileComparison> CompareAsync(StudyDocument document, CancellationToken cancellationToken)
    {
        var study = _documents.Read(document);
        await Studies.FindAsync(study.Name, cancellationToken);
        var now = new StoredStudy(study.Name, study.Title, StudyDefinition.Write(study), default);
        var revisions = await Services.Results.ListRevisionsAsync(study.Name, cancellationToken);
        var same = revisions.FirstOrDefault(revision => DefinitionChanges.Between(revision, now).Count == 0);
        return new FileComparison(
            revisions[0].Revision, same?.Revision, DefinitionChanges.Between(revisions[0], now));
    }

    public Task<RemovedStudy> RemoveAsync(StudyAddress study, SubmitOptions submission, CancellationToken cancellationToken) =>
        Services.Ledger.RemoveAsync(study, submission, cancellationToken);

    public Task RenameAsync(string study, string name, CancellationToken cancellationToken)
    {
        var rule = new StudyNameAttribute();
        string Redefine(string definition) =>
            StudyDefinition.Write(StudyDefinition.Read(definition, $"study '{study}'") with { Name = name });

        return rule.IsValid(name)
            ? Services.Ledger.RenameAsync(study, name, Redefine, cancellationToken)
            : throw new StudyConflictException($"name is '{name}'; it must {rule.Rule}.");
    }

    public abstract Task<StudySummary> RunAsync(
        string study, RunOptions options, IProgress<StudyProgress> progress, CancellationToken cancellationToken);

    public abstract Task<StudySummary> WatchAsync(string study, IProgress<StudyProgress> progress, CancellationToken cancellationToken);

    public async Task<int> RedoAsync(string study, ArtifactHash damaged, CancellationToken cancellationToken)
    {
        var jobs = await Services.Ledger.ReopenProducersAsync(damaged, cancellationToken);
        await StartAsync(study, cancellationToken);
        return jobs.Count;
    }

    public virtual Task<IReadOnlyList<SiloLine>> ListSilosAsync(CancellationToken cancellationToken) => throw new NotAClusterException();

    public virtual Task<IReadOnlyList<WantedDevices>> ListWantedDevicesAsync(CancellationToken cancellationToken) =>
        throw new NotAClusterException();

    public virtual Task<SiloLine> DrainSiloAsync(string silo, bool drain, CancellationToken cancellationToken) =>
        throw new NotAClusterException();

    /// <summary>Serves the ledger from this process, whatever else does.</summary>
    public Task<WorkSummary> WorkAsync(WorkOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return InThisProcess.WorkAsync(options.Slots ?? Services.Threads.Threads, options.UntilIdle, options.Lease, cancellationToken);
    }

    public async Task<VerifyReport> VerifyAsync(
        string study, double share, IProgress<VerifyProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (!(share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, $"share is {share}; it must be more than 0 and at most 1.");
        }

        await Studies.FindAsync(study, cancellationToken);
        return await new StudyVerifier(Services).VerifyAsync(study, share, progress, cancellationToken);
    }

    public Task<int> CancelAsync(string study, CancellationToken cancellationToken) =>
        Services.Ledger.CancelAsync(study, cancellationToken);

    public async Task<int> ResumeAsync(string study, CancellationToken cancellationToken)
    {
        var jobs = await Services.Ledger.ResumeAsync(study, cancellationToken);
        await StartAsync(study, cancellationToken);
        return jobs;
    }

    public async Task<int> RetryFailedAsync(string study, CancellationToken cancellationToken)
    {
        var jobs = await Services.Ledger.RetryFailedAsync(study, cancellationToken);
        await StartAsync(study, cancellationToken);
        return jobs;
    }

    public Task SetPriorityAsync(string study, int priority, CancellationToken cancellationToken) =>
        Services.Ledger.SetPriorityAsync(study, priority, cancellationToken);

    public Task SetQuotaAsync(Quota quota, CancellationToken cancellationToken) =>
        Services.Ledger.SetQuotaAsync(quota, cancellationToken);

    public Task<bool> RemoveQuotaAsync(string user, CancellationToken cancellationToken) =>
        Services.Ledger.RemoveQuotaAsync(user, cancellationToken);

    private IReadOnlyList<DatasetClasses> Classes(Study study) =>
        [.. study.Data.Values.Select(data => data.Dataset).Distinct()
            .Select(name => (Name: name, Services.Data.Find(name)?.ClassNames))
            .Where(found => found.ClassNames is not null)
            .Select(found => new DatasetClasses(found.Name, found.ClassNames!))];

    private async Task<RevisionChange> ChangeAsync(StoredStudy before, Plan plan, CancellationToken cancellationToken)
    {
        var address = new StudyAddress(before.Name, before.Revision).ToString();
        var names = await Services.Results.ReadStudyJobsAsync(address, cancellationToken);
        var old = names.Select(name => (name.Job, name.Kind)).Distinct().ToList();
        var now = plan.Jobs.Select(planned => (Job: planned.Job.Key, planned.Job.Kind)).ToList();
        var (was, stays) = (old.Select(job => job.Job).ToHashSet(), now.Select(job => job.Job).ToHashSet());
        return new RevisionChange(
            before.Revision,
            [
                .. now.Concat(old).Select(job => job.Kind).Distinct().Select(kind => new JobChange(
                    kind,
                    now.Count(job => job.Kind == kind && was.Contains(job.Job)),
                    now.Count(job => job.Kind == kind && !was.Contains(job.Job)),
                    old.Count(job => job.Kind == kind && !stays.Contains(job.Job)))),
            ],
            DefinitionChanges.Between(before, new StoredStudy(before.Name, plan.Title, plan.Definition, default)));
    }

    /// <summary>Jobs of the study have become ready: an engine that runs without being asked to begins.</summary>
    protected virtual Task StartAsync(string study, CancellationToken cancellationToken) => Task.CompletedTask;
}
