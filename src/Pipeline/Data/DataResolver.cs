using Experiments.Datasets;
using Experiments.Pipeline.Studies;
using Experiments.Settings;

namespace Experiments.Pipeline.Data;

/// <summary>Turns what a study says about data into the exact images that jobs read. Reads no data.</summary>
/// <remarks>Every data set is looked up once: folders of images are looked through for it. Not for several threads.</remarks>
public sealed class DataResolver(IDataLibrary library)
{
    private readonly Dictionary<string, DatasetDescription?> _found = new(StringComparer.Ordinal);

    /// <summary>The data set that a study's name for it means; null for none.</summary>
    /// <exception cref="DatasetException">The name means something that cannot be used.</exception>
    internal DatasetDescription? Find(string dataset) =>
        _found.TryGetValue(dataset, out var known) ? known : _found[dataset] = library.Find(dataset);

    /// <summary>The description of a data set.</summary>
    /// <exception cref="DatasetException">There is none of this name.</exception>
    public DatasetDescription Describe(string dataset) => Find(dataset) ?? throw new DatasetException(Unknown(dataset));

    /// <summary>The error of a name that means no data set.</summary>
    internal string Unknown(string dataset) =>
        Spelling.Unknown("dataset", $"'{dataset}'", [.. library.Datasets.Select(d => d.Name), FolderName.Pattern]);

    /// <summary>The description of a data set in a form.</summary>
    /// <exception cref="DatasetException">There is none of this name, or the form does not fit it.</exception>
    public DatasetDescription Describe(string dataset, ImageForm? form) => Describe(dataset).In(form);

    /// <summary>A file below the data folders.</summary>
    /// <exception cref="DatasetException">There is none at this path.</exception>
    public DataFile FindFile(string path) => library.FindFile(path);

    /// <summary>The form that a study asks for; null for images and labels as they are.</summary>
    public static ImageForm? FormOf(StudyData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var form = new ImageForm { Height = data.Resize?.Height, Width = data.Resize?.Width, Channels = data.Channels,
            Positive = data.Labels?.Positive };
        return form == new ImageForm() ? null : form;
    }

    /// <param name="data">What the study says.</param>
    /// <param name="seed">Of a part that does not name its own.</param>
    /// <exception cref="DatasetException">There is no such data set, or the slice or the form does not fit it.</exception>
    public DataSettings Resolve(StudyData data, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        var dataset = Describe(data.Dataset, FormOf(data));
        var expression = SliceExpression.Parse(data.Slice);
        var part = PartOf(data, seed);
        var slice = DataSlice.Create(dataset, expression, part);
        return new DataSettings
        {
            Dataset = dataset.Name,
            Version = slice.Split.Format.ContentHash,
            Split = slice.Split.Name,
            Start = expression.Start,
            End = expression.End ?? slice.Split.Count,
            Form = dataset.Form,
            Part = part is null
                ? null
                : new PartSettings { Part = part.Part, Parts = part.Parts, Seed = part.Seed, Start = 0, End = slice.Count },
        };
    }

    /// <summary>Where the images that a study names lie in their split.</summary>
    /// <exception cref="DatasetException">There is no such data set, or the slice or the form does not fit it.</exception>
    internal ImagePlaces Places(StudyData data, ulong seed)
    {
        var dataset = Describe(data.Dataset, FormOf(data));
        var slice = DataSlice.Create(dataset, SliceExpression.Parse(data.Slice), PartOf(data, seed));
        return new ImagePlaces(slice.Split, slice.Positions());
    }

    private static SplitPart? PartOf(StudyData data, ulong seed) =>
        data.Split is { } split ? new SplitPart(split.Part, split.Parts, split.Seed ?? seed) : null;
}
