using System.Collections.Concurrent;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Expansion;

/// <summary>Which records have members that name entries of a study.</summary>
internal static class ReferenceTypes
{
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    /// <summary>Whether a list of these holds names in its items, or the names themselves.</summary>
    internal static bool Has(Type element) => Known.GetOrAdd(element, static type =>
        ValueShape.Of(type) is { Kind: ValueKind.Options } && !type.IsAbstract
        && OptionsType.Of(type).Members.Any(member => EntryNameAttribute.PartOf(member) is not null));
}
