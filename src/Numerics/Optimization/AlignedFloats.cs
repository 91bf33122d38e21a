using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Experiments.Numerics;

/// <summary>A block of floats, zero at first, that starts at a cache line: no vector of 16 in it crosses one.</summary>
internal sealed class AlignedFloats
{
    private const int LineBytes = 64;

    private readonly float[] _values;
    private readonly int _start;

    public AlignedFloats(int length)
    {
        // Pinned: the start would not stay at a cache line if the collector moved the array.
        _values = GC.AllocateArray<float>(checked(length + LineBytes / sizeof(float)), pinned: true);
        _start = BytesToLine(_values) / sizeof(float);
    }

    public Span<float> Slice(int start, int length) => _values.AsSpan(_start + start, length);

    private static unsafe int BytesToLine(float[] pinned) =>
        (int)(-(nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned)) & (LineBytes - 1));
}
