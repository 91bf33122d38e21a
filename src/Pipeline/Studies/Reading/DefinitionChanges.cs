using System.Text.Json.Nodes;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline.Studies.Reading;

/// <summary>The settings in which two stored studies differ. Entries of lists are the same entry where they have the same name.</summary>
internal static class DefinitionChanges
{
    /// <param name="before">As this program or an earlier one stored it.</param>
    /// <param name="after">Likewise.</param>
    /// <returns>In the order of the first; what only the second has comes last in each object and list. The studies' names are not
    /// compared.</returns>
    internal static IReadOnlyList<SettingChange> Between(StoredStudy before, StoredStudy after)
    {
        var changes = new List<SettingChange>();
        var (left, right) = (Parse(before), Parse(after));
        left.Remove("name");
        right.Remove("name");
        Compare("", left, right, changes);
        return changes;
    }

    // As this program writes it, whoever has.
    private static JsonObject Parse(StoredStudy study) =>
        (JsonObject)JsonNode.Parse(StudyDefinition.Write(StudyDefinition.Read(study)))!;

    private static void Compare(string path, JsonNode? left, JsonNode? right, List<SettingChange> changes)
    {
        if (Members(left) is { } leftMembers && Members(right) is { } rightMembers && left!.GetType() == right!.GetType())
        {
            foreach (var name in leftMembers.Keys.Union(rightMembers.Keys))
            {
                var place = left is JsonArray ? $"{path}[{name}]" : path.Length == 0 ? name : $"{path}.{name}";
                Compare(place, leftMembers.GetValueOrDefault(name), rightMembers.GetValueOrDefault(name), changes);
            }
        }
        else if (!JsonNode.DeepEquals(left, right))
        {
            changes.Add(new SettingChange(path, left?.ToJsonString(), right?.ToJsonString()));
        }
    }

    /// <summary>What can be compared part by part: an object, or a list of entries with names that differ; null for anything
    /// else.</summary>
    private static Dictionary<string, JsonNode?>? Members(JsonNode? node) => node switch
    {
        JsonObject members => members.ToDictionary(member => member.Key, member => member.Value),
        JsonArray { Count: > 0 } entries when Names(entries) is { } names =>
            names.Zip(entries).ToDictionary(entry => entry.First, entry => entry.Second),
        _ => null,
    };

    private static List<string>? Names(JsonArray entries)
    {
        var names = entries.Select(entry => (entry as JsonObject)?["name"] as JsonValue).OfType<JsonValue>().Select(name => name.ToString())
            .Distinct().ToList();
        return names.Count == entries.Count ? names : null;
    }
}
