using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>The random numbers of one pool: a function of the training's seed, the pool's place in the list, and what came before in this
/// pool.</summary>
internal sealed class PoolNumbers
{
    /// <summary>A pool has this many streams of each purpose, one per use.</summary>
    private const int StreamBits = 40;

    private readonly ulong _seed;
    private readonly ulong _firstStream;
    private ulong _refreshes;
    private int _batches;
    private long _made;

    /// <param name="seed">The training's.</param>
    /// <param name="pool">The pool's place in the list, counted from 0.</param>
    public PoolNumbers(ulong seed, int pool)
    {
        (_seed, _firstStream) = (seed, (ulong)pool << StreamBits);
        AttackSeed = new CounterRandom(seed, RandomPurpose.PoolSeed, (ulong)pool).NextUInt64();
    }

    /// <summary>Of everything random in the making of the pool's examples, and of the dropout that their steps use.</summary>
    public ulong AttackSeed { get; }

    /// <summary>Training images to make examples of, repeats allowed, and the serial numbers of these examples.</summary>
    public (int[] Images, int[] Serials) NextImages(int imageCount, int count)
    {
        var random = new CounterRandom(_seed, RandomPurpose.PoolImages, _firstStream + _refreshes);
        var (images, serials) = (new int[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            images[i] = random.NextInt(imageCount);
            serials[i] = (int)(_made++ & int.MaxValue);
        }

        return (images, serials);
    }

    /// <summary>A random order of the pool's places, of which the first are replaced.</summary>
    public void NextPlaces(Span<int> order) => Shuffle.Permutation(_seed, RandomPurpose.PoolPlaces, _firstStream + _refreshes++, order);

    /// <summary>A random order of the pool's places, of which the first make a batch; returns the batch's number.</summary>
    public int NextBatch(Span<int> order)
    {
        Shuffle.Permutation(_seed, RandomPurpose.PoolBatch, _firstStream + (ulong)_batches, order);
        return _batches++;
    }
}
