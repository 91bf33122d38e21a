using Experiments.Contracts;
using Experiments.Pipeline.Data;

namespace Experiments.Pipeline.Jobs.Evaluate;

/// <summary>Verdicts as blocks of bytes: what <see cref="VerdictBlockRow"/> and <see cref="VerdictImageRow"/> say of them.</summary>
/// <param name="job">The job whose verdicts they are.</param>
/// <param name="classes">Of the victim or of the images, whichever has more.</param>
internal sealed class VerdictPacking(JobKey job, int classes)
{
    private const int MostInByte = 255;
    private const int OffsetBytes = 3;

    private readonly int _width = classes <= MostInByte - 1 ? 1 : 2;

    /// <summary>All draws, in order.</summary>
    internal IEnumerable<VerdictBlockRow> Pack(SetVerdicts verdicts) => verdicts.Draws.SelectMany(draw => Blocks(draw.Classes.Length)
        .Select(block => new VerdictBlockRow
        {
            Job = job,
            Draw = draw.Draw,
            Block = block.Index,
            Images = block.Count,
            Width = _width,
            Predictions = Bytes(draw.Classes.AsSpan(block.Start, block.Count)),
            NoisePredictions = draw.InNoise is { } noise ? Bytes(noise.AsSpan(block.Start, block.Count)) : null,
        }));

    /// <summary>The clean images.</summary>
    internal IEnumerable<VerdictImageRow> Pack(JobImages images)
    {
        var labels = Enumerable.Range(0, images.Count).Select(images.Label).ToArray();
        return Blocks(images.Count).Select(block => new VerdictImageRow
        {
            Job = job,
            Block = block.Index,
            FirstImage = images.Positions[block.Start],
            Offsets = Offsets(images.Positions.Slice(block.Start, block.Count)),
            Width = _width,
            Labels = Bytes(labels.AsSpan(block.Start, block.Count)),
        });
    }

    /// <summary>The classes of one draw, in the order of the images.</summary>
    /// <param name="blocks">In order.</param>
    internal static int[] Unpack(IEnumerable<VerdictBlockRow> blocks) => [.. blocks.SelectMany(block => Enumerable.Range(0, block.Images)
        .Select(i => block.Width == 1 ? block.Predictions[i] - 1 : (block.Predictions[2 * i] << 8 | block.Predictions[2 * i + 1]) - 1))];

    private static IEnumerable<(int Index, int Start, int Count)> Blocks(int images)
    {
        for (var start = 0; start < images; start += VerdictBlockRow.Size)
        {
            yield return (start / VerdictBlockRow.Size, start, Math.Min(VerdictBlockRow.Size, images - start));
        }
    }

    private static byte[]? Offsets(ReadOnlySpan<int> positions)
    {
        if (positions[^1] - positions[0] == positions.Length - 1)
        {
            return null;
        }

        var bytes = new byte[OffsetBytes * positions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            var offset = positions[i] - positions[0];
            (bytes[OffsetBytes * i], bytes[OffsetBytes * i + 1], bytes[OffsetBytes * i + 2]) =
                (checked((byte)(offset >> 16)), (byte)(offset >> 8), (byte)offset);
        }

        return bytes;
    }

    private byte[] Bytes(ReadOnlySpan<int> values)
    {
        var bytes = new byte[_width * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var stored = values[i] + 1;
            if (_width == 1)
            {
                bytes[i] = checked((byte)stored);
            }
            else
            {
                (bytes[2 * i], bytes[2 * i + 1]) = (checked((byte)(stored >> 8)), (byte)stored);
            }
        }

        return bytes;
    }
}
