using System.ComponentModel.DataAnnotations;

namespace Experiments.Settings.Tests;

public enum SampleNorm
{
    Linf,
    Rms,
}

/// <summary>Options of a made-up kind of thing.</summary>
public abstract record SampleOptions;

public sealed record PlainOptions : SampleOptions;

public sealed record RichOptions : SampleOptions, IValidatableObject
{
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 0.5;

    public SampleNorm Norm { get; init; }

    [MinLength(1), Range(1, 9)]
    public IReadOnlyList<int> Sizes { get; init; } = [1];

    public IReadOnlyList<PartOptions> Parts { get; init; } = [];

    public string? Note { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Parts.Count > Sizes.Count)
        {
            yield return new ValidationResult(
                $"parts has {Parts.Count} items; it must have at most as many as sizes, {Sizes.Count}.", [nameof(Parts)]);
        }
    }
}

public sealed record PartOptions
{
    [Range(1, int.MaxValue)]
    public required int Steps { get; init; }
}

/// <summary>A kind of made-up thing.</summary>
public sealed record SampleType(string Name, Type OptionsType) : IOptionsEntry
{
    public static OptionsCatalogue<SampleType, SampleOptions> Catalogue { get; } =
        new("sample", new SampleType("rich", typeof(RichOptions)), new SampleType("plain", typeof(PlainOptions)));
}
