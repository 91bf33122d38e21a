using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Pipeline.Studies.Expansion;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Schema;

/// <summary>The JSON schema of study files, for editors; made from the same records that the files are read into.</summary>
public sealed class StudySchema
{
    private const string Definitions = "definitions";

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly OptionsCatalogues _catalogues;
    private readonly JsonObject _definitions = [];

    private StudySchema(OptionsCatalogues catalogues) => _catalogues = catalogues;

    /// <summary>The schema as the text of <c>studies/study.schema.json</c>.</summary>
    public static string Generate(OptionsCatalogues catalogues)
    {
        var schema = new StudySchema(catalogues);
        var root = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Study",
            ["description"] = Documentation.Of(typeof(Study)),
        };
        foreach (var (name, value) in schema.Record(typeof(Study)).ToList())
        {
            root[name] = value?.DeepClone();
        }

        root["allowComments"] = true;
        root["allowTrailingCommas"] = true;
        root[Definitions] = schema._definitions;
        return root.ToJsonString(Indented) + "\n";
    }

    /// <summary>A place of a type; records go to the definitions once.</summary>
    private JsonObject Place(Type type)
    {
        var shape = ValueShape.Of(type);
        switch (shape.Kind)
        {
            case ValueKind.Boolean:
                return new JsonObject { ["type"] = "boolean" };
            case ValueKind.Integer:
                return shape.Type == typeof(ulong)
                    ? new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = ulong.MaxValue }
                    : new JsonObject { ["type"] = "integer" };
            case ValueKind.Number:
                return new JsonObject { ["type"] = "number" };
            case ValueKind.Text:
                return new JsonObject { ["type"] = "string" };
            case ValueKind.Choice:
                return new JsonObject { ["enum"] = new JsonArray([.. ValueShape.Choices(shape.Type).Select(n => JsonValue.Create(n))]) };
            case ValueKind.List:
                return new JsonObject { ["type"] = "array", ["items"] = Place(shape.Element!) };
            case ValueKind.Map:
                return new JsonObject { ["type"] = "object", ["additionalProperties"] = Place(shape.Element!) };
            default:
                return Reference(shape.Type);
        }
    }

    private JsonObject Reference(Type type)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(type.Name);
        if (!_definitions.ContainsKey(name))
        {
            // Registered before it is filled in: records may hold records of their own type.
            var definition = new JsonObject();
            _definitions[name] = definition;
            foreach (var (key, value) in Definition(type).ToList())
            {
                definition[key] = value?.DeepClone();
            }
        }

        return new JsonObject { ["$ref"] = $"#/{Definitions}/{name}" };
    }

    private JsonObject Definition(Type type)
    {
        if (_catalogues.Find(type) is { } catalogue)
        {
            return AnyOf([.. catalogue.Names.Select(n => Typed(n, catalogue.FindOptions(n)!, []))]);
        }

        var inline = OptionsType.Of(type).Members.FirstOrDefault(m => m.Inline);
        if (inline is not null)
        {
            var options = _catalogues.Find(inline.Property.PropertyType)!;
            var own = OptionsType.Of(type).Members.Where(m => !m.Inline).ToList();
            return AnyOf([.. options.Names.Select(n => OfEntry(type, Typed(n, options.FindOptions(n)!, own)))]);
        }

        var record = Record(type);
        if (!SharedRecords.Parts.TryGetValue(type, out var part))
        {
            return OfEntry(type, record);
        }

        record["properties"]![Likeness.LikeKey] = new JsonObject
        {
            ["type"] = "string",
            ["description"] = $"Takes what is not given here from one of the file's {part}.",
        };
        return AnyOf(new JsonObject { ["type"] = "string", ["description"] = $"The name of one of the file's {part}." }, record);
    }

    /// <summary>An entry of the study: what it does not give it can take from another, and it can stand for several.</summary>
    private static JsonObject OfEntry(Type type, JsonObject record)
    {
        if (StudyExpansion.Parts.FirstOrDefault(part => part.Shape.Element == type) is not { } part)
        {
            return record;
        }

        var properties = record["properties"]!;
        properties[Likeness.LikeKey] = new JsonObject
        {
            ["type"] = "string",
            ["description"] = $"Takes what is not given here from another of the file's {part.Name}, by its name.",
        };
        properties[EachValues.Key] = new JsonObject
        {
            ["type"] = "object",
            ["minProperties"] = 1,
            ["additionalProperties"] = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["uniqueItems"] = true },
            ["description"] = "Lists of values for members, or for paths to members: one entry for each value, or for each combination "
                + $"of several lists, at most {EachValues.MaxEntries}. Its name ends in them, and the name without them stands for all.",
        };
        var required = record["required"]!;
        record.Remove("required");
        record["required"] = new JsonArray(Entry.NameKey);
        record["if"] = new JsonObject { ["not"] = new JsonObject { ["anyOf"] = new JsonArray(
            new JsonObject { ["required"] = new JsonArray(Likeness.LikeKey) },
            new JsonObject { ["required"] = new JsonArray(EachValues.Key) }) } };
        record["then"] = new JsonObject { ["required"] = required };
        return record;
    }

    /// <summary>A record with the name that stands for its type, and members that its owner adds.</summary>
    private JsonObject Typed(string name, Type type, IReadOnlyList<OptionsMember> owners)
    {
        var record = Record(type, owners);
        var properties = (JsonObject)record["properties"]!;
        properties.Insert(0, "type", new JsonObject { ["const"] = name, ["description"] = Documentation.Of(type) });
        var required = record["required"] as JsonArray ?? [];
        required.Insert(0, JsonValue.Create("type"));
        record["required"] = required.Parent is null ? required : required.DeepClone();
        return record;
    }

    private JsonObject Record(Type type, IReadOnlyList<OptionsMember>? owners = null)
    {
        var members = (owners ?? []).Concat(OptionsType.Of(type).Members).ToList();
        var defaults = OptionsType.Of(type).Create();
        var properties = new JsonObject();
        foreach (var member in members)
        {
            properties[member.Name] = Property(member, member.Property.DeclaringType!.IsInstanceOfType(defaults) ? defaults : null);
        }

        var record = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (members.Any(m => m.Required))
        {
            record["required"] = new JsonArray([.. members.Where(m => m.Required).Select(m => JsonValue.Create(m.Name))]);
        }

        return record;
    }

    private JsonObject Property(OptionsMember member, object? defaults)
    {
        var place = Place(member.Property.PropertyType);
        foreach (var rule in member.Rules)
        {
            Restrict(
                member.Shape.Kind == ValueKind.List && rule is RangeAttribute or IRuleText ? place["items"] as JsonObject ?? place : place,
                rule);
        }

        if (place.ContainsKey("$ref"))
        {
            // Beside a reference, draft 7 reads nothing else.
            place = new JsonObject { ["allOf"] = new JsonArray(place) };
        }

        if (Documentation.Of(member.Property) is { Length: > 0 } description)
        {
            place["description"] = description;
        }

        if (!member.Required && defaults is not null && member.Shape.Kind < ValueKind.List
            && member.Property.GetValue(defaults) is { } value)
        {
            place["default"] = value is Enum choice ? ValueShape.Choice(choice) : JsonSerializer.SerializeToNode(value);
        }

        return place;
    }

    private static void Restrict(JsonObject place, ValidationAttribute rule)
    {
        switch (rule)
        {
            case RangeAttribute range:
                SetBound(place, range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum", range.Minimum);
                SetBound(place, range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum", range.Maximum);
                break;
            case MinLengthAttribute min:
                place[place["type"]?.GetValue<string>() == "string" ? "minLength" : "minItems"] = min.Length;
                break;
            case MaxLengthAttribute max:
                place[place["type"]?.GetValue<string>() == "string" ? "maxLength" : "maxItems"] = max.Length;
                break;
            case StudyNameAttribute:
                place["pattern"] = StudyNameAttribute.Pattern;
                break;
            case PartNameAttribute:
                place["minLength"] = 1;
                place["maxLength"] = PartNameAttribute.MaxLength;
                break;
        }
    }

    private static void SetBound(JsonObject place, string key, object bound)
    {
        if (RuleText.Bound(bound) is not null)
        {
            place[key] = JsonSerializer.SerializeToNode(bound);
        }
    }

    private static JsonObject AnyOf(params JsonNode[] choices) => new() { ["anyOf"] = new JsonArray(choices) };
}
