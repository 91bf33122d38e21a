using System.Collections;
using System.Text.Json.Nodes;

namespace Experiments.Settings;

/// <summary>Writes option records as JSON: the inverse of <see cref="OptionsBinder"/>. All members are written, defaults included, so that
/// a changed default changes what is written; nulls are left out, so that a new optional member changes nothing.</summary>
public sealed class OptionsWriter(OptionsCatalogues catalogues)
{
    /// <summary>Writes a record; one of a catalogue gets its <c>type</c>.</summary>
    /// <param name="options">The record.</param>
    /// <param name="declared">The type of the place it stands in: its own, or the base of a catalogue.</param>
    public JsonObject Write(object options, Type declared)
    {
        ArgumentNullException.ThrowIfNull(options);
        var json = new JsonObject();
        if (catalogues.Find(declared) is { } catalogue)
        {
            json["type"] = catalogue.NameOf(options.GetType());
        }

        foreach (var member in OptionsType.Of(options.GetType()).Members)
        {
            if (member.Property.GetValue(options) is not { } value)
            {
                continue;
            }

            if (member.Inline)
            {
                foreach (var (name, inlined) in Write(value, member.Property.PropertyType).ToList())
                {
                    json[name] = inlined?.DeepClone();
                }
            }
            else
            {
                json[member.Name] = WriteValue(value, member.Property.PropertyType);
            }
        }

        return json;
    }

    private JsonNode? WriteValue(object value, Type declared)
    {
        var shape = ValueShape.Of(declared);
        switch (shape.Kind)
        {
            case ValueKind.Choice:
                return JsonValue.Create(ValueShape.Choice((Enum)value));
            case ValueKind.List:
                return new JsonArray([.. ((IEnumerable)value).Cast<object>().Select(v => WriteValue(v, shape.Element!))]);
            case ValueKind.Map:
                var map = new JsonObject();
                foreach (DictionaryEntry entry in (IDictionary)value)
                {
                    map[(string)entry.Key] = WriteValue(entry.Value!, shape.Element!);
                }

                return map;
            case ValueKind.Options:
                return Write(value, shape.Type);
            default:
                return value switch
                {
                    bool b => JsonValue.Create(b),
                    int i => JsonValue.Create(i),
                    long l => JsonValue.Create(l),
                    ulong u => JsonValue.Create(u),
                    float f => JsonValue.Create(f),
                    double d => JsonValue.Create(d),
                    _ => JsonValue.Create((string)value),
                };
        }
    }
}
