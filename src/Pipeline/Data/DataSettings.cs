using System.ComponentModel.DataAnnotations;
using Experiments.Datasets;

namespace Experiments.Pipeline.Data;

/// <summary>Which images a job reads: everything that decides them, and nothing that does not (no path, no name). A range of a part counts
/// within the part.</summary>
public sealed record DataSettings
{
    public required string Dataset { get; init; }

    /// <summary>SHA-256 of the split's files: its identity, wherever they are.</summary>
    public required string Version { get; init; }

    /// <summary><c>train</c> or <c>test</c>.</summary>
    public required string Split { get; init; }

    /// <summary>First image of the slice within the split.</summary>
    [Range(0, int.MaxValue)]
    public required int Start { get; init; }

    /// <summary>One past the last image of the slice within the split.</summary>
    [Range(0, int.MaxValue)]
    public required int End { get; init; }

    /// <summary>One disjoint part of the slice; null for the whole slice.</summary>
    public PartSettings? Part { get; init; }

    /// <summary>What is made of images and labels; null for as they are.</summary>
    public ImageForm? Form { get; init; }

    /// <summary>Images that the job reads.</summary>
    public int Count => Part is { } part ? part.End - part.Start : End - Start;

    /// <summary>The images for people and tables: <c>mnist/test[0..1000)</c>,
    /// <c>mnist/train[0..60000) part 1/2 seed 7 [0..30000)</c>.</summary>
    public string Text
    {
        get
        {
            var slice = $"{Dataset}/{Split}[{Start}..{End})";
            var images = Part is { } part ? $"{slice} part {part.Part}/{part.Parts} seed {part.Seed} [{part.Start}..{part.End})" : slice;
            return Form is { } form ? $"{images} {form.Text}" : images;
        }
    }

    /// <summary>Images <paramref name="start"/> to <paramref name="end"/> - 1 of these.</summary>
    public DataSettings Range(int start, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Count);
        return Part is { } part
            ? this with { Part = part with { Start = part.Start + start, End = part.Start + end } }
            : this with { Start = Start + start, End = Start + end };
    }
}

/// <summary>A range of one of several disjoint parts, dealt out by a seeded permutation of the slice.</summary>
public sealed record PartSettings
{
    /// <summary>Counted from 1.</summary>
    [Range(1, int.MaxValue)]
    public required int Part { get; init; }

    [Range(1, int.MaxValue)]
    public required int Parts { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>First image within the part.</summary>
    [Range(0, int.MaxValue)]
    public required int Start { get; init; }

    /// <summary>One past the last image within the part.</summary>
    [Range(0, int.MaxValue)]
    public required int End { get; init; }
}
