using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Experiments.Networks;

/// <summary>Architecture options as the text that a weight file carries: one line, the type first.</summary>
internal static class ArchitectureJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary><c>{"type":"mlp","hidden":[100,100],"activation":"sigmoid"}</c>.</summary>
    public static string Write(ArchitectureOptions options)
    {
        var json = new JsonObject { ["type"] = ArchitectureCatalogue.Types.Of(options).Name };
        foreach (var (key, value) in JsonSerializer.SerializeToNode(options, options.GetType(), Options)!.AsObject())
        {
            json[key] = value?.DeepClone();
        }
        return json.ToJsonString();
    }
}
