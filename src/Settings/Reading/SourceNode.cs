using System.Text.Json;

namespace Experiments.Settings;

/// <summary>One value of a JSON text that remembers where it stood, so that whatever is wrong with it can be shown to its author.</summary>
public sealed class SourceNode
{
    /// <summary>Object, array, string, number, true, false or null.</summary>
    public required JsonValueKind Kind { get; init; }

    /// <summary>Position of the value's first byte in the UTF-8 text.</summary>
    public required int Offset { get; init; }

    /// <summary>Where in the document: <c>models[2].training.epochs</c>; empty for the root.</summary>
    public required string Path { get; init; }

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
        JsonValueKind.String => $"'{(Text.Length <= MaxQuoted ? Text : Text[..MaxQuoted] + "…")}'",
        JsonValueKind.Number => Text.Length <= MaxQuoted ? Text : Text[..MaxQuoted] + "…",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };

    private const int MaxQuoted = 80;
}

/// <param name="Name">The key.</param>
/// <param name="Offset">Position of the key's first byte in the UTF-8 text.</param>
/// <param name="Value">The value.</param>
public sealed record SourceMember(string Name, int Offset, SourceNode Value);
