using System.Text.Json.Nodes;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Settings;

namespace Experiments.Pipeline;

/// <summary>Reads a study file: everything that is wrong with it is reported together, before anything runs.</summary>
public sealed class StudyReader(IDataLibrary library)
{
    private readonly SettingsCodec codec = StudyDefinition.Codec;

    /// <summary>The validated study: complete options, seeds filled in, references that resolve.</summary>
    /// <exception cref="StudyValidationException">The file is not a valid study; carries every error with its line and column.</exception>
    public Study Read(StudyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var source = new SourceText(document.Text);
        var errors = new SettingsErrors(document.File, source);
        if (SourceReader.Read(source, errors) is { } root)
        {
            var binder = new OptionsBinder(codec.Catalogues, errors);
            binder.Share(typeof(TrainingOptions), root.Find("trainings")?.Value);
            binder.Share(typeof(PoolEntry), root.Find("pools")?.Value);
            if (binder.Bind<StudyFile>(root) is { } file)
            {
                new StudyChecks(file, binder, errors, library, document.Overrides).Run();
                errors.ThrowIfAny();
                return ToStudy(file, document.Overrides);
            }
        }

        errors.ThrowIfAny();
        throw new InvalidOperationException("A study that cannot be read has at least one error.");
    }

    private Study ToStudy(StudyFile file, StudyOverrides overrides) => new()
    {
        Name = file.Name,
        Title = file.Title,
        Description = file.Description,
        Seed = file.Seed,
        CompareWith = file.CompareWith,
        Device = file.Device == StudyDevice.Cpu ? null : ValueShape.Choice(file.Device),
        Data = file.Data.ToDictionary(d => d.Key, d => ToSpec(d.Value, file.Seed)),
        Models = [.. file.Models.Select(m => ToSpec(m, file.Seed))],
        Attacks = [.. file.Attacks.Select(a => ToSpec(a, file.Seed))],
        Transfers = [.. file.Transfers.Select(t => ToSpec(t, overrides))],
        Analyses = [.. file.Analyses.Select(a => ToSpec(a, file.Seed))],
    };

    internal static DataSpec ToSpec(DataEntry entry, ulong seed) => new()
    {
        Dataset = entry.Dataset,
        Slice = entry.Slice,
        Split = entry.Split is { } split ? new SplitSpec { Part = split.Part, Parts = split.Parts, Seed = split.Seed ?? seed } : null,
        Resize = entry.Resize is { } size ? new ResizeSpec { Height = size.Height, Width = size.Width } : null,
        Channels = entry.Channels,
        Labels = entry.Labels is { } labels ? new LabelsSpec { Positive = labels.Positive } : null,
    };

    private ModelSpec ToSpec(ModelEntry entry, ulong seed)
    {
        var architecture = codec.Write(entry.Architecture);
        return new ModelSpec
        {
            Name = entry.Name,
            TrainOn = entry.TrainOn,
            Pretrained = entry.Pretrained,
            EvaluateOn = entry.EvaluateOn,
            HeldOut = entry.HeldOut,
            Seed = entry.Seed ?? seed,
            Architecture = TakeType(architecture),
            ArchitectureOptions = architecture,
            Training = codec.Write(entry.Training),
            AdversarialPools = entry.AdversarialPools is { } pools ? [.. pools.Select(own => codec.Write(own))] : null,
        };
    }

    private AttackSpec ToSpec(AttackEntry entry, ulong seed)
    {
        var options = codec.Write(entry.Options);
        return new AttackSpec { Name = entry.Name, Type = TakeType(options), Options = options, Of = entry.Of, Seed = entry.Seed ?? seed };
    }

    private static TransferSpec ToSpec(TransferEntry entry, StudyOverrides overrides) => new()
    {
        Name = entry.Name,
        Title = entry.Title,
        Images = entry.Images,
        MaxImages = overrides.Images is { } most ? Math.Min(most, entry.MaxImages ?? most) : entry.MaxImages,
        Sources = entry.Sources,
        Attacks = entry.Attacks,
        Victims = entry.Victims,
    };

    private AnalysisSpec ToSpec(AnalysisEntry entry, ulong seed)
    {
        var options = codec.Write(entry.Options);
        return new AnalysisSpec { Name = entry.Name, Title = entry.Title, Type = TakeType(options), Options = options, Seed = entry.Seed ?? seed };
    }

    private static string TakeType(JsonObject options)
    {
        var type = options["type"]!.GetValue<string>();
        options.Remove("type");
        return type;
    }
}
