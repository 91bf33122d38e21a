namespace Experiments.Contracts;

/// <summary>What a publication says, and what the study found.</summary>
public sealed record ClaimLine
{
    /// <summary>Unique in the publication.</summary>
    public required string Claim { get; init; }

    /// <summary>Section, table or figure of the publication.</summary>
    public required string Place { get; init; }

    /// <summary>What is claimed, in words.</summary>
    public required string Statement { get; init; }

    /// <summary>How it is judged: <c>number</c>, <c>always</c>, <c>at-most</c>, <c>more-than</c> or <c>not-less</c>.</summary>
    public required string Rule { get; init; }

    /// <summary><c>rate</c>, a fraction of 1, <c>distortion</c>, or <c>factor</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The published number or bound; null for an order.</summary>
    public required double? Theirs { get; init; }

    /// <summary>Ours; for an order the share of the comparisons that hold.</summary>
    public required double Ours { get; init; }

    /// <summary>95 %; null for an order.</summary>
    public required double? Low { get; init; }

    public required double? High { get; init; }

    /// <summary><c>reproduced</c>, <c>inside the interval</c> or <c>deviates</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>What was counted; null for a number.</summary>
    public required string? Detail { get; init; }

    /// <summary>Why it deviates, where that is known.</summary>
    public required string? Why { get; init; }

    /// <summary>The job that judged.</summary>
    public required string Key { get; init; }
}
