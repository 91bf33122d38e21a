using System.Text.Json;

namespace Experiments.Analysis;

/// <summary>The numbers of one publication, as data: they stand beside ours in tables and are part of no computation.</summary>
public sealed class PublishedResults
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<(string Table, string? Source, string Attack, string? Victim), double> _cells;
    private readonly Dictionary<(string Model, string Data), double> _errors;

    private PublishedResults(PublishedFile file)
    {
        Name = file.Name;
        Title = file.Title;
        Values = file.Values;
        _cells = file.Values.Where(v => v.Attack is not null).ToDictionary(v => (v.Table, v.Source, v.Attack!, v.Victim), v => v.Value);
        _errors = file.Values.Where(v => v.Model is not null).ToDictionary(v => (v.Model!, v.Data!), v => v.Value);
    }

    /// <summary>The publications that a study can compare itself with.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. typeof(PublishedResults).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)];

    public string Name { get; }

    /// <summary>Authors, title, year and number of the publication.</summary>
    public string Title { get; }

    /// <summary>All numbers in the order of the publication's tables.</summary>
    public IReadOnlyList<PublishedValue> Values { get; }

    /// <summary>Reads a publication's numbers.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static PublishedResults Load(string name)
    {
        if (!Names.Contains(name))
        {
            throw new ArgumentException($"name is '{name}'; it must be one of: {string.Join(", ", Names)}.", nameof(name));
        }

        using var stream = typeof(PublishedResults).Assembly.GetManifestResourceStream(name)!;
        return new PublishedResults(JsonSerializer.Deserialize<PublishedFile>(stream, Json)!);
    }

    /// <summary>The victim's error rate on images made by an attack, a fraction of 1; null where the publication does not give it.</summary>
    /// <param name="table">The table's name: <c>table2</c>.</param>
    /// <param name="source">The model that the images were made on; null for controls.</param>
    /// <param name="attack">The attack's name.</param>
    /// <param name="victim">The model that they were fed to.</param>
    public double? ErrorRate(string table, string? source, string attack, string victim) => Find((table, source, attack, victim));

    /// <summary>The mean distortion of a set; null where the publication does not give it.</summary>
    public double? Distortion(string table, string? source, string attack) => Find((table, source, attack, null));

    /// <summary>A model's error rate on clean data, a fraction of 1; null where the publication does not give it.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="data">The data's name: <c>train</c>, <c>test</c>, <c>P1</c>.</param>
    public double? ErrorRate(string model, string data) => _errors.TryGetValue((model, data), out var value) ? value : null;

    private double? Find((string, string?, string, string?) cell) => _cells.TryGetValue(cell, out var value) ? value : null;

    private sealed record PublishedFile(string Name, string Title, IReadOnlyList<PublishedValue> Values);
}

/// <summary>One published number.</summary>
/// <param name="Table">The table that it stands in.</param>
/// <param name="Quantity"><c>error-rate</c>, a fraction of 1, or <c>distortion</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Model">The model whose error on clean data it is; null for other numbers.</param>
/// <param name="Data">The clean data of <paramref name="Model"/>.</param>
/// <param name="Source">The model that images were made on; null for controls and clean data.</param>
/// <param name="Attack">How the images were made; null for clean data.</param>
/// <param name="Victim">The model that they were fed to; null for a distortion.</param>
/// <param name="Note">What is known of the number's own reliability.</param>
public sealed record PublishedValue(
    string Table, string Quantity, double Value, string? Model = null, string? Data = null, string? Source = null, string? Attack = null, string? Victim = null, string? Note = null);
