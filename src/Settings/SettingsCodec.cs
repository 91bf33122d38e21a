using System.Text.Json.Nodes;
using Experiments.Contracts;

namespace Experiments.Settings;

/// <summary>Option records to JSON and back, with the catalogues of everything that they can name.</summary>
public sealed class SettingsCodec(params IReadOnlyList<IOptionsCatalogue> catalogues)
{
    public OptionsCatalogues Catalogues { get; } = new(catalogues);

    /// <summary>All members of a record, defaults included.</summary>
    /// <typeparam name="T">The record, or the base of a catalogue for its <c>type</c> to be written.</typeparam>
    public JsonObject Write<T>(T options)
        where T : class => new OptionsWriter(Catalogues).Write(options, typeof(T));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <typeparam name="T">The record, or the base of a catalogue.</typeparam>
    /// <exception cref="StudyValidationException">The JSON does not fit the record: it was written by another version of the
    /// program.</exception>
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
