using System.Text.Json;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Expansion;

/// <summary>Values that a command line puts in the place of a file's: <c>models.A.training.epochs=3</c>.</summary>
internal sealed class SettingOverrides(OptionsCatalogues catalogues, SettingsErrors errors, ValueBudget budget)
{
    private readonly SourceEditor _editor = new(catalogues, SharedRecords.Types);

    /// <summary>The file as if its author had written the values into it, one after another.</summary>
    internal SourceNode Apply(SourceNode root, IReadOnlyList<string> settings) => settings.Aggregate(root, Apply);

    private SourceNode Apply(SourceNode root, string setting)
    {
        var origin = $"--set {(setting.Length <= 80 ? setting : setting[..80] + "…")}";
        var place = new SourceNode { Kind = JsonValueKind.Undefined, Offset = 0, Place = SourcePlace.Root, Origin = origin };
        if (SourcePath.Read(setting, '=', out var length) is not { } path || length >= setting.Length)
        {
            errors.Add(place, $"the override is '{setting}'; it must be PATH=VALUE, the path {SourcePath.Rule}.");
            return root;
        }

        if (ReadValue(setting[(length + 1)..], setting[..length], place) is not { } value)
        {
            return root;
        }

        var changed = _editor.Set(Prepare(root, path), typeof(Study), path, value, out var obstacle);
        if (changed is null)
        {
            errors.Add(place, obstacle!);
        }

        return changed ?? root;
    }

    /// <summary>JSON, or else a text as it is.</summary>
    private SourceNode? ReadValue(string text, string path, SourceNode place)
    {
        var source = new SourceText(text);
        var trial = new SettingsErrors("", source);
        if (SourceReader.Read(source, trial) is { } json && trial.Count == 0)
        {
            return Move(json, SourcePlace.Root.At(path), place.Origin!);
        }

        if (text.TrimStart() is [ '{' or '[' or '"', .. ])
        {
            errors.Add(place, $"the value is {text}; it must be JSON where it begins like JSON.");
            return null;
        }

        return new SourceNode
        {
            Kind = JsonValueKind.String, Offset = 0, Place = SourcePlace.Root.At(path), Origin = place.Origin,
            Text = text,
        };
    }

    /// <summary>The value as one that came from the command line.</summary>
    private static SourceNode Move(SourceNode node, SourcePlace place, string origin) => new()
    {
        Kind = node.Kind,
        Offset = 0,
        Place = place,
        Origin = origin,
        Text = node.Text,
        Members = [.. node.Members.Select(m => new SourceMember(m.Name, 0, Move(m.Value, place.Member(m.Name), origin)))],
        Items = [.. node.Items.Select((item, i) => Move(item, place.Item(i), origin))],
    };

    /// <summary>The file with the entry that a path leads into made ready: what it takes from another is its own where the path goes on
    /// into it, and what is given once is not swept.</summary>
    private SourceNode Prepare(SourceNode root, IReadOnlyList<PathStep> path)
    {
        if (path.Count < 3 || StudyExpansion.Parts.FirstOrDefault(part => part.Name == path[0].Name) is not { } part
            || root.Find(part.Name)?.Value is not { Kind: JsonValueKind.Array } list || path[2].Name is not { } member)
        {
            return root;
        }

        var at = path[1].Name is { } name ? list.Items.TakeWhile(item => Entry.NameOf(item) != name).Count() : path[1].Index;
        if (at >= list.Items.Count || list.Items[at] is not { Kind: JsonValueKind.Object } entry)
        {
            return root;
        }

        var ready = WithoutSweep(path.Count > 3 ? WithOwn(part, list, entry, member) : entry, path);
        var items = list.WithItems([.. list.Items.Select((other, i) => i == at ? ready : other)]);
        return root.WithMembers([.. root.Members.Select(m => m.Name == part.Name ? m with { Value = items } : m)]);
    }

    private SourceNode WithOwn(OptionsMember part, SourceNode list, SourceNode entry, string member) =>
        entry.Find(member) is null && entry.Find(Likeness.LikeKey) is not null
        && new EntryList(part, list, errors, budget).Resolve(entry)?.Find(member) is { } taken
            ? entry.WithMembers([.. entry.Members, taken])
            : entry;

    private static SourceNode WithoutSweep(SourceNode entry, IReadOnlyList<PathStep> path)
    {
        var steps = path.Skip(2);
        if (entry.Find(EachValues.Key) is not { Value: { Kind: JsonValueKind.Object } each } sweep)
        {
            return entry;
        }

        var left = each.Members.Where(axis => SourcePath.Read(axis.Name, end: null, out _)?.SequenceEqual(steps) != true).ToList();
        var others = entry.Members.Where(other => !ReferenceEquals(other, sweep));
        return left.Count == each.Members.Count ? entry
            : entry.WithMembers(left.Count == 0 ? [.. others] : [.. others, sweep with { Value = each.WithMembers(left) }]);
    }
}
