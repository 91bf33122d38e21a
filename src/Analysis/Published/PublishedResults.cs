using System.Text.Json;
using System.Text.Json.Serialization;
using Experiments.Settings;

namespace Experiments.Analysis;

/// <summary>A publication whose results are known.</summary>
/// <param name="Name">Author and year: <c>szegedy2013</c>.</param>
public sealed record Publication(string Name) : ICatalogueEntry;

/// <summary>The numbers and statements of one publication, as data: they stand beside ours in tables, and claims are judged by them.</summary>
public sealed class PublishedResults
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly Dictionary<(string Table, string? Source, string Attack, string? Victim), double> _cells;
    private readonly Dictionary<(string Model, string Data), double> _errors;
    private readonly PublishedFile _file;

    private PublishedResults(PublishedFile file)
    {
        _file = file;
        _cells = file.Values.Where(v => v.Attack is not null).ToDictionary(v => (v.Table, v.Source, v.Attack!, v.Victim), v => v.Value);
        _errors = file.Values.Where(v => v.Data is not null).ToDictionary(v => (v.Model!, v.Data!), v => v.Value);
    }

    /// <summary>The publications that a study can compare itself with.</summary>
    public static Catalogue<Publication> All { get; } =
        new("publication", [.. typeof(PublishedResults).Assembly.GetManifestResourceNames().Select(name => new Publication(name))]);

    public string Name => _file.Name;

    /// <summary>Authors, title, year and number of the publication.</summary>
    public string Title => _file.Title;

    /// <summary>All numbers in the order of the publication's tables.</summary>
    public IReadOnlyList<PublishedValue> Values => _file.Values;

    /// <summary>What the publication says beside its numbers.</summary>
    public IReadOnlyList<PublishedStatement> Statements => _file.Statements;

    /// <summary>How the numbers of images were found, for people.</summary>
    public string ImagesNote => _file.ImagesNote;

    /// <summary>Reads a publication's numbers.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static PublishedResults Load(string name)
    {
        using var stream = typeof(PublishedResults).Assembly.GetManifestResourceStream(All[name].Name)!;
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

    /// <summary>The images behind a published number: those of its clean data, or those that the publication perturbed; 1 for a layer's bound, which has none.</summary>
    public int ImagesOf(PublishedValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Layer is null ? _file.Images[value.Data ?? "attacked"] : 1;
    }

    /// <summary>Why a number of ours is known to lie on one side of the published one; null where it is not known.</summary>
    /// <param name="value">The published number.</param>
    /// <param name="above">Ours is larger; otherwise smaller.</param>
    public string? Why(PublishedValue value, bool above) => _file.Reasons
        .Where(reason => reason.Fits(value))
        .Select(reason => above ? reason.Above : reason.Below)
        .FirstOrDefault(why => why is not null);

    private double? Find((string, string?, string, string?) cell) => _cells.TryGetValue(cell, out var value) ? value : null;

    private sealed record PublishedFile(
        string Name, string Title, IReadOnlyDictionary<string, int> Images, string ImagesNote, IReadOnlyList<PublishedReason> Reasons,
        IReadOnlyList<PublishedStatement> Statements, IReadOnlyList<PublishedValue> Values);
}
