namespace Experiments.Contracts;

/// <summary>
/// Everything a console can ask for, whichever engine runs the jobs. Studies are addressed by name. Every method throws
/// <see cref="StudyNotFoundException"/> for a name that the database does not have.
/// </summary>
public interface IStudyService
{
    /// <summary>Says what submitting the study would run, and runs nothing.</summary>
    Task<PlanSummary> PlanAsync(StudyDocument document, CancellationToken cancellationToken);

    /// <summary>Makes the study durable: after the return its jobs survive any process. Submitting the same study again changes nothing.</summary>
    Task<StudySummary> SubmitAsync(StudyDocument document, CancellationToken cancellationToken);

    /// <summary>Returns when no job of the study can run any more; jobs run in this process or elsewhere, as the engine has it.</summary>
    Task<StudySummary> RunAsync(string study, RunOptions options, IProgress<StudyProgress> progress, CancellationToken cancellationToken);

    /// <summary>
    /// Runs jobs of every study of the database until it is asked to stop, or until none can run any more. Asked to stop, it gives the jobs in hand back
    /// and returns: that is the usual end of a worker.
    /// </summary>
    Task<WorkSummary> WorkAsync(WorkOptions options, CancellationToken cancellationToken);

    /// <summary>Tells how far a study is, whoever runs it, until no job of it can run any more. Runs nothing.</summary>
    Task<StudySummary> WatchAsync(string study, IProgress<StudyProgress> progress, CancellationToken cancellationToken);

    /// <summary>Workers that have ever served the database, the latest seen first.</summary>
    Task<IReadOnlyList<WorkerLine>> ListWorkersAsync(CancellationToken cancellationToken);

    /// <summary>The silos of the cluster, by name.</summary>
    /// <exception cref="NotAClusterException">The engine is none.</exception>
    Task<IReadOnlyList<SiloLine>> ListSilosAsync(CancellationToken cancellationToken);

    /// <summary>Lets a silo finish what it has and take no more; studies and models move away. Returns at once.</summary>
    /// <exception cref="NotAClusterException">The engine is none.</exception>
    /// <exception cref="SiloNotFoundException">No silo of this name is up.</exception>
    Task<SiloLine> DrainSiloAsync(string silo, CancellationToken cancellationToken);

    /// <summary>Runs a sample of the study's finished jobs again and compares every row and every file with what is stored. Changes nothing.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="share">Of each kind of job, this share of them, at least one; in (0, 1]. The same jobs every time.</param>
    /// <param name="progress">Told after every job.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    Task<VerifyReport> VerifyAsync(string study, double share, IProgress<VerifyProgress> progress, CancellationToken cancellationToken);

    /// <summary>Stops a study: jobs that no other study wants are not run any more, what is finished stays.</summary>
    /// <returns>How many jobs were cancelled.</returns>
    Task<int> CancelAsync(string study, CancellationToken cancellationToken);

    /// <summary>Undoes <see cref="CancelAsync"/>.</summary>
    /// <returns>How many jobs can run again.</returns>
    Task<int> ResumeAsync(string study, CancellationToken cancellationToken);

    /// <summary>Makes the study's failed jobs ready again, with all their tries.</summary>
    /// <returns>How many.</returns>
    Task<int> RetryFailedAsync(string study, CancellationToken cancellationToken);

    /// <summary>All studies, the latest submitted first.</summary>
    Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancellationToken);

    Task<StudySummary> GetAsync(string study, CancellationToken cancellationToken);

    /// <summary>The study's tables as they stand, those apart that are streamed; rows of unfinished jobs are missing.</summary>
    Task<StudyTables> ReadTablesAsync(string study, CancellationToken cancellationToken);

    /// <summary>The rows of one of the study's tables, in the order of the plan and, within a job, of their key.</summary>
    IAsyncEnumerable<StudyRow> StreamRowsAsync(string study, ResultTable table, CancellationToken cancellationToken);

    /// <summary>Jobs that failed, with their errors.</summary>
    Task<IReadOnlyList<FailedJob>> ReadFailuresAsync(string study, CancellationToken cancellationToken);

    /// <summary>The first images of a perturbed set beside their originals, for pictures.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="table">The transfer table.</param>
    /// <param name="source">The source model's name; null for controls.</param>
    /// <param name="attack">The attack's name.</param>
    /// <param name="count">At most this many images, from the first on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<ExamplePicture>> ReadPicturesAsync(string study, string table, string? source, string attack, int count, CancellationToken cancellationToken);

    /// <summary>The top images of some units, random directions and random choices of every layer that the study looks at, for pictures.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="draws">At most this many units, directions and choices of each layer, evenly spaced among those that decide which images are best.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>One for each layer that is done, in the order of the study.</returns>
    IAsyncEnumerable<UnitPictures> ReadUnitPicturesAsync(string study, int draws, CancellationToken cancellationToken);

    /// <summary>Opens the weights of a trained model, a safetensors file.</summary>
    /// <param name="model">A model's name (of the latest study that has it) or at least 8 digits of its key.</param>
    /// <param name="study">Looks in this study only; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ModelNotFoundException">No finished model has this name or key, or the key's digits fit several.</exception>
    Task<Stream> OpenWeightsAsync(string model, string? study, CancellationToken cancellationToken);
}

/// <summary>A study as its author wrote it, not yet validated.</summary>
/// <param name="File">Where it was read from, for errors.</param>
/// <param name="Text">JSON; comments and trailing commas are allowed.</param>
/// <param name="Overrides">What the command line changes.</param>
public sealed record StudyDocument(string File, string Text, StudyOverrides Overrides);

/// <summary>What the command line changes in a study.</summary>
/// <param name="Images">Perturb at most this many images of each slice; null for all.</param>
public sealed record StudyOverrides(int? Images)
{
    public static StudyOverrides None { get; } = new((int?)null);
}

/// <param name="Workers">Jobs run at the same time; null for one per core.</param>
public sealed record RunOptions(int? Workers);

/// <param name="Slots">Jobs run at the same time; null for one per core.</param>
/// <param name="UntilIdle">Returns when no job of the database can run any more.</param>
/// <param name="Lease">How long a job stays this worker's without a sign of life; null for the engine's own. Part of no result.</param>
public sealed record WorkOptions(int? Slots, bool UntilIdle, TimeSpan? Lease = null);

/// <summary>What a worker did.</summary>
/// <param name="Done">Jobs that it finished.</param>
/// <param name="Failed">Jobs that were quarantined meanwhile, by this worker or another.</param>
/// <param name="GivenBack">Jobs in hand when it was asked to stop.</param>
public sealed record WorkSummary(int Done, int Failed, int GivenBack);

/// <summary>One thing that is wrong with a study file.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1, in UTF-16 units.</param>
/// <param name="Path">Where in the document: <c>models[2].training.epochs</c>.</param>
/// <param name="Message">What is wrong and what it must be.</param>
public sealed record StudyError(int Line, int Column, string Path, string Message);

/// <summary>A study file is not valid. Carries everything that is wrong with it, in the order of the file.</summary>
public sealed class StudyValidationException(string file, IReadOnlyList<StudyError> errors)
    : Exception($"{file} has {errors.Count} error{(errors.Count == 1 ? "" : "s")}:{string.Concat(errors.Select(e => $"\n  {file}:{e.Line}:{e.Column}: {(e.Path.Length == 0 ? "" : e.Path + ": ")}{e.Message}"))}")
{
    public string File { get; } = file;

    public IReadOnlyList<StudyError> Errors { get; } = errors;
}

/// <summary>The database has no study of this name.</summary>
public sealed class StudyNotFoundException(string study, IReadOnlyList<string> known)
    : Exception($"study is '{study}'; it must be one of those submitted: {(known.Count == 0 ? "none yet" : string.Join(", ", known))}.")
{
    public string Study { get; } = study;
}

/// <summary>This process has not the device that a study wants its networks computed on.</summary>
public sealed class DeviceMissingException(string message) : Exception(message);

/// <summary>No trained model has this name or key, or the given digits of a key fit several.</summary>
public sealed class ModelNotFoundException(string model, IReadOnlyList<string> known)
    : Exception($"model is '{model}'; it must be the name of one trained model, or at least 8 digits of its key: {(known.Count == 0 ? "none is trained yet" : string.Join(", ", known))}.")
{
    public string Model { get; } = model;
}
