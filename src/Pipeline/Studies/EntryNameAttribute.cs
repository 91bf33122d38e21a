using Experiments.Settings;

namespace Experiments.Pipeline.Studies;

/// <summary>The value is the name of an entry of the study, or a list of such names: where the entry is swept, the name stands for all of
/// its expansions.</summary>
/// <param name="part">The member of <see cref="Study"/> that has the entries: <c>nameof(Study.Attacks)</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EntryNameAttribute(string part) : Attribute
{
    public string Part { get; } = part;

    /// <summary>The part whose entries a member names; null for none.</summary>
    internal static string? PartOf(OptionsMember member) =>
        ((EntryNameAttribute?)GetCustomAttribute(member.Property, typeof(EntryNameAttribute)))?.Part;
}
