using System.Text.Json;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Expansion;

/// <summary>Reads <c>"each": { "epsilon": [0.05, 0.1], "steps": [10, 40] }</c>: lists of values for members of an entry.</summary>
internal sealed class EachValues(SettingsErrors errors)
{
    internal const string Key = "each";

    /// <summary>Entries that one entry can stand for.</summary>
    internal const int MaxEntries = 1000;

    private static readonly string[] Own = [Entry.NameKey, Key, Likeness.LikeKey];

    /// <summary>The lists of an entry; null where something is wrong with them, none where it has none.</summary>
    internal IReadOnlyList<Axis>? Read(SourceNode entry)
    {
        if (entry.Find(Key)?.Value is not { } each)
        {
            return [];
        }

        if (each.Kind != JsonValueKind.Object || each.Members.Count == 0)
        {
            var empty = each.Kind == JsonValueKind.Object ? " without a member" : "";
            errors.Add(
                each, $"each is {each.Quoted}{empty}; it must be an object that has a list of values for each member that is swept.");
            return null;
        }

        List<Axis> axes = [.. each.Members.Select(member => ReadAxis(each, member)).OfType<Axis>()];
        return axes.Count == each.Members.Count && IsBounded(each, axes) ? axes : null;
    }

    /// <summary>The product of the lists is small enough.</summary>
    private bool IsBounded(SourceNode each, List<Axis> axes)
    {
        var entries = axes.Aggregate(1.0, (product, axis) => product * axis.Values.Count);
        if (entries > MaxEntries)
        {
            errors.Add(each, FormattableString.Invariant(
                $"each makes {entries:0} entries; it must make at most {MaxEntries} of one entry."));
        }

        return entries <= MaxEntries;
    }

    private Axis? ReadAxis(SourceNode each, SourceMember member)
    {
        if (SourcePath.Read(member.Name, end: null, out _) is not { } path || (path.Count == 1 && Own.Contains(path[0].Name)))
        {
            errors.Add(
                member,
                $"each has '{member.Name}'; it must be a member of the entry other than {string.Join(", ", Own)}, or a path to one: "
                    + $"{SourcePath.Rule}.");
            return null;
        }

        var list = member.Value;
        if (list.Kind != JsonValueKind.Array || list.Items.Count == 0)
        {
            var empty = list.Kind == JsonValueKind.Array ? " of no values" : "";
            errors.Add(list, $"{list.Label} is {list.Quoted}{empty}; it must be a list of the values to sweep.");
            return null;
        }

        return Values(each, member) is { } values ? new Axis(member, path, values) : null;
    }

    private List<(string Label, SourceNode Value)>? Values(SourceNode each, SourceMember member)
    {
        var values = new List<(string, SourceNode)>(member.Value.Items.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, i) in member.Value.Items.Select((item, i) => (item, i)))
        {
            var label = Label(item, i) is { Length: <= PartNameAttribute.MaxLength } text ? text : $"#{i + 1}";
            if (!seen.Add(label))
            {
                errors.Add(item, $"{item.Label} is {label}; it must be in the list once.");
                return null;
            }

            values.Add((label, item.At(each.Place.At(member.Name).Item(i))));
        }

        return values;
    }

    /// <summary>A value as names of entries have it: as it is written; a list's items with commas between them, an object by its
    /// place.</summary>
    private static string Label(SourceNode value, int place) => value.Kind switch
    {
        JsonValueKind.Array => string.Join(',', value.Items.Select(Label)),
        JsonValueKind.Object => $"#{place + 1}",
        JsonValueKind.String or JsonValueKind.Number => value.Text,
        _ => value.Quoted,
    };
}

/// <summary>One list of values of a sweep.</summary>
/// <param name="Member">What it is called.</param>
/// <param name="Path">Where its values go.</param>
/// <param name="Values">With what the names of the entries say of them.</param>
internal sealed record Axis(SourceMember Member, IReadOnlyList<PathStep> Path, IReadOnlyList<(string Label, SourceNode Value)> Values);
