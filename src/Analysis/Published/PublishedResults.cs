using System.Text.Json;
using System.Text.Json.Serialization;
using Experiments.Contracts;
using Experiments.Settings;

namespace Experiments.Analysis;

/// <summary>A publication whose results are known.</summary>
/// <param name="Name">Author and year: <c>szegedy2013</c>.</param>
public sealed record Publication(string Name) : ICatalogueEntry;

/// <summary>The numbers and statements of one publication, as data: they stand beside ours in tables, and claims are judged by
/// them.</summary>
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

    /// <summary>What the publication says of a job: the victim's error rate on a set, the mean distortion of a set, or a model's error rate
    /// on clean data; null where it does not say it.</summary>
    /// <param name="names">What a study that compares itself with the publication calls the job.</param>
    public double? Of(StudyJob names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names switch
        {
            { Table: { } table, Attack: { } attack } =>
                _cells.TryGetValue((table, names.Source, attack, names.Victim), out var cell) ? cell : null,
            { Model: { } model, Data: { } data } => _errors.TryGetValue((model, data), out var error) ? error : null,
            _ => null,
        };
    }

    /// <summary>The images behind a published number: those of its clean data, or those that the publication perturbed; 1 for a layer's
    /// bound, which has none.</summary>
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

    private sealed record PublishedFile(
        string Name, string Title, IReadOnlyDictionary<string, int> Images, string ImagesNote, IReadOnlyList<PublishedReason> Reasons,
        IReadOnlyList<PublishedStatement> Statements, IReadOnlyList<PublishedValue> Values);
}
