using System.Text.Json;

namespace Experiments.Settings;

/// <summary>Named objects of one kind, of which others take what they do not give themselves.</summary>
/// <param name="named">The names and what they stand for; of equal names the first.</param>
/// <param name="errors">Unknown names, circles and chains that are too long.</param>
/// <param name="budget">What is taken counts.</param>
/// <param name="own">Members that are never taken from another: its name.</param>
public sealed class Likeness(
    IReadOnlyList<(string Name, SourceNode Node)> named, SettingsErrors errors, ValueBudget budget, params IReadOnlyList<string> own)
{
    /// <summary>The key that names the object which fills in what an object does not give.</summary>
    public const string LikeKey = "like";

    /// <summary>Objects between one and the last that it is like.</summary>
    public const int MaxDepth = 16;

    private readonly Dictionary<string, SourceNode> _named =
        named.DistinctBy(entry => entry.Name, StringComparer.Ordinal)
            .ToDictionary(entry => entry.Name, entry => entry.Node, StringComparer.Ordinal);

    // With how many names the object leads on over, its own among them.
    private readonly Dictionary<string, (SourceNode? Node, int Names)> _resolved = new(StringComparer.Ordinal);

    /// <summary>Named objects that nothing has been like, or stood for, so far.</summary>
    public IEnumerable<(string Name, SourceNode Node)> Unused => named.Where(entry => !_resolved.ContainsKey(entry.Name));

    /// <summary>The object that a node stands for: a name's, or its own members over those of the object that it is like; null where that
    /// is none, which is an error.</summary>
    public SourceNode? Resolve(SourceNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var resolved = Resolve(node, []);
        return node.Kind != JsonValueKind.String || resolved is null || budget.Take(resolved.Size, node) ? resolved : null;
    }

    private SourceNode? Resolve(SourceNode node, List<string> trail)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return FollowName(node, trail);
        }

        if (node.Kind != JsonValueKind.Object || node.Find(LikeKey)?.Value is not { } like)
        {
            return node;
        }

        return FollowName(like, trail) is { Kind: JsonValueKind.Object } shared && budget.Take(shared.Size, node)
            ? Over(shared, node)
            : null;
    }

    private static string Trail(IEnumerable<string> names) => string.Join(" -> ", names.Select(name => SourceText.Shorten(name)));

    private SourceNode Over(SourceNode shared, SourceNode node)
    {
        var given = node.Members.Select(member => member.Name).Concat(own).ToHashSet(StringComparer.Ordinal);
        return node.WithMembers(
            [.. shared.Members.Where(m => !given.Contains(m.Name)), .. node.Members.Where(m => m.Name != LikeKey)]);
    }

    private SourceNode? FollowName(SourceNode name, List<string> trail)
    {
        if (name.Kind != JsonValueKind.String || !_named.TryGetValue(name.Text, out var found))
        {
            errors.Add(name, () => Spelling.NotAmong(name.Label, name.Quoted, _named.Keys));
            return null;
        }

        var isKnown = _resolved.TryGetValue(name.Text, out var known);
        if (isKnown && (known.Node is null || trail.Count + known.Names <= MaxDepth))
        {
            return known.Node;
        }

        if (trail.Contains(name.Text))
        {
            errors.Add(
                name, $"{name.Label} is {name.Quoted}; it must not lead back to itself: {Trail([.. trail, name.Text])}.");
            return null;
        }

        if (isKnown || trail.Count == MaxDepth)
        {
            errors.Add(name, $"{name.Label} is {name.Quoted}; it must not lead on after {MaxDepth} others.");
            return null;
        }

        trail.Add(name.Text);
        var resolved = Resolve(found, trail);
        trail.RemoveAt(trail.Count - 1);
        var next = found.Kind == JsonValueKind.String ? found : found.Find(LikeKey)?.Value;
        var after = next is { Kind: JsonValueKind.String } && _resolved.TryGetValue(next.Text, out var other) ? other.Names : 0;
        _resolved[name.Text] = (resolved, 1 + after);
        return resolved;
    }
}
