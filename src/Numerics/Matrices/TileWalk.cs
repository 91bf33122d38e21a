namespace Experiments.Numerics;

/// <summary>How a micro-kernel walks through its operands: <see cref="Blocks"/> times <see cref="Steps"/> steps. Row r of a tile reads its
/// element of A at a + r * ARow; after a step a advances by AStep and b by BStep, after a block by the skips besides.</summary>
internal readonly struct TileWalk(nint blocks, nint steps, nint aRow, nint aStep, nint aSkip, nint bStep, nint bSkip)
{
    public readonly nint Blocks = blocks;
    public readonly nint Steps = steps;
    public readonly nint ARow = aRow;
    public readonly nint AStep = aStep;
    public readonly nint ASkip = aSkip;
    public readonly nint BStep = bStep;
    public readonly nint BSkip = bSkip;

    /// <summary>A walk without skips.</summary>
    public static TileWalk Straight(nint steps, nint aRow, nint aStep, nint bStep) => new(1, steps, aRow, aStep, 0, bStep, 0);
}
