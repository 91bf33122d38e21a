namespace Experiments.Contracts;

/// <summary>A study as its author wrote it, not yet validated.</summary>
/// <param name="File">Where it was read from, for errors.</param>
/// <param name="Text">JSON; comments and trailing commas are allowed.</param>
/// <param name="Overrides">What the command line changes.</param>
public sealed record StudyDocument(string File, string Text, StudyOverrides Overrides)
{
    /// <summary>Whether warnings are errors.</summary>
    public bool Strict { get; init; }

    /// <summary>Who submits it, and what of others' it may drop.</summary>
    public SubmitOptions Submission { get; init; } = SubmitOptions.None;
}

/// <summary>What the command line changes in a study.</summary>
/// <param name="Images">Perturb at most this many images of each slice; null for all.</param>
public sealed record StudyOverrides(int? Images)
{
    /// <summary>Values of the file for this time only, in order: <c>models.A.training.epochs=3</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public static StudyOverrides None { get; } = new((int?)null);
}

/// <summary>One thing that is wrong with a study file.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1, in UTF-16 units.</param>
/// <param name="Path">Where in the document: <c>models[2].training.epochs</c>.</param>
/// <param name="Message">What is wrong and what it must be.</param>
public sealed record StudyError(int Line, int Column, string Path, string Message)
{
    /// <summary>What gave the value where the file did not: <c>--set models.A.seed=x</c>; null for the file.</summary>
    public string? Origin { get; init; }

    /// <summary>Where it is wrong, as compilers print it.</summary>
    public string Place(string file) => Origin ?? $"{file}:{Line}:{Column}";
}

/// <summary>A study file is not valid. Carries everything that is wrong with it, in the order of the file.</summary>
public sealed class StudyValidationException(string file, IReadOnlyList<StudyError> errors)
    : Exception($"{file} has {errors.Count} error{(errors.Count == 1 ? "" : "s")}:" + string.Concat(errors.Select(
        e => $"\n  {e.Place(file)}: {(e.Path.Length == 0 ? "" : e.Path + ": ")}{e.Message}")))
{
    public string File { get; } = file;

    public IReadOnlyList<StudyError> Errors { get; } = errors;
}
