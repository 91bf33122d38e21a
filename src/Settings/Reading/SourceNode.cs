using System.Text.Json;

namespace Experiments.Settings;

/// <summary>One value of a JSON text that remembers where it stood, so that whatever is wrong with it can be shown to its author.</summary>
public sealed class SourceNode
{
    /// <summary>Object, array, string, number, true, false or null.</summary>
    public required JsonValueKind Kind { get; init; }

    /// <summary>Position of the value's first byte in the UTF-8 text.</summary>
    public required int Offset { get; init; }

    /// <summary>Where in the document.</summary>
    public required SourcePlace Place { get; init; }

    /// <summary>The place written out: <c>models[2].training.epochs</c>; empty for the root.</summary>
    public string Path => Place.ToString();

    /// <summary>What gave the value where the file did not: <c>--set models.A.seed=3</c>; null for the file.</summary>
    public string? Origin { get; init; }

    /// <summary>The value of a string, the digits of a number as they were written; empty for other kinds.</summary>
    public string Text { get; init; } = "";

    /// <summary>The members of an object in the order of the file; empty for other kinds.</summary>
    public IReadOnlyList<SourceMember> Members { get; init; } = [];

    /// <summary>The items of an array; empty for other kinds.</summary>
    public IReadOnlyList<SourceNode> Items { get; init; } = [];

    /// <summary>The member of this name; null where there is none.</summary>
    public SourceMember? Find(string name) => Members.FirstOrDefault(m => m.Name == name);

    /// <summary>The value as an error quotes it.</summary>
    public string Quoted => Kind switch
    {
        JsonValueKind.String => $"'{SourceText.Shorten(Text)}'",
        JsonValueKind.Number => SourceText.Shorten(Text),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };

    /// <summary>The last name of the path with its indices, as errors call the value.</summary>
    public string Label => Place.Label;

    /// <summary>Values in it, itself included; one that stands in several places counts in each.</summary>
    public long Size => _size ??= 1 + Members.Sum(member => member.Value.Size) + Items.Sum(item => item.Size);

    /// <summary>The same place with other members.</summary>
    public SourceNode WithMembers(IReadOnlyList<SourceMember> members) =>
        new() { Kind = JsonValueKind.Object, Offset = Offset, Place = Place, Origin = Origin, Members = members };

    /// <summary>The same place with other items.</summary>
    public SourceNode WithItems(IReadOnlyList<SourceNode> items) =>
        new() { Kind = JsonValueKind.Array, Offset = Offset, Place = Place, Origin = Origin, Items = items };

    /// <summary>The same place with another text.</summary>
    public SourceNode WithText(string text) =>
        new() { Kind = JsonValueKind.String, Offset = Offset, Place = Place, Origin = Origin, Text = text };

    /// <summary>The same value in another place.</summary>
    public SourceNode At(SourcePlace place) =>
        new() { Kind = Kind, Offset = Offset, Place = place, Origin = Origin, Text = Text, Members = Members, Items = Items };

    private long? _size;
}

/// <param name="Name">The key.</param>
/// <param name="Offset">Position of the key's first byte in the UTF-8 text.</param>
/// <param name="Value">The value.</param>
public sealed record SourceMember(string Name, int Offset, SourceNode Value);
