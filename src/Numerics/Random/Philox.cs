using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Experiments.Numerics;

/// <summary>Philox4x32-10: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// Scrambles a counter of four words under a key of two, ten rounds.</summary>
internal static class Philox
{
    public const int Rounds = 10;

    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint KeyStep0 = 0x9E3779B9;
    private const uint KeyStep1 = 0xBB67AE85;

    /// <summary>Scrambles one counter in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scramble(ref uint c0, ref uint c1, ref uint c2, ref uint c3, uint key0, uint key1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ key0;
            c2 = (uint)(product0 >> 32) ^ c3 ^ key1;
            c1 = (uint)product1;
            c3 = (uint)product0;
            unchecked
            {
                key0 += KeyStep0;
                key1 += KeyStep1;
            }
        }
    }

    /// <summary>Scrambles two counters, four words each, side by side. Needs AVX2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Scramble(Vector256<uint> counters, uint key0, uint key1)
    {
        var multiplier = Vector256.Create(Multiplier0, 0u, Multiplier1, 0u, Multiplier0, 0u, Multiplier1, 0u);
        var key = Vector256.Create(key0, 0u, key1, 0u, key0, 0u, key1, 0u);
        var step = Vector256.Create(KeyStep0, 0u, KeyStep1, 0u, KeyStep0, 0u, KeyStep1, 0u);
        for (var round = 0; round < Rounds; round++)
        {
            // Products of the even words; turned round, they are (high1, low1, high0, low0). The odd words move to even places.
            var products = Avx2.Multiply(counters, multiplier).AsUInt32();
            counters = Avx2.Shuffle(products, 0b00_01_10_11) ^ (counters.AsUInt64() >>> 32).AsUInt32() ^ key;
            key += step;
        }

        return counters;
    }

    /// <summary>Scrambles four counters, four words each, side by side. Needs AVX-512F.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Scramble(Vector512<uint> counters, uint key0, uint key1)
    {
        var multiplier = Repeat(Multiplier0, Multiplier1);
        var key = Repeat(key0, key1);
        var step = Repeat(KeyStep0, KeyStep1);
        for (var round = 0; round < Rounds; round++)
        {
            var products = Avx512F.Multiply(counters, multiplier).AsUInt32();
            counters = Avx512F.Shuffle(products, 0b00_01_10_11) ^ (counters.AsUInt64() >>> 32).AsUInt32() ^ key;
            key += step;
        }

        return counters;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Repeat(uint word0, uint word2)
    {
        var half = Vector256.Create(word0, 0u, word2, 0u, word0, 0u, word2, 0u);
        return Vector512.Create(half, half);
    }
}
