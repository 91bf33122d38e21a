using System.ComponentModel.DataAnnotations;

namespace Experiments.Pipeline;

/// <summary>
/// Which images a job reads: everything that decides them, and nothing that does not (no path, no name). A range of a part counts within the part.
/// </summary>
public sealed record DataSettings
{
    public required string Dataset { get; init; }

    /// <summary>SHA-256 of the data set's files.</summary>
    public required string Version { get; init; }

    public required string Split { get; init; }

    /// <summary>First image of the slice within the split.</summary>
    [Range(0, int.MaxValue)]
    public required int Start { get; init; }

    /// <summary>One past the last image of the slice within the split.</summary>
    [Range(0, int.MaxValue)]
    public required int End { get; init; }

    /// <summary>One disjoint part of the slice; null for the whole slice.</summary>
    public PartSettings? Part { get; init; }

    /// <summary>Images in the slice, before any part is taken.</summary>
    internal int SliceCount => End - Start;

    /// <summary>Images that the job reads.</summary>
    public int Count => Part is not { } part ? SliceCount : part.End - part.Start;

    /// <summary>The images for people and tables: <c>mnist/test[0..1000)</c>, <c>mnist/train[0..60000) part 1/2 seed 7</c>.</summary>
    public string Text
    {
        get
        {
            var slice = $"{Dataset}/{Split}[{Start}..{End})";
            return Part is not { } part ? slice
                : $"{slice} part {part.Number}/{part.Of} seed {part.Seed}{(part.IsWhole(SliceCount) ? "" : $" [{part.Start}..{part.End})")}";
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

/// <summary>A range of part <see cref="Number"/> of <see cref="Of"/> disjoint parts, dealt out by a seeded permutation of the slice.</summary>
public sealed record PartSettings
{
    /// <summary>Counted from 1.</summary>
    public required int Number { get; init; }

    public required int Of { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>First image within the part.</summary>
    public required int Start { get; init; }

    /// <summary>One past the last image within the part.</summary>
    public required int End { get; init; }

    /// <summary>Images in part <paramref name="number"/>: the first parts take one more where the slice cannot be divided.</summary>
    public static int SizeOf(int number, int of, int sliceCount) => sliceCount / of + (number <= sliceCount % of ? 1 : 0);

    internal bool IsWhole(int sliceCount) => Start == 0 && End == SizeOf(Number, Of, sliceCount);
}
