namespace Experiments.Contracts;

/// <summary>The clean images of a block of verdicts, beside the victim's verdicts on them: once for all sets that are made of
/// them.</summary>
[ResultTable("verdict_images", "evaluate", Key = [nameof(Block)])]
public sealed record VerdictImageRow : ResultRow
{
    /// <summary>Place among the blocks, from 0.</summary>
    [Column(Check = "block >= 0")]
    public required int Block { get; init; }

    /// <summary>Position of the first image in its data set's split.</summary>
    [Column(Check = "first_image >= 0")]
    public required int FirstImage { get; init; }

    /// <summary>For each image how far behind the first it stands, in 3 bytes, the highest first; null where they follow each other without
    /// a gap.</summary>
    public required byte[]? Offsets { get; init; }

    /// <summary>Bytes of a class.</summary>
    [Column(Unit = "bytes", Check = "width IN (1, 2)")]
    public required int Width { get; init; }

    /// <summary>For each image the true class + 1.</summary>
    public required byte[] Labels { get; init; }
}
