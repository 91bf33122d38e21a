namespace Experiments.Numerics;

/// <summary>Memory that a thread keeps between calls of a kernel: grows by doubling, aligned to a cache line, never moved by the
/// collector.</summary>
internal unsafe struct ScratchBuffer
{
    private const int AlignmentBytes = 64;

    // Pinned-object heap: no handle and no fixed statement is needed while a kernel holds a pointer.
    private float[]? _array;
    private float* _aligned;

    /// <summary>At least <paramref name="length"/> floats, of undefined content, valid until the next call on this thread.</summary>
    public float* Rent(long length)
    {
        if (_array is null || _array.Length < length + AlignmentBytes / sizeof(float))
        {
            Grow(length);
        }
        return _aligned;
    }

    /// <summary>A pinned array and its first aligned element; the array must be kept alive while the pointer is used.</summary>
    public static float[] Allocate(long length, out float* aligned)
    {
        var array = GC.AllocateUninitializedArray<float>(checked((int)(length + AlignmentBytes / sizeof(float))), pinned: true);
        var start = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref array[0]);
        aligned = (float*)((start + AlignmentBytes - 1) & ~(nint)(AlignmentBytes - 1));
        return array;
    }

    private void Grow(long length)
    {
        var doubled = Math.Max(length, Math.Min(2L * (_array?.Length ?? 0), 1 << 26));
        _array = Allocate(doubled, out _aligned);
    }
}
