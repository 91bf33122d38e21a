namespace Experiments.Analysis;

/// <summary>
/// What became of a published statement. A number: <see cref="Reproduced"/> if ours rounds to the published digits;
/// <see cref="InsideInterval"/> if it does not, but the 95 % interval of the difference, both sides' sampling counted, reaches the
/// published digits; else <see cref="Deviates"/>. An order ("more than"): reproduced if every pair has it and every interval of a
/// difference excludes 0; deviates if any pair has the opposite order and its interval excludes 0; else inside the interval.
/// </summary>
public enum ClaimVerdict
{
    Reproduced,
    InsideInterval,
    Deviates,
}

/// <summary>The words for verdicts in tables and databases.</summary>
public static class ClaimVerdicts
{
    private static readonly Dictionary<ClaimVerdict, string> Words = new()
    {
        [ClaimVerdict.Reproduced] = "reproduced",
        [ClaimVerdict.InsideInterval] = "inside the interval",
        [ClaimVerdict.Deviates] = "deviates",
    };

    /// <summary>All words, in the order of the verdicts.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Words.Values];

    public static string Text(this ClaimVerdict verdict) => Words[verdict];
}
