using Experiments.Datasets;

namespace Experiments.Pipeline.Data;

/// <summary>Which images a slice of data has, whatever is made of them.</summary>
/// <param name="Split">Content of the split's files: places in splits of other content are other images.</param>
/// <param name="Positions">In the split, ascending.</param>
internal sealed record ImagePlaces(SplitDescription Split, IReadOnlyList<int> Positions)
{
    /// <summary>The first of them.</summary>
    internal ImagePlaces First(int count) => count < Positions.Count ? this with { Positions = [.. Positions.Take(count)] } : this;

    internal bool Same(ImagePlaces other) => IsOneSplit(other) && Positions.SequenceEqual(other.Positions);

    /// <summary>How many images both have.</summary>
    internal int Shared(ImagePlaces other)
    {
        if (!IsOneSplit(other))
        {
            return 0;
        }

        var (shared, i, j) = (0, 0, 0);
        while (i < Positions.Count && j < other.Positions.Count)
        {
            var order = Positions[i].CompareTo(other.Positions[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return shared;
    }

    private bool IsOneSplit(ImagePlaces other) =>
        Split.Format.ContentHash == other.Split.Format.ContentHash && Split.Name == other.Split.Name;
}
