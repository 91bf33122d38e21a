using Experiments.Contracts;

namespace Experiments.Client;

/// <summary>What changed between two revisions, or between a file and what is stored, for people.</summary>
internal static class ChangeText
{
    private const int MostShown = 12;
    private const int MostColumns = 60;

    /// <summary>What a submission has just changed; nothing where it is no new revision.</summary>
    internal static IEnumerable<string> Lines(StudySummary study) => study.Change is not { } change ? [] :
    [
        $"{study.Name}: revision {study.Revision}; what it was is kept as {study.Name}@{change.From}.",
        .. Lines(change),
    ];

    /// <summary>What a run would change; nothing where it would make no new revision.</summary>
    internal static IEnumerable<string> Lines(PlanSummary plan) => plan.Change is not { } change ? [] :
    [
        $"A run makes another revision of {plan.Study}; what it is now is kept as {plan.Study}@{change.From}.",
        .. Lines(change),
    ];

    private static IEnumerable<string> Lines(RevisionChange change) =>
    [
        .. change.Jobs.Select(jobs => $"  {jobs.Kind}: {jobs.Kept} kept, {jobs.Added} added, {jobs.Dropped} dropped"),
        .. Lines(change.Settings),
    ];

    /// <summary>A line for each setting, the first ones of many.</summary>
    internal static IEnumerable<string> Lines(IReadOnlyList<SettingChange> settings) =>
    [
        .. settings.Take(MostShown).Select(setting => $"  {setting.Path}: {Cut(setting.Before)} -> {Cut(setting.After)}"),
        .. settings.Count > MostShown ? [$"  and {settings.Count - MostShown} more settings"] : Array.Empty<string>(),
    ];

    /// <summary>JSON that may be long, for a line.</summary>
    internal static string Cut(string? json) =>
        json is null ? "nothing" : json.Length <= MostColumns ? json : $"{json[..MostColumns]}…";
}
