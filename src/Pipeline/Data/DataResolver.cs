using System.Globalization;
using System.Text.RegularExpressions;
using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>Turns what a study says about data into the exact images that jobs read.</summary>
public sealed partial class DataResolver(IDataLibrary library)
{
    private readonly Dictionary<string, DatasetFacts> _facts = [];

    /// <summary>What a data set is; looked up once.</summary>
    /// <exception cref="IOException">Its files are missing or damaged.</exception>
    public DatasetFacts Describe(string dataset)
    {
        if (!_facts.TryGetValue(dataset, out var facts))
        {
            _facts[dataset] = facts = library.Describe(dataset);
        }

        return facts;
    }

    /// <exception cref="IOException">The data set's files are missing or damaged.</exception>
    /// <exception cref="FormatException">The slice is not one of the data set; the message says why.</exception>
    public DataSettings Resolve(DataSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var facts = Describe(spec.Dataset);
        var (split, start, end) = ParseSlice(spec.Slice, spec.Dataset, facts);
        var whole = new DataSettings { Dataset = spec.Dataset, Version = facts.Version, Split = split, Start = start, End = end };
        if (spec.Split is not { } part)
        {
            return whole;
        }

        if (part.Parts > whole.Count)
        {
            throw new FormatException($"split has {part.Parts} parts; it must have at most one per image of slice '{spec.Slice}', which has {whole.Count}.");
        }

        return whole with
        {
            Part = new PartSettings { Number = part.Part, Of = part.Parts, Seed = part.Seed, Start = 0, End = PartSettings.SizeOf(part.Part, part.Parts, whole.Count) },
        };
    }

    private static (string Split, int Start, int End) ParseSlice(string text, string dataset, DatasetFacts facts)
    {
        var match = SliceSyntax().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"slice is '{text}'; it must be a split of {dataset} or a range of one, such as test or test[0..1000).");
        }

        var split = match.Groups["split"].Value;
        if (!facts.Splits.TryGetValue(split, out var count))
        {
            throw new FormatException($"slice is '{text}'; it must begin with a split of {dataset}: {string.Join(", ", facts.Splits.Keys.Order(StringComparer.Ordinal))}.");
        }

        if (!match.Groups["start"].Success)
        {
            return (split, 0, count);
        }

        var valid = int.TryParse(match.Groups["start"].ValueSpan, CultureInfo.InvariantCulture, out var start)
            & int.TryParse(match.Groups["end"].ValueSpan, CultureInfo.InvariantCulture, out var end);
        return valid && start < end && end <= count
            ? (split, start, end)
            : throw new FormatException($"slice is '{text}'; it must be a range START..END with START below END and END at most {count}, the images of {dataset}/{split}.");
    }

    [GeneratedRegex(@"^(?<split>[a-z]+)(\[(?<start>[0-9]{1,10})\.\.(?<end>[0-9]{1,10})\))?$")]
    private static partial Regex SliceSyntax();
}
