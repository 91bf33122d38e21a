using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Experiments.Pipeline.Studies.Schema;

/// <summary>Reads doc comments from the XML files beside the assemblies; empty where a file or a comment is missing.</summary>
internal static partial class Documentation
{
    private static readonly Dictionary<Assembly, IReadOnlyDictionary<string, XElement>> Files = [];

    internal static string Of(Type type) => Text(type.Assembly, $"T:{type.FullName}");

    internal static string Of(PropertyInfo property) =>
        Text(property.DeclaringType!.Assembly, $"P:{property.DeclaringType!.FullName}.{property.Name}");

    private static string Text(Assembly assembly, string member)
    {
        if (!Load(assembly).TryGetValue(member, out var comment))
        {
            return "";
        }

        var parts =
            new[] { Plain(comment.Element("summary")), Plain(comment.Element("value")) is { Length: > 0 } value ? DefaultText(value) : "" };
        return string.Join(" ", parts.Where(p => p.Length > 0));
    }

    private static string DefaultText(string value) => value.StartsWith("Default", StringComparison.Ordinal) ? value : $"Default: {value}";

    private static IReadOnlyDictionary<string, XElement> Load(Assembly assembly)
    {
        lock (Files)
        {
            if (!Files.TryGetValue(assembly, out var members))
            {
                var path = Path.ChangeExtension(assembly.Location, ".xml");
                members = File.Exists(path)
                    ? XDocument.Load(path).Descendants("member").GroupBy(m => (string)m.Attribute("name")!).ToDictionary(
                        g => g.Key, g => g.First())
                    : new Dictionary<string, XElement>();
                Files[assembly] = members;
            }

            return members;
        }
    }

    private static string Plain(XElement? element)
    {
        var text = new StringBuilder();
        foreach (var node in element?.Nodes() ?? [])
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "see" } see =>
                    NameOf((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? ""),
                XElement other => Plain(other),
                _ => "",
            });
        }

        return Spaces().Replace(text.ToString(), " ").Trim();
    }

    /// <summary>Options are written in camel case where people write them.</summary>
    private static string NameOf(string reference)
    {
        var name = reference[(reference.LastIndexOf('.') + 1)..];
        return reference.StartsWith("P:", StringComparison.Ordinal) ? System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name) : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
