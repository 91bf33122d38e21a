using System.Globalization;
using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>Which images of a data set: a range of a split, or one part of a disjoint split of it. Made and checked without reading the
/// data.</summary>
public sealed class DataSlice
{
    private readonly int _start;
    private readonly int _end;
    private readonly SplitPart? _part;

    private DataSlice(DatasetDescription dataset, SplitDescription split, int start, int end, SplitPart? part, int count)
    {
        Dataset = dataset;
        Split = split;
        _start = start;
        _end = end;
        _part = part;
        Count = count;
    }

    public DatasetDescription Dataset { get; }

    public SplitDescription Split { get; }

    /// <summary>Number of images, at least 1.</summary>
    public int Count { get; }

    /// <summary>
    /// One text for one choice of images in a split, however it was written: <c>test[0..1000)</c>, <c>train[0..60000) part 1/2 seed 7</c>,
    /// <c>train[0..60000) part 1/2 seed 7 first 500</c>. With <see cref="ISplitFormat.ContentHash"/> it identifies the images, for keys.
    /// </summary>
    public string CanonicalText
    {
        get
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"{Split.Name}[{_start}..{_end})");
            if (_part is null)
            {
                return range;
            }

            var part = string.Create(CultureInfo.InvariantCulture, $"{range} part {_part.Part}/{_part.Parts} seed {_part.Seed}");
            return Count == PartSize(_part) ? part : string.Create(CultureInfo.InvariantCulture, $"{part} first {Count}");
        }
    }

    /// <summary>Makes a slice.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="slice">A split or a range of it.</param>
    /// <param name="part">One part of a disjoint split of the slice; null for the whole slice.</param>
    /// <exception cref="DatasetException">There is no such data set or split, the range does not lie in it, or the part does not
    /// exist.</exception>
    public static DataSlice Create(DatasetDescription dataset, SliceExpression slice, SplitPart? part = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(slice);
        var split = dataset.Split(slice.Split);
        var end = slice.End ?? split.Count;
        if (end > split.Count || slice.Start >= end || slice.Start < 0)
        {
            throw new DatasetException(
                $"slice is '{slice}'; it must be a range with at least one image in [0..{split.Count}), the images of "
                    + $"'{dataset.Name}' {split.Name}");
        }

        var whole = new DataSlice(dataset, split, slice.Start, end, null, end - slice.Start);
        return part is null ? whole : whole.PartOf(part, slice);
    }

    /// <summary>The first images of this slice, in the order of <see cref="Positions"/>.</summary>
    /// <param name="count">At least 1; from <see cref="Count"/> up the slice is returned as it is.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public DataSlice Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (count >= Count)
        {
            return this;
        }

        return new DataSlice(Dataset, Split, _start, _part is null ? _start + count : _end, _part, count);
    }

    /// <summary>Positions of the images in the split, ascending. [<see cref="Count"/>].</summary>
    public int[] Positions()
    {
        if (_part is null)
        {
            return Enumerable.Range(_start, Count).ToArray();
        }

        var order = Shuffle.Permutation(_part.Seed, RandomPurpose.DataSplit, 0, _end - _start);
        var positions = order.AsSpan(PartStart(_part.Part - 1, _part.Parts), PartSize(_part)).ToArray();
        Array.Sort(positions);
        return positions.Take(Count).Select(position => _start + position).ToArray();
    }

    public override string ToString() => $"{Dataset.Name} {CanonicalText}";

    private DataSlice PartOf(SplitPart part, SliceExpression slice)
    {
        if (part.Parts < 1 || part.Parts > Count)
        {
            throw new DatasetException(
                $"split.parts is {part.Parts}; it must be in [1, {Count}], the number of images in '{Dataset.Name}' {slice}");
        }

        if (part.Part < 1 || part.Part > part.Parts)
        {
            throw new DatasetException($"split.part is {part.Part}; it must be in [1, {part.Parts}], split.parts");
        }

        return part.Parts == 1 ? this : new DataSlice(Dataset, Split, _start, _end, part, PartSize(part));
    }

    private int PartSize(SplitPart part) => PartStart(part.Part, part.Parts) - PartStart(part.Part - 1, part.Parts);

    private int PartStart(int part, int parts) => (int)((long)(_end - _start) * part / parts);
}
