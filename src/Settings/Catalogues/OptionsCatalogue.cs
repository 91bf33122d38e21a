using System.Diagnostics.CodeAnalysis;

namespace Experiments.Settings;

/// <summary>An entry with options that a study can set.</summary>
public interface IOptionsEntry : ICatalogueEntry
{
    /// <summary>A sealed record derived from the catalogue's base; no two entries have the same.</summary>
    Type OptionsType { get; }
}

/// <summary>The concrete option records behind an abstract one, by the name that stands as <c>"type"</c> in JSON: how settings name an
/// architecture or an attack without any code that lists them.</summary>
public interface IOptionsCatalogue
{
    /// <summary>The abstract record.</summary>
    Type BaseType { get; }

    /// <inheritdoc cref="Catalogue{TEntry}.What"/>
    string What { get; }

    /// <inheritdoc cref="Catalogue{TEntry}.Names"/>
    IReadOnlyList<string> Names { get; }

    /// <summary>The concrete record of a name; null where there is none.</summary>
    Type? FindOptions(string name);

    /// <summary>The name of a concrete record.</summary>
    /// <exception cref="ArgumentException">The catalogue does not have it.</exception>
    string NameOf(Type options);

    /// <inheritdoc cref="Catalogue{TEntry}.Unknown"/>
    string Unknown(string label, string quoted);
}

/// <summary>A catalogue whose entries have options of their own.</summary>
/// <typeparam name="TEntry">The kind of thing.</typeparam>
/// <typeparam name="TOptions">The abstract record that all options derive from.</typeparam>
[SuppressMessage("Naming", "CA1710", Justification = "A catalogue is what it is called everywhere.")]
public sealed class OptionsCatalogue<TEntry, TOptions>(string what, params IReadOnlyList<TEntry> entries)
    : Catalogue<TEntry>(what, entries), IOptionsCatalogue
    where TEntry : class, IOptionsEntry
    where TOptions : class
{
    private readonly Dictionary<Type, TEntry> _byOptions = entries.ToDictionary(entry => entry.OptionsType);

    public Type BaseType => typeof(TOptions);

    /// <summary>The entry that an options record belongs to.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public TEntry Of(TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Of(options.GetType());
    }

    public Type? FindOptions(string name) => Find(name)?.OptionsType;

    public string NameOf(Type options) => Of(options).Name;

    private TEntry Of(Type options) =>
        _byOptions.GetValueOrDefault(options)
        ?? throw new ArgumentException(
            $"options are {options.Name}; they must be one of: {string.Join(", ", this.Select(entry => entry.OptionsType.Name))}.",
            nameof(options));
}

/// <summary>All catalogues that settings may refer to, by their base.</summary>
public sealed class OptionsCatalogues(params IReadOnlyList<IOptionsCatalogue> all)
{
    private readonly Dictionary<Type, IOptionsCatalogue> _byBase = all.ToDictionary(catalogue => catalogue.BaseType);

    public IReadOnlyList<IOptionsCatalogue> All { get; } = all;

    /// <summary>The catalogue of an abstract record; null for a record of its own.</summary>
    public IOptionsCatalogue? Find(Type type) => _byBase.GetValueOrDefault(type);
}
