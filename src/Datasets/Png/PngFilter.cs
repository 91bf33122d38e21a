namespace Experiments.Datasets;

/// <summary>The five filters of the PNG specification, section 9, undone in place.</summary>
internal static class PngFilter
{
    /// <summary>The number of filters.</summary>
    public const int Count = 5;

    /// <summary>Undoes a filter.</summary>
    /// <param name="filter">0 to 4: none, sub, up, average, Paeth.</param>
    /// <param name="row">Filtered bytes, replaced by samples.</param>
    /// <param name="above">Samples of the row above; zeros above the first.</param>
    /// <param name="distance">Bytes from a sample to the same sample of the pixel on its left.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (var i = 0; i < row.Length && filter > 0; i++)
        {
            var left = i < distance ? 0 : row[i - distance];
            var prediction = filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                _ => Paeth(left, above[i], i < distance ? 0 : above[i - distance]),
            };
            row[i] = (byte)(row[i] + prediction);
        }
    }

    /// <summary>The neighbour nearest to left + above - corner; of equally near ones the first in this order.</summary>
    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
