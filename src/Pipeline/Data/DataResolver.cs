using Experiments.Contracts;
using Experiments.Datasets;

namespace Experiments.Pipeline;

/// <summary>Turns what a study says about data into the exact images that jobs read. Reads no data.</summary>
public sealed class DataResolver(IDataLibrary library)
{
    /// <summary>The description of a data set.</summary>
    /// <exception cref="DatasetException">There is none of this name.</exception>
    public DatasetDescription Describe(string dataset) =>
        library.Datasets.FirstOrDefault(d => d.Name == dataset)
        ?? throw new DatasetException($"dataset is '{dataset}'; it must be one of: {string.Join(", ", library.Datasets.Select(d => d.Name))}.");

    /// <exception cref="DatasetException">There is no such data set, or the slice does not lie in it.</exception>
    public DataSettings Resolve(DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var dataset = Describe(spec.Dataset);
        var expression = SliceExpression.Parse(spec.Slice);
        var part = spec.Split is { } split ? new SplitPart(split.Part, split.Parts, split.Seed) : null;
        var slice = DataSlice.Create(dataset, expression, part);
        return new DataSettings
        {
            Dataset = dataset.Name,
            Version = slice.Split.ContentHash,
            Split = slice.Split.Name,
            Start = expression.Start,
            End = expression.End ?? slice.Split.Count,
            Part = part is null ? null : new PartSettings { Part = part.Part, Parts = part.Parts, Seed = part.Seed, Start = 0, End = slice.Count },
        };
    }
}
