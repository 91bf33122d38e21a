using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Sums over the rows of a matrix.</summary>
internal static class Columns
{
    /// <summary>sums[j] = rows[0, j] + rows[1, j] + …, added in this order, so that the bits do not depend on the vector width.</summary>
    /// <param name="rows">[n, columns].</param>
    /// <param name="n">Rows, at least 1.</param>
    /// <param name="sums">[columns], overwritten.</param>
    public static void Sum(ReadOnlySpan<float> rows, int n, Span<float> sums)
    {
        var columns = sums.Length;
        rows[..columns].CopyTo(sums);
        for (var i = 1; i < n; i++)
        {
            Elementwise.Add(rows.Slice(i * columns, columns), sums);
        }
    }
}
