using System.Text.Json;

namespace Experiments.Settings;

/// <summary>Option records that a file writes once under a name and uses in several places.</summary>
public sealed class SharedOptions(SourceNode? named, SettingsErrors errors)
{
    /// <summary>The key that names the record which fills in what an object does not give.</summary>
    public const string LikeKey = "like";

    private IReadOnlyList<string> Names => [.. named?.Members.Select(m => m.Name) ?? []];

    /// <summary>The object that a node stands for: a name's, or its own members over those of the record it is like; null for an unknown
    /// name.</summary>
    internal SourceNode? Resolve(SourceNode node) => Resolve(node, []);

    private SourceNode? Resolve(SourceNode node, IReadOnlyList<string> trail)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return FollowName(node, trail);
        }

        if (node.Kind != JsonValueKind.Object || node.Find(LikeKey)?.Value is not { } like)
        {
            return node;
        }

        if (FollowName(like, trail) is not { Kind: JsonValueKind.Object } shared)
        {
            return null;
        }

        var own = node.Members.Where(m => m.Name != LikeKey).ToList();
        return new SourceNode
        {
            Kind = JsonValueKind.Object,
            Offset = node.Offset,
            Path = node.Path,
            Members = [.. shared.Members.Where(m => own.All(o => o.Name != m.Name)), .. own],
        };
    }

    private SourceNode? FollowName(SourceNode name, IReadOnlyList<string> trail)
    {
        var label = SettingsPath.LastName(name.Path);
        if (name.Kind != JsonValueKind.String || named?.Find(name.Text) is not { } found)
        {
            errors.Add(name, Spelling.Unknown(label, name.Quoted, Names));
            return null;
        }

        if (trail.Contains(name.Text))
        {
            errors.Add(name, $"{label} is {name.Quoted}; it must not lead back to itself: {string.Join(" -> ", [.. trail, name.Text])}.");
            return null;
        }

        return Resolve(found.Value, [.. trail, name.Text]);
    }
}
