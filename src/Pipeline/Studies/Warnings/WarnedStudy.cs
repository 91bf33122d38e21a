using Experiments.Datasets;
using Experiments.Pipeline.Data;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Warnings;

/// <summary>A valid study as the checks for warnings see it.</summary>
/// <param name="study">All its references resolve.</param>
/// <param name="binder">Knows where its parts stand in the file.</param>
/// <param name="errors">Takes the warnings.</param>
/// <param name="resolver">Of its data.</param>
internal sealed class WarnedStudy(Study study, OptionsBinder binder, SettingsErrors errors, DataResolver resolver)
{
    private readonly Dictionary<string, ImagePlaces> _places = [];
    private readonly Dictionary<string, DatasetDescription> _datasets = [];
    private readonly Dictionary<string, DataSettings> _settings = [];

    internal Study Study => study;

    internal OptionsBinder Binder => binder;

    internal StudyModel Model(string name) => study.Models.First(model => model.Name == name);

    /// <summary>The images behind the name of a slice of data.</summary>
    internal ImagePlaces Places(string data) =>
        Once(_places, data, entry => resolver.Places(entry, study.Seed));

    /// <summary>The data set behind the name of a slice of data, in its form.</summary>
    internal DatasetDescription Dataset(string data) =>
        Once(_datasets, data, entry => resolver.Describe(entry.Dataset, DataResolver.FormOf(entry)));

    /// <summary>The images behind the name of a slice of data, as jobs name them.</summary>
    internal DataSettings Settings(string data) => Once(_settings, data, entry => resolver.Resolve(entry, study.Seed));

    internal void Warn(object part, string member, string message) => errors.Warn(binder.NodeOf(part, member), message);

    internal void Warn(SourceNode node, string message) => errors.Warn(node, message);

    /// <summary>'a', 'b' and 'c'.</summary>
    internal static string Quoted(IReadOnlyList<string> names)
    {
        List<string> quoted = [.. names.Select(name => $"'{name}'")];
        return quoted.Count == 1 ? quoted[0] : $"{string.Join(", ", quoted.SkipLast(1))} and {quoted[^1]}";
    }

    /// <summary>Folders of images are looked through whenever they are described.</summary>
    private T Once<T>(Dictionary<string, T> known, string data, Func<StudyData, T> find) =>
        known.TryGetValue(data, out var found) ? found : known[data] = find(study.Data[data]);
}
