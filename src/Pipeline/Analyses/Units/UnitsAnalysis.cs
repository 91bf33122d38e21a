using System.ComponentModel.DataAnnotations;
using Experiments.Networks;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Plans;
using Experiments.Pipeline.Studies;

namespace Experiments.Pipeline.Analyses.Units;

/// <summary>Units against directions: which images drive the units of a network's layers most, which reach farthest along random
/// directions, and how much each have in common. Szegedy et al. 2013, section 3.</summary>
public sealed record UnitsOptions : AnalysisOptions
{
    /// <summary>Name of the network.</summary>
    [EntryName(nameof(Study.Models))]
    public required string Model { get; init; }

    /// <summary>The layers whose outputs are looked at, from 0: activations, poolings and the like count with the layer that they are part
    /// of in the network's list of layers.</summary>
    [MinLength(1)]
    public required IReadOnlyList<int> Layers { get; init; }

    /// <summary>Name of the images to choose from; held out from training.</summary>
    public required string Data { get; init; }

    /// <summary>Chooses from the first this many images; left out for all.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxImages { get; init; }

    /// <summary>Images per unit or direction.</summary>
    /// <value>8.</value>
    [Range(2, 100)]
    public int Top { get; init; } = 8;

    /// <summary>Random directions, and random choices of images for the control.</summary>
    /// <value>200.</value>
    [Range(2, 100_000)]
    public int Directions { get; init; } = 200;
}

/// <summary>Plans one job for each layer.</summary>
internal sealed class UnitsAnalysis : AnalysisType<UnitsOptions>
{
    public override string Name => "units";

    internal override IReadOnlyList<JobKind> Kinds => [JobKinds.Units];

    private protected override void Check(UnitsOptions options, AnalysisChecks checks)
    {
        checks.Data("data", options.Data);
        if (!checks.Model("model", options.Model))
        {
            return;
        }

        checks.Fit("model", [options.Model], options.Data);
        CheckLayers(options, checks);
        if (checks.Facts(options.Data) is { } data && options.MaxImages is { } images && images <= options.Top)
        {
            checks.Add(
                "maxImages",
                $"maxImages is {images}; it must be more than top, which is {options.Top}, to leave a choice among {data.Name}'s images.");
        }
    }

    private protected override void Plan(UnitsOptions options, AnalysisPlan plan)
    {
        var model = plan.Model(options.Model);
        var data = plan.Data(options.Data, options.MaxImages);
        foreach (var layer in options.Layers)
        {
            var settings =
                new UnitsSettings { Data = data, Layer = layer, Top = options.Top, Directions = options.Directions, Seed = plan.Seed };
            var job = JobKinds.Units.Create(settings, new Contracts.JobInput(JobRoles.Model, model.Job.Key));
            plan.Add(job, data.Count * (model.Work + options.Directions), new StudyJobNames { Model = options.Model, Data = options.Data });
        }
    }

    private static void CheckLayers(UnitsOptions options, AnalysisChecks checks)
    {
        var model = checks.FindModel(options.Model)!;
        if (options.Layers is not { } layers || model.Architecture is not { } architecture || checks.Facts(model.TrainOn) is not { } facts)
        {
            return;
        }

        int count;
        try
        {
            count = ArchitectureCatalogue.Types.Of(architecture).CountLayers(architecture, facts.Shape, facts.ClassCount);
        }
        catch (ArgumentException)
        {
            // The architecture does not fit its images: said where the model is.
            return;
        }

        foreach (var layer in layers.Where(layer => layer < 0 || layer >= count))
        {
            checks.Add("layers", $"layers has {layer}; it must be from 0 to {count - 1} for '{options.Model}'.");
        }
    }
}
