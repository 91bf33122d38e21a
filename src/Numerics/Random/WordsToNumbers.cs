using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Experiments.Numerics;

/// <summary>Turns spans of random words, whole vectors long, into numbers in place. Each function has a loop of its own: with several in
/// one loop the compiler stops inlining them.</summary>
internal static class WordsToNumbers
{
    private const int Chunk = 1024;

    public static void Uniform(Span<float> words)
    {
        ref var at = ref MemoryMarshal.GetReference(words);
        if (Avx512F.IsSupported)
        {
            for (nuint i = 0; i < (nuint)words.Length; i += (nuint)Vector512<float>.Count)
            {
                LaneMath.Uniform<MathLanes512, Vector512<float>>(Vector512.LoadUnsafe(ref at, i)).StoreUnsafe(ref at, i);
            }
        }
        else if (Avx2.IsSupported)
        {
            for (nuint i = 0; i < (nuint)words.Length; i += (nuint)Vector256<float>.Count)
            {
                LaneMath.Uniform<MathLanes256, Vector256<float>>(Vector256.LoadUnsafe(ref at, i)).StoreUnsafe(ref at, i);
            }
        }
    }

    /// <summary>Even words give radii, odd words angles; even results take the cosine (one quarter turn on), odd results the
    /// sine.</summary>
    public static void Gaussian(Span<float> words)
    {
        Span<float> radii = stackalloc float[Chunk];
        for (; !words.IsEmpty; words = words[Math.Min(Chunk, words.Length)..])
        {
            var chunk = words[..Math.Min(Chunk, words.Length)];
            if (Avx512F.IsSupported)
            {
                Radii512(chunk, radii);
                TimesSines512(chunk, radii);
            }
            else if (Avx2.IsSupported)
            {
                Radii256(chunk, radii);
                TimesSines256(chunk, radii);
            }
        }
    }

    private static void Radii512(ReadOnlySpan<float> words, Span<float> radii)
    {
        ref var from = ref MemoryMarshal.GetReference(words);
        ref var to = ref MemoryMarshal.GetReference(radii);
        for (nuint i = 0; i < (nuint)words.Length; i += (nuint)Vector512<float>.Count)
        {
            var even = Avx512F.DuplicateEvenIndexed(Vector512.LoadUnsafe(ref from, i));
            LaneMath.GaussianRadius<MathLanes512, Vector512<float>>(even).StoreUnsafe(ref to, i);
        }
    }

    private static void Radii256(ReadOnlySpan<float> words, Span<float> radii)
    {
        ref var from = ref MemoryMarshal.GetReference(words);
        ref var to = ref MemoryMarshal.GetReference(radii);
        for (nuint i = 0; i < (nuint)words.Length; i += (nuint)Vector256<float>.Count)
        {
            var even = Avx.DuplicateEvenIndexed(Vector256.LoadUnsafe(ref from, i));
            LaneMath.GaussianRadius<MathLanes256, Vector256<float>>(even).StoreUnsafe(ref to, i);
        }
    }

    private static void TimesSines512(Span<float> words, ReadOnlySpan<float> radii)
    {
        ref var at = ref MemoryMarshal.GetReference(words);
        ref var radius = ref MemoryMarshal.GetReference(radii);
        var quarterTurns = Vector512.Create(1UL).AsSingle();
        for (nuint i = 0; i < (nuint)words.Length; i += (nuint)Vector512<float>.Count)
        {
            var odd = Avx512F.DuplicateOddIndexed(Vector512.LoadUnsafe(ref at, i));
            (Vector512.LoadUnsafe(ref radius, i) * LaneMath.SineOfTurns<MathLanes512, Vector512<float>>(odd, quarterTurns)).StoreUnsafe(
                ref at, i);
        }
    }

    private static void TimesSines256(Span<float> words, ReadOnlySpan<float> radii)
    {
        ref var at = ref MemoryMarshal.GetReference(words);
        ref var radius = ref MemoryMarshal.GetReference(radii);
        var quarterTurns = Vector256.Create(1UL).AsSingle();
        for (nuint i = 0; i < (nuint)words.Length; i += (nuint)Vector256<float>.Count)
        {
            var odd = Avx.DuplicateOddIndexed(Vector256.LoadUnsafe(ref at, i));
            (Vector256.LoadUnsafe(ref radius, i) * LaneMath.SineOfTurns<MathLanes256, Vector256<float>>(odd, quarterTurns)).StoreUnsafe(
                ref at, i);
        }
    }
}
