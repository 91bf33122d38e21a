namespace Experiments.Contracts;

/// <summary>Something in a valid study that its author may not have meant.</summary>
/// <param name="Path">Where in the document: <c>transfers[0].victims</c>.</param>
/// <param name="Message">What it is, and what to do about it.</param>
public sealed record StudyWarning(string Path, string Message)
{
    /// <summary>Counted from 1; null where only the database's copy of the study is at hand.</summary>
    public int? Line { get; init; }

    /// <summary>Counted from 1, in UTF-16 units; null as <see cref="Line"/> is.</summary>
    public int? Column { get; init; }

    /// <summary>What gave the value where the file did not: <c>--set models.A.seed=7</c>; null for the file.</summary>
    public string? Origin { get; init; }
}
