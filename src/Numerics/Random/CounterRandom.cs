using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Experiments.Numerics;

/// <summary>
/// A stream of random numbers named by (seed, purpose, index), with nothing shared: Philox4x32-10 (Salmon et al., "Parallel random numbers:
/// as easy as 1, 2, 3", SC 2011) with the seed as key (low word first) and the counter (block, purpose, low word of index, high word of
/// index).
/// </summary>
/// <remarks>
/// The numbers are a promise: every machine, vector width and version of the product gives the same ones, and a change of them is a
/// breaking change. A span is filled with exactly what as many single calls would return. This is a mutable struct: pass it by reference; a
/// copy repeats the numbers of the original. A stream ends after 2^34 words. Not for cryptography.
/// </remarks>
public struct CounterRandom
{
    private const int WordsPerBlock = 4;
    private const ulong Blocks = 1UL << 32;

    private readonly uint _key0;
    private readonly uint _key1;
    private readonly uint _purpose;
    private readonly uint _index0;
    private readonly uint _index1;
    private ulong _nextBlock;
    private int _wordsLeft;
    private uint _word0;
    private uint _word1;
    private uint _word2;
    private uint _word3;
    private bool _hasSpareGaussian;
    private float _spareGaussian;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">Of the study, model or attack.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="index">Which of many: image, epoch, parameter block.</param>
    public CounterRandom(ulong seed, RandomPurpose purpose, ulong index)
    {
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);
        _purpose = (uint)purpose;
        _index0 = (uint)index;
        _index1 = (uint)(index >> 32);
    }

    /// <summary>32 random bits.</summary>
    /// <exception cref="InvalidOperationException">The stream's 2^34 words are used up.</exception>
    public uint NextUInt32()
    {
        if (_wordsLeft == 0)
        {
            NextBlock();
        }

        return _wordsLeft-- switch
        {
            4 => _word0,
            3 => _word1,
            2 => _word2,
            _ => _word3,
        };
    }

    /// <summary>64 random bits: two words, low word first.</summary>
    /// <exception cref="InvalidOperationException">The stream's 2^34 words are used up.</exception>
    public ulong NextUInt64()
    {
        ulong low = NextUInt32();
        return low | (ulong)NextUInt32() << 32;
    }

    /// <summary>Uniform in (0, 1): (k + 1/2) / 2^23 with k from the upper 23 bits of one word. Never 0 or 1.</summary>
    /// <exception cref="InvalidOperationException">The stream's 2^34 words are used up.</exception>
    public float NextUniform() => LaneMath.Uniform<MathLane, float>(BitConverter.UInt32BitsToSingle(NextUInt32()));

    /// <summary>
    /// Standard normal, by G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates", 1958: two words make two
    /// numbers, the second of which the next call returns. Magnitudes end at 6.66. When the stream stands at an odd word (after an odd
    /// number of other draws), that word is skipped.
    /// </summary>
    /// <exception cref="InvalidOperationException">The stream's 2^34 words are used up.</exception>
    public float NextGaussian()
    {
        if (_hasSpareGaussian)
        {
            _hasSpareGaussian = false;
            return _spareGaussian;
        }

        if ((_wordsLeft & 1) != 0)
        {
            NextUInt32();
        }

        var radius = BitConverter.UInt32BitsToSingle(NextUInt32());
        var angle = BitConverter.UInt32BitsToSingle(NextUInt32());
        _spareGaussian = LaneMath.Gaussian<MathLane, float>(radius, angle, BitConverter.Int32BitsToSingle(0));
        _hasSpareGaussian = true;
        return LaneMath.Gaussian<MathLane, float>(radius, angle, BitConverter.Int32BitsToSingle(1));
    }

    /// <summary>Uniform among the integers 0 to <paramref name="bound"/> - 1, without bias (D. Lemire, 2019, arXiv:1805.10941: may draw
    /// more than one word).</summary>
    /// <param name="bound">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">The stream's 2^34 words are used up.</exception>
    public int NextInt(int bound)
    {
        if (bound < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(bound), $"bound is {bound}; it must be at least 1");
        }

        var range = (uint)bound;
        var product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            // 2^32 mod range: the low halves below it belong to values that would come up once too often.
            var threshold = unchecked(0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Fills a span with what <see cref="NextUniform"/> would return call by call.</summary>
    /// <exception cref="InvalidOperationException">The stream's 2^34 words are used up.</exception>
    public void FillUniform(Span<float> values)
    {
        var i = 0;
        while (i < values.Length && _wordsLeft > 0)
        {
            values[i++] = NextUniform();
        }

        var words = values.Slice(i, FillWords(values[i..]));
        WordsToNumbers.Uniform(words);
        i += words.Length;
        while (i < values.Length)
        {
            values[i++] = NextUniform();
        }
    }

    /// <summary>Fills a span with what <see cref="NextGaussian"/> would return call by call.</summary>
    /// <exception cref="InvalidOperationException">The stream's 2^34 words are used up.</exception>
    public void FillGaussian(Span<float> values)
    {
        var i = 0;
        while (i < values.Length && (_hasSpareGaussian || _wordsLeft > 0))
        {
            values[i++] = NextGaussian();
        }

        var words = values.Slice(i, FillWords(values[i..]));
        WordsToNumbers.Gaussian(words);
        i += words.Length;
        while (i < values.Length)
        {
            values[i++] = NextGaussian();
        }
    }

    private void NextBlock()
    {
        if (_nextBlock >= Blocks)
        {
            throw new InvalidOperationException(
                $"the random stream (purpose {_purpose}, index {(ulong)_index1 << 32 | _index0}) has given its 2^34 "
                    + "words; start another index");
        }

        _word0 = (uint)_nextBlock++;
        _word1 = _purpose;
        _word2 = _index0;
        _word3 = _index1;
        Philox.Scramble(ref _word0, ref _word1, ref _word2, ref _word3, _key0, _key1);
        _wordsLeft = WordsPerBlock;
    }

    /// <summary>Fills whole vectors with the words of whole blocks, as bits, starting at a block's first word; returns how many that was.
    /// None where the machine has no vectors for it.</summary>
    private int FillWords(Span<float> values)
    {
        var width = Avx512F.IsSupported ? Vector512<float>.Count : Avx2.IsSupported ? Vector256<float>.Count : 0;
        if (width == 0 || _nextBlock + (ulong)values.Length > Blocks)
        {
            return 0;
        }

        var count = values.Length - values.Length % width;
        if (Avx512F.IsSupported)
        {
            FillWords512(values[..count]);
        }
        else
        {
            FillWords256(values[..count]);
        }

        _nextBlock += (ulong)(count / WordsPerBlock);
        return count;
    }

    private readonly void FillWords512(Span<float> values)
    {
        ref var to = ref MemoryMarshal.GetReference(values);
        var first = Vector256.Create((uint)_nextBlock, _purpose, _index0, _index1, (uint)_nextBlock + 1, _purpose, _index0, _index1);
        var counters = Vector512.Create(first, first + Vector256.Create(2u, 0, 0, 0, 2, 0, 0, 0));
        var step = Vector512.Create(4u, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0);
        for (var i = 0; i < values.Length; i += Vector512<float>.Count)
        {
            Philox.Scramble(counters, _key0, _key1).AsSingle().StoreUnsafe(ref to, (nuint)i);
            counters += step;
        }
    }

    private readonly void FillWords256(Span<float> values)
    {
        ref var to = ref MemoryMarshal.GetReference(values);
        var counters = Vector256.Create((uint)_nextBlock, _purpose, _index0, _index1, (uint)_nextBlock + 1, _purpose, _index0, _index1);
        var step = Vector256.Create(2u, 0, 0, 0, 2, 0, 0, 0);
        for (var i = 0; i < values.Length; i += Vector256<float>.Count)
        {
            Philox.Scramble(counters, _key0, _key1).AsSingle().StoreUnsafe(ref to, (nuint)i);
            counters += step;
        }
    }
}
