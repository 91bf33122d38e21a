using System.Text.Json;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Expansion;

/// <summary>Writes out what a study's file says in short: entries that are <c>like</c> another, and one entry for each value of a sweep.
/// One pass before anything is read into records; every value keeps its place in the file.</summary>
/// <param name="catalogues">Of everything that has a type.</param>
/// <param name="errors">What is wrong.</param>
/// <param name="budget">How much there may be more than the file has.</param>
internal sealed class StudyExpansion(OptionsCatalogues catalogues, SettingsErrors errors, ValueBudget budget)
{
    /// <summary>Entries that name one another in a row: more than the checks allow.</summary>
    private const int MaxDepth = 64;

    private readonly Dictionary<string, EntryList> _lists = new(StringComparer.Ordinal);
    private readonly SourceEditor _editor = new(catalogues, SharedRecords.Types);
    private readonly EachValues _each = new(errors);
    private int _depth;

    /// <summary>The parts of a study that are lists of named entries, in the order of the file's records.</summary>
    internal static IReadOnlyList<OptionsMember> Parts { get; } =
    [
        .. OptionsType.Of(typeof(Study)).Members.Where(member =>
            member.Shape.Kind == ValueKind.List && OptionsType.Of(member.Shape.Element!).Members.Any(m => m.Name == Entry.NameKey)),
    ];

    /// <summary>The file as it would be without likenesses and sweeps. An entry that something is wrong with is left out.</summary>
    internal SourceNode Expand(SourceNode root)
    {
        if (root.Kind != JsonValueKind.Object)
        {
            return root;
        }

        foreach (var part in Parts)
        {
            if (root.Find(part.Name)?.Value is { Kind: JsonValueKind.Array } list)
            {
                _lists[part.Property.Name] = new EntryList(part, list, errors, budget);
            }
        }

        var written = new Dictionary<string, SourceNode>(StringComparer.Ordinal);
        foreach (var list in _lists.Values)
        {
            written[list.Part.Name] = list.Node.WithItems([.. list.Entries.SelectMany(entry => Expand(list, entry))]);
        }

        return root.WithMembers(
            [.. root.Members.Select(m => written.TryGetValue(m.Name, out var node) ? m with { Value = node } : m)]);
    }

    /// <summary>The entries that an entry stands for, named and with the names in them followed.</summary>
    private IReadOnlyList<SourceNode> Expand(EntryList list, SourceNode entry) =>
        [.. Variants(list, entry).Select(variant => FollowLists(variant.Named(), list.Type))];

    /// <summary>The entries that an entry stands for: one for each value of its sweeps, and of those of the entries that it names one
    /// of.</summary>
    private IReadOnlyList<Entry> Variants(EntryList list, SourceNode entry)
    {
        if (list.Find(entry) is { } known)
        {
            return known;
        }

        // An entry that leads back to itself is found out by the checks; here it is taken as it stands.
        list.Add(entry, [new Entry(entry, "")]);
        IReadOnlyList<Entry> variants = Resolve(list, entry) is { } resolved
            ? [.. resolved.SelectMany(variant => Follow(list, variant))]
            : [];
        if (variants.Count > EachValues.MaxEntries)
        {
            errors.Add(
                entry,
                $"the entry stands for more than {EachValues.MaxEntries} entries with those that it names; it must stand for at most "
                    + $"{EachValues.MaxEntries}.");
            variants = [];
        }

        list.Add(entry, variants);
        return variants;
    }

    /// <summary>The entry with what it is like and one for each value of its own sweeps.</summary>
    private List<Entry>? Resolve(EntryList list, SourceNode entry)
    {
        if (entry.Kind != JsonValueKind.Object)
        {
            return [new Entry(entry, "")];
        }

        if (list.Resolve(entry) is not { } resolved || _each.Read(resolved) is not { } axes)
        {
            return null;
        }

        if (axes.Count == 0)
        {
            return [new Entry(resolved, "")];
        }

        var plain = resolved.WithMembers([.. resolved.Members.Where(member => member.Name != EachValues.Key)]);
        var size = plain.Size * axes.Aggregate(1L, (product, axis) => product * axis.Values.Count);
        return AreApart(entry, axes) && budget.Take(size, entry) ? Product(list, plain, axes) : null;
    }

    private List<Entry>? Product(EntryList list, SourceNode plain, IReadOnlyList<Axis> axes)
    {
        List<Entry> entries = [new Entry(plain, "")];
        foreach (var axis in axes)
        {
            var next = new List<Entry>(entries.Count * axis.Values.Count);
            foreach (var entry in entries)
            {
                foreach (var (label, value) in axis.Values)
                {
                    if (_editor.Set(entry.Node, list.Type, axis.Path, value, out var obstacle) is not { } node)
                    {
                        errors.Add(axis.Member, $"each has '{axis.Member.Name}', a path that leads nowhere: {obstacle}");
                        return null;
                    }

                    next.Add(new Entry(node, entry.Suffix + list.Suffix($"-{axis.Member.Name}={label}")));
                }
            }

            entries = next;
        }

        return entries;
    }

    /// <summary>An entry does not give itself what it sweeps.</summary>
    private bool AreApart(SourceNode entry, IReadOnlyList<Axis> axes)
    {
        var given = axes.Where(axis => axis.Path.Count == 1 && entry.Find(EachValues.Key) is not null)
            .Select(axis => (axis.Member, Given: entry.Find(axis.Path[0].Name ?? ""))).Where(both => both.Given is not null).ToList();
        foreach (var (member, also) in given)
        {
            errors.Add(also!, $"{member.Name} is given and swept; it must be one of both.");
        }

        return given.Count == 0;
    }

    /// <summary>One entry for each expansion of an entry that a member names.</summary>
    private IReadOnlyList<Entry> Follow(EntryList list, Entry entry)
    {
        IReadOnlyList<Entry> entries = [entry];
        foreach (var member in References(entry.Node, list.Type).Where(m => m.Shape.Kind == ValueKind.Text))
        {
            if (entry.Node.Find(member.Name)?.Value is { Kind: JsonValueKind.String } name
                && FindVariants(member, name) is { } variants && variants.Any(variant => variant.Suffix.Length > 0))
            {
                entries = [.. entries.SelectMany(each => variants.Select(variant => Of(list, each, member, name, variant)))
                    .Take(EachValues.MaxEntries + 1)];
            }
        }

        return entries.Count == 1 || budget.Take(entries.Count * entry.Node.Size, entry.Node) ? entries : [];
    }

    /// <summary>The entry with the name of one expansion.</summary>
    private static Entry Of(EntryList list, Entry entry, OptionsMember member, SourceNode name, Entry variant) =>
        new(Replace(entry.Node, member.Name, name.WithText(name.Text + variant.Suffix)), entry.Suffix + list.Suffix(variant.Suffix));

    /// <summary>The entry with every name in its lists in the place of which all expansions of the named entry stand.</summary>
    private SourceNode FollowLists(SourceNode node, Type type)
    {
        foreach (var member in References(node, type).Where(m => m.Shape.Kind == ValueKind.List))
        {
            if (node.Find(member.Name)?.Value is not { Kind: JsonValueKind.Array } list)
            {
                continue;
            }

            var isOfNames = member.Shape.Element == typeof(string);
            var count = isOfNames ? list.Items.Sum(item => (long)VariantsOf(member, item)) : list.Items.Count;
            if (count > list.Items.Count && !budget.Take(count, list))
            {
                return node;
            }

            node = Replace(node, member.Name, list.WithItems(isOfNames
                ? [.. list.Items.SelectMany(item => FollowItem(member, item))]
                : [.. list.Items.Select(item => FollowLists(item, member.Shape.Element!))]));
        }

        return node;
    }

    /// <summary>How many names a name in a list stands for.</summary>
    private int VariantsOf(OptionsMember member, SourceNode item) =>
        item.Kind == JsonValueKind.String ? FindVariants(member, item)?.Count ?? 1 : 1;

    private IEnumerable<SourceNode> FollowItem(OptionsMember member, SourceNode item) =>
        item.Kind == JsonValueKind.String && FindVariants(member, item) is { } variants
            ? variants.Select(variant => item.WithText(item.Text + variant.Suffix))
            : [item];

    /// <summary>What the entry of a name stands for; null for no such entry, which the checks find out, and for one that cannot be written
    /// out.</summary>
    private IReadOnlyList<Entry>? FindVariants(OptionsMember member, SourceNode name)
    {
        if (_depth == MaxDepth || _lists.GetValueOrDefault(EntryNameAttribute.PartOf(member)!) is not { } list
            || list.Find(name.Text) is not { } entry)
        {
            return null;
        }

        _depth++;
        var variants = Variants(list, entry);
        _depth--;
        return variants.Count > 0 ? variants : null;
    }

    /// <summary>Members of an object that name entries, or are lists of objects that may.</summary>
    private IEnumerable<OptionsMember> References(SourceNode node, Type type) =>
        Members(node, type).Where(member => EntryNameAttribute.PartOf(member) is not null
            || (member.Shape is { Kind: ValueKind.List, Element: { } element } && ReferenceTypes.Has(element)));

    private IEnumerable<OptionsMember> Members(SourceNode node, Type type)
    {
        if (catalogues.Find(type) is { } catalogue)
        {
            return node.Find("type")?.Value is { Kind: JsonValueKind.String } name && catalogue.FindOptions(name.Text) is { } concrete
                ? OptionsType.Of(concrete).Members
                : [];
        }

        return OptionsType.Of(type).Members.SelectMany(member => member.Inline ? Members(node, member.Property.PropertyType) : [member]);
    }

    private static SourceNode Replace(SourceNode node, string name, SourceNode value) =>
        node.WithMembers([.. node.Members.Select(m => m.Name == name ? m with { Value = value } : m)]);
}
