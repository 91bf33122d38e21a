using System.Text.Json;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Expansion;

/// <summary>The entries of one part of a study's file, and what each stands for as far as that is known.</summary>
internal sealed class EntryList
{
    private readonly Dictionary<string, SourceNode> _byName;
    private readonly Dictionary<SourceNode, IReadOnlyList<Entry>> _variants = new(ReferenceEqualityComparer.Instance);
    private readonly Likeness _likeness;
    private readonly bool _plainNames;

    /// <param name="part">The member of the study.</param>
    /// <param name="node">Its list.</param>
    /// <param name="errors">What is wrong.</param>
    /// <param name="budget">How much there may be more than the file has.</param>
    internal EntryList(OptionsMember part, SourceNode node, SettingsErrors errors, ValueBudget budget)
    {
        (Part, Node) = (part, node);
        _byName = node.Items.Where(item => Entry.NameOf(item) is not null).DistinctBy(Entry.NameOf)
            .ToDictionary(item => Entry.NameOf(item)!, StringComparer.Ordinal);
        _likeness = new Likeness([.. _byName.Select(entry => (entry.Key, entry.Value))], errors, budget, Entry.NameKey);
        _plainNames = OptionsType.Of(Type).Members.Single(member => member.Name == Entry.NameKey).Rules.OfType<StudyNameAttribute>().Any();
    }

    internal OptionsMember Part { get; }

    internal SourceNode Node { get; }

    internal Type Type => Part.Shape.Element!;

    internal IReadOnlyList<SourceNode> Entries => Node.Items;

    internal SourceNode? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>What the entry stands for; null where that is not known yet.</summary>
    internal IReadOnlyList<Entry>? Find(SourceNode entry) => _variants.GetValueOrDefault(entry);

    internal void Add(SourceNode entry, IReadOnlyList<Entry> variants) => _variants[entry] = variants;

    /// <summary>The entry with what it takes from the one that it is like; null where that is none, which is an error.</summary>
    internal SourceNode? Resolve(SourceNode entry)
    {
        if (_likeness.Resolve(entry) is not { } resolved || ReferenceEquals(resolved, entry))
        {
            return entry.Find(Likeness.LikeKey) is null ? entry : null;
        }

        var given = entry.Members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        return given.Contains(EachValues.Key) ? resolved : WithoutSweepsOf(resolved, given);
    }

    /// <summary>The end of a name in the letters that names of this part can have.</summary>
    internal string Suffix(string text) => !_plainNames
        ? text
        : string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));

    /// <summary>What an entry gives itself it does not take swept from another.</summary>
    private static SourceNode WithoutSweepsOf(SourceNode entry, HashSet<string> given)
    {
        if (entry.Find(EachValues.Key) is not { Value: { Kind: JsonValueKind.Object } each } member
            || !each.Members.Any(axis => given.Contains(axis.Name)))
        {
            return entry;
        }

        var left = each.WithMembers([.. each.Members.Where(axis => !given.Contains(axis.Name))]);
        var others = entry.Members.Where(other => !ReferenceEquals(other, member));
        return entry.WithMembers(left.Members.Count == 0 ? [.. others] : [.. others, member with { Value = left }]);
    }
}
