using System.Diagnostics.CodeAnalysis;

namespace Experiments.Pipeline;

/// <summary>
/// The concrete option records behind an abstract one, by the name that stands as <c>"type"</c> in JSON: how settings name an architecture or an
/// attack without any code that lists them.
/// </summary>
/// <param name="BaseType">The abstract record.</param>
/// <param name="What">For errors and the schema: <c>architecture</c>, <c>attack</c>.</param>
/// <param name="Types">Concrete record by name.</param>
public sealed record OptionCatalogue(Type BaseType, string What, IReadOnlyDictionary<string, Type> Types)
{
    /// <summary>The names in order.</summary>
    public IEnumerable<string> Names => Types.Keys.Order(StringComparer.Ordinal);

    /// <summary>The name of a concrete record.</summary>
    /// <exception cref="ArgumentException">The catalogue does not have it.</exception>
    public string NameOf(Type type) =>
        Types.Where(t => t.Value == type).Select(t => t.Key).FirstOrDefault()
        ?? throw new ArgumentException($"type is {type}; it must be in the {What} catalogue.", nameof(type));
}

/// <summary>All catalogues that settings may refer to.</summary>
public sealed class OptionCatalogues
{
    private readonly Dictionary<Type, OptionCatalogue> _byBase;

    public OptionCatalogues(params IEnumerable<OptionCatalogue> catalogues)
    {
        _byBase = catalogues.ToDictionary(c => c.BaseType);
        All = [.. _byBase.Values];
    }

    public IReadOnlyList<OptionCatalogue> All { get; }

    /// <summary>The catalogue of an abstract record.</summary>
    public bool TryGet(Type type, [NotNullWhen(true)] out OptionCatalogue? catalogue)
    {
        ArgumentNullException.ThrowIfNull(type);
        return _byBase.TryGetValue(type, out catalogue);
    }

    /// <exception cref="ArgumentException">There is no catalogue of this base.</exception>
    public OptionCatalogue Get(Type type) =>
        TryGet(type, out var catalogue) ? catalogue : throw new ArgumentException($"type is {type}; it must be the base of a catalogue.", nameof(type));
}
