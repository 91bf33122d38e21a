using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Experiments.Contracts;

namespace Experiments.Testing;

/// <summary>What records say of themselves in their doc comments, in Markdown: for references that are written from the code.</summary>
internal static partial class DocComments
{
    private static readonly Dictionary<Assembly, Dictionary<string, XElement>> Files = [];

    internal static string Of(Type type) => Summary(type.Assembly, $"T:{type.FullName}");

    /// <summary>Empty where there is none.</summary>
    internal static string Of(PropertyInfo property) =>
        Summary(property.DeclaringType!.Assembly, $"P:{property.DeclaringType.FullName}.{property.Name}");

    private static string Summary(Assembly assembly, string name)
    {
        if (!Members(assembly).TryGetValue(name, out var member))
        {
            return "";
        }

        return member.Element("inheritdoc")?.Attribute("cref") is { } other
            ? Summary(assembly, other.Value)
            : Spaces().Replace(string.Concat(member.Element("summary")?.Nodes().Select(Markdown) ?? []), " ").Trim();
    }

    private static Dictionary<string, XElement> Members(Assembly assembly)
    {
        if (!Files.TryGetValue(assembly, out var members))
        {
            var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
            Files[assembly] = members = XDocument.Load(file).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
        }

        return members;
    }

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{Named(see.Attribute("cref")!.Value)}`",
        XElement other => string.Concat(other.Nodes().Select(Markdown)),
        _ => "",
    };

    /// <summary>A property is its column, a record its table.</summary>
    private static string Named(string reference)
    {
        var record = reference[2..];
        var property = "";
        if (reference.StartsWith("P:", StringComparison.Ordinal))
        {
            var dot = record.LastIndexOf('.');
            (record, property) = (record[..dot], record[(dot + 1)..]);
        }

        var type = Files.Keys.Select(assembly => assembly.GetType(record)).First(type => type is not null)!;
        return property.Length > 0 ? new ResultColumn(type.GetProperty(property)!).Name
            : type.IsDefined(typeof(ResultTableAttribute), inherit: false) ? ResultTable.Of(type).Name : type.Name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
