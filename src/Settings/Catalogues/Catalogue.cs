using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Experiments.Settings;

/// <summary>Something that is named: an attack, a kind of job, a publication.</summary>
public interface ICatalogueEntry
{
    /// <summary>Unique in its catalogue; as a study or a command line writes it.</summary>
    string Name { get; }
}

/// <summary>The things of one kind that a study or a program can name, in the order that lists print them in.</summary>
/// <typeparam name="TEntry">The kind of thing.</typeparam>
[SuppressMessage("Naming", "CA1710", Justification = "A catalogue is what it is called everywhere.")]
public class Catalogue<TEntry> : IReadOnlyCollection<TEntry>
    where TEntry : class, ICatalogueEntry
{
    private readonly IReadOnlyList<TEntry> _entries;
    private readonly Dictionary<string, TEntry> _byName;

    /// <param name="what">For errors and the schema: <c>attack</c>, <c>job kind</c>.</param>
    /// <param name="entries">All of them.</param>
    public Catalogue(string what, params IReadOnlyList<TEntry> entries)
    {
        What = what;
        _entries = entries;
        _byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        Names = [.. _byName.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>What the entries are, in one or two words.</summary>
    public string What { get; }

    /// <summary>The names in alphabetical order.</summary>
    public IReadOnlyList<string> Names { get; }

    public int Count => _entries.Count;

    /// <summary>The entry of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public TEntry this[string name] => Find(name) ?? throw new ArgumentException(Unknown(What, $"'{name}'"), nameof(name));

    /// <summary>The entry of this name; null where there is none.</summary>
    public TEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The error of a value that names no entry.</summary>
    /// <param name="label">What has the value: <c>type</c>.</param>
    /// <param name="quoted">The value as the error quotes it.</param>
    public string Unknown(string label, string quoted) => Spelling.Unknown(label, quoted, Names);

    public IEnumerator<TEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
