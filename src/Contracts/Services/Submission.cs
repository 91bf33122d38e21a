namespace Experiments.Contracts;

/// <summary>A person at a machine.</summary>
/// <param name="User">As the machine calls them.</param>
/// <param name="Host">The machine's name.</param>
public sealed record Submitter(string User, string Host)
{
    public override string ToString() => $"{User}@{Host}";
}

/// <summary>How a study is submitted.</summary>
/// <param name="By">Who does; null where that is not known.</param>
/// <param name="Replace">Drops open jobs of a revision that somebody else has submitted.</param>
public sealed record SubmitOptions(Submitter? By, bool Replace)
{
    /// <summary>Nobody known, who drops nothing of others'.</summary>
    public static SubmitOptions None { get; } = new(null, false);

    /// <summary>Whether the caller runs the study next: where that is in its own process, jobs that this has not the memory for are
    /// refused.</summary>
    public bool Runs { get; init; }

    /// <summary>The study's weight among the submitter's studies, from <see cref="StudyPriority.Least"/> to
    /// <see cref="StudyPriority.Most"/>; null keeps what it has, or is <see cref="StudyPriority.Default"/>.</summary>
    public int? Priority { get; init; }
}

/// <summary>A change to a study that others would have to know of: it was not made. The message says what stands in the way.</summary>
public sealed class StudyConflictException(string message) : Exception(message);

/// <summary>What a revision changes.</summary>
/// <param name="From">The revision before.</param>
/// <param name="Jobs">Per kind of job, in the order of the plans.</param>
/// <param name="Settings">In the order of the study.</param>
public sealed record RevisionChange(int From, IReadOnlyList<JobChange> Jobs, IReadOnlyList<SettingChange> Settings);

/// <param name="Kind">The kind of job.</param>
/// <param name="Kept">Jobs of both revisions.</param>
/// <param name="Added">Jobs of the later one only; some may be done, for another study.</param>
/// <param name="Dropped">Jobs of the earlier one only; what is done of them stays with that revision.</param>
public sealed record JobChange(string Kind, int Kept, int Added, int Dropped);

/// <param name="Path">Where in the study: <c>models[FC100].training.epochs</c>.</param>
/// <param name="Before">As JSON; null where it is not there.</param>
/// <param name="After">As JSON; null where it is not there.</param>
public sealed record SettingChange(string Path, string? Before, string? After);

/// <summary>A study file beside what is stored under its name.</summary>
/// <param name="Newest">The newest revision.</param>
/// <param name="SameAs">The latest revision that the file is equal to; null for none.</param>
/// <param name="Settings">From the newest revision to the file.</param>
public sealed record FileComparison(int Newest, int? SameAs, IReadOnlyList<SettingChange> Settings);

/// <param name="Revisions">How many are gone.</param>
/// <param name="Cancelled">Open jobs that nobody wants any more.</param>
public sealed record RemovedStudy(int Revisions, int Cancelled);
