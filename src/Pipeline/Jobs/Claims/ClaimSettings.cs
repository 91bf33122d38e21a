using Experiments.Analysis;

namespace Experiments.Pipeline.Jobs.Claims;

/// <summary>Settings of the judgement of one published number or statement; what it is judged by are the inputs.</summary>
public sealed record ClaimSettings
{
    /// <summary>The publication's name.</summary>
    public required string Publication { get; init; }

    /// <summary>Unique in the publication.</summary>
    public required string Claim { get; init; }

    /// <summary>Where it stands there.</summary>
    public required string Place { get; init; }

    public required string Statement { get; init; }

    public required ClaimRule Rule { get; init; }

    /// <summary>What the inputs of role <c>value</c> or <c>more</c> are read for; a name in <see cref="ClaimQuantities"/>.</summary>
    public required string Quantity { get; init; }

    /// <summary>What the inputs of role <c>less</c> are read for; null where there are none.</summary>
    public string? LessQuantity { get; init; }

    /// <summary>The point of a curve at which <see cref="Quantity"/> is read; null for what is no curve.</summary>
    public double? At { get; init; }

    /// <summary>The layer of which it is read; null for what is of no layer.</summary>
    public string? Layer { get; init; }

    /// <summary>The published number or bound; null for an order.</summary>
    public double? Theirs { get; init; }

    /// <summary>Half a unit of the published number's last digit; null for an order.</summary>
    public double? HalfDigit { get; init; }

    /// <summary>The images behind the published number; null for an order.</summary>
    public int? TheirImages { get; init; }

    /// <summary>Why ours lies below; null where that is not known.</summary>
    public string? WhyBelow { get; init; }

    /// <summary>Why ours lies above; null where that is not known.</summary>
    public string? WhyAbove { get; init; }
}
