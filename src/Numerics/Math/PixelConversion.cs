using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Experiments.Numerics;

/// <summary>Bytes of an image as numbers.</summary>
public static class PixelConversion
{
    /// <summary>x[i] = bytes[i] / 255, correctly rounded; so 255 is exactly 1.</summary>
    /// <exception cref="ArgumentException"><paramref name="x"/> is shorter than <paramref name="bytes"/>.</exception>
    public static void ToUnitInterval(ReadOnlySpan<byte> bytes, Span<float> x)
    {
        if (x.Length < bytes.Length)
        {
            throw new ArgumentException($"x.Length is {x.Length}; it must be at least bytes.Length, {bytes.Length}", nameof(x));
        }

        ref var from = ref MemoryMarshal.GetReference(bytes);
        ref var to = ref MemoryMarshal.GetReference(x);
        var i = 0;
        if (Avx512F.IsSupported)
        {
            for (; i <= bytes.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                var integers = Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref from, (nuint)i));
                (Vector512.ConvertToSingle(integers) / Vector512.Create(255f)).StoreUnsafe(ref to, (nuint)i);
            }
        }
        else if (Avx2.IsSupported)
        {
            // 16 bytes are loaded and 8 used, so the loop stops where 16 would no longer fit.
            for (; i <= bytes.Length - 2 * Vector256<float>.Count; i += Vector256<float>.Count)
            {
                var integers = Avx2.ConvertToVector256Int32(Vector128.LoadUnsafe(ref from, (nuint)i));
                (Vector256.ConvertToSingle(integers) / Vector256.Create(255f)).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < bytes.Length; i++)
        {
            x[i] = bytes[i] / 255f;
        }
    }
}
