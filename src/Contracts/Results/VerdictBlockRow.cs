namespace Experiments.Contracts;

/// <summary>Verdicts of one victim on consecutive images of a set, packed; <c>verdicts</c> shows them one by one. A class takes 1 byte, or
/// 2 (the higher first) where a network has more than 254; stored is the class + 1, and 0 where a logit is no finite number.</summary>
[ResultTable("verdict_blocks", "evaluate", Key = [nameof(Draw), nameof(Block)])]
[Check("place", "draw >= 0 AND block >= 0")]
public sealed record VerdictBlockRow : ResultRow
{
    /// <summary>Images of a block, the last one apart. Large enough that the key is little beside the verdicts; small enough that a row of
    /// 2-byte classes stays inside its page, on both databases.</summary>
    public const int Size = 180;

    /// <summary>Which of several random draws for the same images, counted from 0.</summary>
    public required int Draw { get; init; }

    /// <summary>Place among the blocks of the draw, from 0.</summary>
    public required int Block { get; init; }

    /// <summary>Images of the block.</summary>
    [Column(Unit = "images", Check = "images >= 1 AND images <= 180")]
    public required int Images { get; init; }

    /// <summary>Bytes of a class.</summary>
    [Column(Unit = "bytes", Check = "width IN (1, 2)")]
    public required int Width { get; init; }

    /// <summary>For each image the victim's class.</summary>
    public required byte[] Predictions { get; init; }

    /// <summary>For each image the victim's class for the clean image with noise as long as the perturbation; null for clean
    /// images.</summary>
    public required byte[]? NoisePredictions { get; init; }
}
