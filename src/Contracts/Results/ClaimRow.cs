namespace Experiments.Contracts;

/// <summary>What a study found about one number or statement of a publication. The rows that decide it belong to the inputs of its
/// job.</summary>
[ResultTable(
    "claims", "claim", View = "claims", Title = "Claims of the publication",
    RowPer = "study and published number or statement that its results can be held against")]
[Check("interval", "low <= ours AND ours <= high")]
public sealed record ClaimRow : ResultRow
{
    /// <summary>The place in the publication: <c>table 2</c>.</summary>
    [Column(Header = "where", NamesRow = true)]
    public required string Place { get; init; }

    /// <summary>What is claimed, in words.</summary>
    [Column(Header = "claim", NamesRow = true)]
    public required string Statement { get; init; }

    /// <summary><c>reproduced</c>, <c>inside the interval</c> or <c>deviates</c>.</summary>
    [Column(Values = ["reproduced", "inside the interval", "deviates"])]
    public required string Verdict { get; init; }

    /// <summary>The unit of <see cref="Ours"/> and <see cref="Theirs"/>: <c>rate</c>, a fraction of 1, <c>distortion</c>, or
    /// <c>factor</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Ours; for an order the share of the compared pairs that have it.</summary>
    public required double Ours { get; init; }

    /// <summary>Lower end of the 95 % interval of <see cref="Ours"/>; null for an order.</summary>
    [Column(Header = "95 % from")]
    public required double? Low { get; init; }

    /// <summary>Upper end; null for an order.</summary>
    [Column(Header = "to")]
    public required double? High { get; init; }

    /// <summary>The published number or bound; 1 for <c>always</c>; null for an order.</summary>
    public required double? Theirs { get; init; }

    /// <summary>How it is judged: <c>number</c>, <c>always</c>, <c>at-most</c>, <c>more-than</c> or <c>not-less</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>What was counted; null for a number.</summary>
    [Column(Header = "counted")]
    public required string? Detail { get; init; }

    /// <summary>Why it deviates; null where it does not, or where that is not known.</summary>
    public required string? Why { get; init; }

    /// <summary>Unique in the publication: <c>always-fooled</c>, <c>table2: error of FC10(1) on lbfgs made on FC10(1e-4)</c>.</summary>
    [Column(Header = "name")]
    public required string Claim { get; init; }

    /// <summary>The publication's name in the catalogue of published results.</summary>
    public required string Publication { get; init; }
}
