using Experiments.Datasets;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Studies.Checks;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Warnings;

/// <summary>A valid study as the checks for warnings see it.</summary>
/// <param name="study">All its references resolve.</param>
/// <param name="binder">Knows where its parts stand in the file.</param>
/// <param name="errors">Takes the warnings.</param>
/// <param name="resolver">Of its data.</param>
internal sealed class WarnedStudy(Study study, OptionsBinder binder, SettingsErrors errors, DataResolver resolver)
{
    /// <summary>Names that a warning lists.</summary>
    private const int MostNamed = 10;

    /// <summary>Places of images that are found or compared: with more, warnings would take longer than the study.</summary>
    private const long MostPlaces = 100_000_000;

    /// <summary>To find a place, and keep it, costs as much as to compare so many.</summary>
    private const int FindingFactor = 5;

    private readonly KnownNames _known = new(study);
    private readonly Dictionary<string, ImagePlaces> _places = [];
    private long _left = MostPlaces;
    private readonly Dictionary<string, DatasetDescription> _datasets = [];
    private readonly Dictionary<string, DataSettings> _settings = [];

    internal Study Study => study;

    internal OptionsBinder Binder => binder;

    internal StudyModel Model(string name) => _known.Model(name)!;

    internal StudyAttack Attack(string name) => _known.Attack(name)!;

    /// <summary>The images behind the name of a slice of data; null where too many were looked at before, of which there is a
    /// warning.</summary>
    internal ImagePlaces? Places(string data)
    {
        if (_places.TryGetValue(data, out var known) || !Take(0))
        {
            return known;
        }

        var places = _places[data] = resolver.Places(study.Data[data], study.Seed);
        Take((long)FindingFactor * places.Positions.Count);
        return places;
    }

    /// <summary>How many images both have; none where too many were looked at before, of which there is a warning.</summary>
    internal int Shared(ImagePlaces one, ImagePlaces other) =>
        Take((long)one.Positions.Count + other.Positions.Count) ? one.Shared(other) : 0;

    /// <summary>The data set behind the name of a slice of data, in its form.</summary>
    internal DatasetDescription Dataset(string data) =>
        Once(_datasets, data, entry => resolver.Describe(entry.Dataset, DataResolver.FormOf(entry)));

    /// <summary>The images behind the name of a slice of data, as jobs name them.</summary>
    internal DataSettings Settings(string data) => Once(_settings, data, entry => resolver.Resolve(entry, study.Seed));

    internal void Warn(object part, string member, string message) => errors.Warn(binder.NodeOf(part, member), message);

    internal void Warn(SourceNode node, string message) => errors.Warn(node, message);

    private bool Take(long places)
    {
        if (_left < 0)
        {
            return false;
        }

        _left -= places;
        if (_left < 0)
        {
            errors.Warn(
                binder.NodeOf(study),
                $"the study has more images in common than are looked for, {MostPlaces} places: networks may share images with others, or "
                    + "with what is perturbed, without a warning.");
        }

        return _left >= 0;
    }

    /// <summary>'a', 'b' and 'c'; of many the first.</summary>
    internal static string Quoted(IReadOnlyList<string> names)
    {
        List<string> quoted = [.. names.Take(MostNamed).Select(name => $"'{name}'")];
        if (names.Count > MostNamed)
        {
            quoted.Add($"{names.Count - MostNamed} more");
        }

        return quoted.Count == 1 ? quoted[0] : $"{string.Join(", ", quoted.SkipLast(1))} and {quoted[^1]}";
    }

    /// <summary>Folders of images are looked through whenever they are described.</summary>
    private T Once<T>(Dictionary<string, T> known, string data, Func<StudyData, T> find) =>
        known.TryGetValue(data, out var found) ? found : known[data] = find(study.Data[data]);
}
