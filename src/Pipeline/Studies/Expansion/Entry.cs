using System.Text.Json;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Expansion;

/// <summary>An entry of a list of a study's file on its way to one entry or several.</summary>
/// <param name="Node">As it stands.</param>
/// <param name="Suffix">What its name has in the end beside the one that was given: <c>-epsilon=0.05</c>; nothing where it is not
/// swept.</param>
internal sealed record Entry(SourceNode Node, string Suffix)
{
    internal const string NameKey = "name";

    /// <summary>The name that the file gives; null where it gives none.</summary>
    internal static string? NameOf(SourceNode node) =>
        node.Find(NameKey)?.Value is { Kind: JsonValueKind.String } name ? name.Text : null;

    /// <summary>The entry under the name that its suffix makes of it.</summary>
    internal SourceNode Named() => Suffix.Length == 0 || Node.Find(NameKey) is not { Value: { } name } given
        ? Node
        : Node.WithMembers(
            [.. Node.Members.Select(m => ReferenceEquals(m, given) ? given with { Value = name.WithText(name.Text + Suffix) } : m)]);
}
