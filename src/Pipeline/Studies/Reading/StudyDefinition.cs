using System.Text.Json;
using System.Text.Json.Nodes;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Analyses;
using Experiments.Ports;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Reading;

/// <summary>A study as the database keeps it: its canonical JSON.</summary>
internal static class StudyDefinition
{
    /// <summary>With all architectures, attacks and analyses of this program.</summary>
    internal static SettingsCodec Codec { get; } = new(ArchitectureCatalogue.Types, AttackCatalogue.Types, AnalysisCatalogue.Types);

    /// <summary>Not a member of the file: what its author was warned of, without lines and columns, so that equal studies have equal
    /// texts.</summary>
    private const string WarningsKey = "warnings";

    internal static string Write(Study study)
    {
        var json = Codec.Write(study);
        if (study.Warnings.Count > 0)
        {
            json[WarningsKey] = new JsonArray(
                [.. study.Warnings.Select(warning => new JsonObject { ["path"] = warning.Path, ["message"] = warning.Message })]);
        }

        return CanonicalJson.Write(json);
    }

    /// <exception cref="StorageException">It is no JSON object.</exception>
    /// <exception cref="StudyValidationException">Another version of the program wrote it, or another program.</exception>
    internal static Study Read(StoredStudy study) =>
        Read(study.Definition, $"study '{new StudyAddress(study.Name, study.Revision)}'");

    /// <inheritdoc cref="Read(StoredStudy)"/>
    /// <param name="definition">What the database has.</param>
    /// <param name="row">Where, for people.</param>
    internal static Study Read(string definition, string row = "the stored study")
    {
        var json = Parse(definition, row);
        BringUpToDate(json);
        List<StudyWarning> warnings = [.. Parts(json, WarningsKey).Select(
            warning => new StudyWarning(Text(warning, "path") ?? "", Text(warning, "message") ?? ""))];
        json.Remove(WarningsKey);
        return Codec.Read<Study>(json, row) with { Warnings = warnings };
    }

    private static JsonObject Parse(string definition, string row)
    {
        try
        {
            return JsonNode.Parse(definition, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject
                ?? throw NotOurs(row, "it is JSON, but no object.");
        }
        catch (JsonException fault)
        {
            throw NotOurs(row, $"it is no JSON: {fault.Message}");
        }
    }

    private static StorageException NotOurs(string row, string why) =>
        new($"the database has a definition of {row} that this program did not write: {why}", transient: false);

    private static string? Text(JsonObject owner, string member) =>
        owner[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Databases hold definitions of the time when the options of an architecture, an attack or an analysis stood beside its type,
    /// and when the norm of pgd that is now rms was spelled l2.</summary>
    private static void BringUpToDate(JsonObject study)
    {
        foreach (var model in Parts(study, "models").Where(model => model["architectureOptions"] is JsonObject))
        {
            var architecture = Take<JsonObject>(model, "architectureOptions");
            architecture["type"] = Take<JsonNode?>(model, "architecture");
            model["architecture"] = architecture;
            foreach (var pool in Parts(model, "adversarialPools"))
            {
                RenameNorm(pool["attack"] as JsonObject ?? []);
            }
        }

        foreach (var part in Parts(study, "attacks").Concat(Parts(study, "analyses")).Where(part => part["options"] is JsonObject))
        {
            var options = Take<JsonObject>(part, "options");
            RenameNorm(options);
            foreach (var name in options.Select(option => option.Key).ToList())
            {
                part[name] = Take<JsonNode?>(options, name);
            }
        }
    }

    private static IEnumerable<JsonObject> Parts(JsonObject owner, string member) =>
        (owner[member] as JsonArray ?? []).OfType<JsonObject>();

    private static void RenameNorm(JsonObject attack)
    {
        if (Text(attack, "norm") == "l2")
        {
            attack["norm"] = "rms";
        }
    }

    private static TNode Take<TNode>(JsonObject owner, string member)
        where TNode : JsonNode?
    {
        var node = owner[member];
        owner.Remove(member);
        return (TNode)node!;
    }
}
