namespace Experiments.Contracts;

/// <summary>Nothing has this name.</summary>
/// <param name="rule">What the name is and must be.</param>
/// <param name="name">The name.</param>
/// <param name="known">The names that there are.</param>
/// <param name="none">What is said where there is none.</param>
public abstract class NameNotFoundException(string rule, string name, IReadOnlyList<string> known, string none)
    : Exception($"{rule}: {ListOf(known, none)}.")
{
    /// <summary>Names that a message lists.</summary>
    private const int MostListed = 20;

    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The names that there are.</summary>
    public IReadOnlyList<string> Known { get; } = known;

    private static string ListOf(IReadOnlyList<string> known, string none) =>
        known.Count == 0 ? none
        : known.Count > MostListed ? $"{string.Join(", ", known.Take(MostListed))} and {known.Count - MostListed} more"
        : string.Join(", ", known);
}

/// <summary>The database has no study of this name.</summary>
public sealed class StudyNotFoundException(string study, IReadOnlyList<string> known)
    : NameNotFoundException($"study is '{study}'; it must be one of those submitted", study, known, "none yet");

/// <summary>No trained model has this name or key, or the given digits of a key fit several.</summary>
public sealed class ModelNotFoundException(string model, IReadOnlyList<string> known)
    : NameNotFoundException(
        $"model is '{model}'; it must be the name of one trained model, or at least 8 digits of its key", model, known,
        "none is trained yet");
