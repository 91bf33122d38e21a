namespace Experiments.Numerics;

/// <summary>Seeded random orders, every one equally likely (Fisher and Yates; Durstenfeld 1964).</summary>
public static class Shuffle
{
    /// <summary>A random order of 0 to <paramref name="n"/> - 1, named by (seed, purpose, index) as <see cref="CounterRandom"/>
    /// is.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public static int[] Permutation(ulong seed, RandomPurpose purpose, ulong index, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var order = new int[n];
        Permutation(seed, purpose, index, order);
        return order;
    }

    /// <summary>Fills <paramref name="order"/> with what <see cref="Permutation(ulong, RandomPurpose, ulong, int)"/> returns for its
    /// length.</summary>
    public static void Permutation(ulong seed, RandomPurpose purpose, ulong index, Span<int> order)
    {
        var random = new CounterRandom(seed, purpose, index);
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
