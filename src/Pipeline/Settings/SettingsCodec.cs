using System.Text.Json.Nodes;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Networks;

namespace Experiments.Pipeline;

/// <summary>Option records to JSON and back, with the catalogues of everything that settings can name.</summary>
public sealed class SettingsCodec
{
    private readonly OptionsWriter _writer;

    public SettingsCodec(OptionCatalogues catalogues)
    {
        Catalogues = catalogues;
        _writer = new OptionsWriter(catalogues);
    }

    /// <summary>With all architectures, attacks and analyses of this program.</summary>
    public static SettingsCodec Default { get; } = new(new OptionCatalogues(
        new OptionCatalogue(typeof(ArchitectureOptions), "architecture", ArchitectureCatalogue.Types.ToDictionary(t => t.Name, t => t.OptionsType)),
        new OptionCatalogue(typeof(AttackOptions), "attack", AttackCatalogue.Types.ToDictionary(t => t.Key, t => t.Value.OptionsType)),
        new OptionCatalogue(typeof(AnalysisOptions), "analysis", AnalysisCatalogue.Types.ToDictionary(t => t.Key, t => t.Value.OptionsType))));

    public OptionCatalogues Catalogues { get; }

    /// <summary>All members of a record, defaults included.</summary>
    /// <typeparam name="T">The record, or the base of a catalogue for its <c>type</c> to be written.</typeparam>
    public JsonObject Write<T>(T options)
        where T : class => _writer.Write(options, typeof(T));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <typeparam name="T">The record, or the base of a catalogue.</typeparam>
    /// <exception cref="StudyValidationException">The JSON does not fit the record: it was written by another version of the program.</exception>
    public T Read<T>(JsonObject json, string what)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(json);
        var source = new SourceText(json.ToJsonString());
        var errors = new SettingsErrors(what, source);
        var options = SourceReader.Read(source, errors) is { } root ? new OptionsBinder(Catalogues, errors).Bind<T>(root) : null;
        errors.ThrowIfAny();
        return options!;
    }
}
