using System.Text.Json;

namespace Experiments.Settings;

/// <summary>Puts values into a settings text that is read already: the rest keeps its place, and what is wrong with a value is shown where
/// the value came from.</summary>
/// <param name="catalogues">Of everything that has a type.</param>
/// <param name="shared">Records for which a name can stand: a step into the name makes an object that is like it.</param>
public sealed class SourceEditor(OptionsCatalogues catalogues, IReadOnlySet<Type> shared)
{
    private const string TypeKey = "type";

    /// <summary>What stands in the way of a path.</summary>
    private string? _obstacle;

    /// <summary>The text with another value at the end of a path; null where the path leads nowhere.</summary>
    /// <param name="root">What the path begins in.</param>
    /// <param name="type">What the root is read into.</param>
    /// <param name="path">At least one step.</param>
    /// <param name="value">The value.</param>
    /// <param name="obstacle">Why the path leads nowhere: <c>models has no entry 'Z'; …</c>.</param>
    public SourceNode? Set(SourceNode root, Type type, IReadOnlyList<PathStep> path, SourceNode value, out string? obstacle)
    {
        ArgumentNullException.ThrowIfNull(root);
        _obstacle = null;
        var result = Set(root, ValueShape.Of(type), new Rest(path, 0, value));
        obstacle = _obstacle;
        return result;
    }

    /// <param name="node">What is there; null for nothing.</param>
    /// <param name="shape">What it is read into; null where that is not known.</param>
    /// <param name="rest">What is left of the path.</param>
    private SourceNode? Set(SourceNode? node, ValueShape? shape, Rest rest)
    {
        if (rest.Done)
        {
            return rest.Value;
        }

        if (node is null && rest.Step.Name is null)
        {
            return Fail($"the list is not given there; it must be for '{rest.Step}' to be in it.");
        }

        // Errors about what is made here are about the value.
        node ??= rest.Value.WithMembers([]);
        return node.Kind switch
        {
            JsonValueKind.Array => SetItem(node, shape, rest),
            JsonValueKind.Object => SetMember(node, shape, rest),
            JsonValueKind.String when shape is not null && shared.Contains(shape.Type) =>
                SetMember(node.WithMembers([new SourceMember(Likeness.LikeKey, node.Offset, node)]), shape, rest),
            _ => Fail($"{node.Label} is {node.Quoted}; it must be an object or a list for '{rest.Step}' to be in it."),
        };
    }

    private SourceNode? SetMember(SourceNode node, ValueShape? shape, Rest rest)
    {
        if (rest.Step.Name is not { } name)
        {
            return Fail($"{Describe(node)} is an object; it must be a list for '{rest.Step}' to be in it.");
        }

        var member = node.Find(name);
        if (member is null && shape?.Kind == ValueKind.Map && !rest.Last)
        {
            return Fail($"{Describe(node)} has no '{name}'; it must be one of: {Names([.. node.Members.Select(m => m.Name)], name)}");
        }

        if (Set(member?.Value, MemberShape(node, shape, name), rest.Next) is not { } value)
        {
            return null;
        }

        var placed = new SourceMember(name, value.Offset, value);
        return node.WithMembers(
            member is null ? [.. node.Members, placed] : [.. node.Members.Select(m => ReferenceEquals(m, member) ? placed : m)]);
    }

    private SourceNode? SetItem(SourceNode node, ValueShape? shape, Rest rest)
    {
        var at = rest.Step.Name is { } name
            ? node.Items.TakeWhile(item => NameOf(item) != name).Count()
            : rest.Step.Index;
        if (at >= node.Items.Count)
        {
            string[] names = [.. node.Items.Select(NameOf).OfType<string>()];
            return Fail(rest.Step.Name is { } unknown
                ? $"{Describe(node)} has no '{unknown}'; it must be one of: {Names(names, unknown)}"
                : $"{Describe(node)} has {node.Items.Count} items; the place must be below that, not {at}.");
        }

        var element = shape?.Element is { } type ? ValueShape.Of(type) : null;
        return Set(node.Items[at], element, rest.Next) is { } item
            ? node.WithItems([.. node.Items.Select((other, i) => i == at ? item : other)])
            : null;
    }

    /// <summary>What a member of an object is read into; null where the object says no type, or the type has no such member.</summary>
    private ValueShape? MemberShape(SourceNode node, ValueShape? shape, string name)
    {
        if (shape?.Kind == ValueKind.Map)
        {
            return ValueShape.Of(shape.Element!);
        }

        if (shape?.Kind != ValueKind.Options || Concrete(node, shape.Type) is not { } type)
        {
            return null;
        }

        var members = OptionsType.Of(type).Members;
        return members.FirstOrDefault(member => !member.Inline && member.Name == name)?.Shape
            ?? (members.FirstOrDefault(member => member.Inline) is { } inline ? MemberShape(node, inline.Shape, name) : null);
    }

    /// <summary>The record that an object is read into; null where its type is unknown.</summary>
    private Type? Concrete(SourceNode node, Type type) =>
        catalogues.Find(type) is not { } catalogue ? type
        : node.Find(TypeKey)?.Value is { Kind: JsonValueKind.String } name ? catalogue.FindOptions(name.Text)
        : null;

    private static string? NameOf(SourceNode item) =>
        item.Find("name")?.Value is { Kind: JsonValueKind.String } name ? name.Text : null;

    private static string Names(IReadOnlyCollection<string> known, string name) =>
        $"{Spelling.ListOf(known)}.{Spelling.Hint(name, known)}";

    private static string Describe(SourceNode node) => node.Place.IsRoot ? "the file" : node.Label;

    private SourceNode? Fail(string obstacle)
    {
        _obstacle = obstacle;
        return null;
    }

    /// <summary>What is left of a path.</summary>
    private readonly record struct Rest(IReadOnlyList<PathStep> Path, int At, SourceNode Value)
    {
        internal bool Done => At == Path.Count;

        internal bool Last => At == Path.Count - 1;

        internal PathStep Step => Path[At];

        internal Rest Next => this with { At = At + 1 };
    }
}
