using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Checks;

/// <summary>Checks of names that stand for something else in the file.</summary>
internal static class References
{
    /// <returns>Whether the name is given and known.</returns>
    internal static bool Check(
        OptionsBinder binder, SettingsErrors errors, object owner, string member, string? name, string what,
        IReadOnlyCollection<string> known)
    {
        if (name is null)
        {
            return false;
        }

        return CheckOne(errors, binder.NodeOf(owner, member), member, name, what, known);
    }

    /// <summary>Every name is known and none is there twice.</summary>
    internal static void CheckAll(
        OptionsBinder binder, SettingsErrors errors, object owner, string member, IReadOnlyList<string>? names, string what,
        IReadOnlyCollection<string> known)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < (names?.Count ?? 0); i++)
        {
            var node = Item(binder, owner, member, names!, i);
            if (!seen.Add(names![i]))
            {
                errors.Add(node, $"{member}[{i}] is '{SourceText.Shorten(names[i])}'; it must be in the list once.");
            }
            else
            {
                CheckOne(errors, node, $"{member}[{i}]", names[i], what, known);
            }
        }
    }

    /// <summary>Where an item of a list was given.</summary>
    internal static SourceNode Item(OptionsBinder binder, object owner, string member, IReadOnlyList<string> names, int index)
    {
        var list = binder.NodeOf(owner, member);
        return list.Items.Count == names.Count ? list.Items[index] : list;
    }

    private static bool CheckOne(
        SettingsErrors errors, SourceNode node, string label, string name, string what, IReadOnlyCollection<string> known)
    {
        if (known.Contains(name))
        {
            return true;
        }

        errors.Add(
            node,
            () => $"{label} is '{SourceText.Shorten(name)}'; it must be the name of {what}: {Spelling.ListOf(known)}."
                + Spelling.Hint(name, known));
        return false;
    }
}
