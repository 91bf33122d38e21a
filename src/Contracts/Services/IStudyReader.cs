namespace Experiments.Contracts;

/// <summary>
/// What the database has of studies, models and workers, whichever engine ran the jobs. Studies are addressed by name, their revisions as
/// <see cref="StudyAddress"/> says. Every method that takes one throws <see cref="StudyNotFoundException"/> for one that the database does
/// not have. Runs and changes nothing.
/// </summary>
public interface IStudyReader
{
    /// <summary>The newest revisions of all studies, the latest submitted first.</summary>
    Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancellationToken);

    /// <summary>All revisions of a study, the newest first.</summary>
    Task<IReadOnlyList<StudySummary>> ListRevisionsAsync(string study, CancellationToken cancellationToken);

    /// <summary>The settings in which two studies or revisions differ, in the order of the first.</summary>
    Task<IReadOnlyList<SettingChange>> CompareAsync(string before, string after, CancellationToken cancellationToken);

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
    Task<IReadOnlyList<ExamplePicture>> ReadPicturesAsync(
        string study, string table, string? source, string attack, int count, CancellationToken cancellationToken);

    /// <summary>The top images of some units, random directions and random choices of every layer that the study looks at, for
    /// pictures.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="draws">At most this many units, directions and choices of each layer, evenly spaced among those that decide which
    /// images are best.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>One for each layer that is done, in the order of the study.</returns>
    IAsyncEnumerable<UnitPictures> ReadUnitPicturesAsync(string study, int draws, CancellationToken cancellationToken);

    /// <summary>Opens the weights of a trained model, a safetensors file.</summary>
    /// <param name="model">A model's name (of the latest study that has it) or at least 8 digits of its key.</param>
    /// <param name="study">Looks in this study only; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ModelNotFoundException">No finished model has this name or key, or the key's digits fit several.</exception>
    Task<Stream> OpenWeightsAsync(string model, string? study, CancellationToken cancellationToken);

    /// <summary>Workers that have ever served the database, the latest seen first.</summary>
    Task<IReadOnlyList<WorkerLine>> ListWorkersAsync(CancellationToken cancellationToken);

    /// <summary>Quotas of users and what is used of them, by user.</summary>
    Task<IReadOnlyList<QuotaLine>> ListQuotasAsync(CancellationToken cancellationToken);
}
