using Experiments.Pipeline.Analyses;
using Experiments.Pipeline.Analyses.CompareModels;
using Experiments.Pipeline.Analyses.NoiseCurve;
using Experiments.Pipeline.Analyses.RandomDirections;
using Experiments.Pipeline.Analyses.Spectral;
using Experiments.Pipeline.Analyses.TransferDistance;
using Experiments.Pipeline.Analyses.Units;
using Experiments.Pipeline.Analyses.Universality;
using Experiments.Pipeline.Jobs.Claims;
using Experiments.Pipeline.Jobs.Collect;
using Experiments.Pipeline.Jobs.Craft;
using Experiments.Pipeline.Jobs.Errors;
using Experiments.Pipeline.Jobs.Evaluate;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Jobs.Train;
using Experiments.Settings;

namespace Experiments.Pipeline.Jobs;

/// <summary>The kinds of job. A new one is a folder beside this file and a line here; an analysis brings its own.</summary>
public static class JobKinds
{
    /// <summary>Trains a network.</summary>
    public static TrainKind Train { get; } = new();

    /// <summary>Counts a network's errors on clean images.</summary>
    public static ErrorsKind Errors { get; } = new();

    /// <summary>Perturbs one shard of images.</summary>
    public static CraftKind Craft { get; } = new();

    /// <summary>Makes one set of all shards.</summary>
    public static CollectKind Collect { get; } = new();

    /// <summary>Feeds a set to a victim model.</summary>
    public static EvaluateKind Evaluate { get; } = new();

    /// <summary>Summarises the errors of networks that differ in their seeds.</summary>
    public static CompareModelsKind CompareModels { get; } = new();

    /// <summary>Judges a published number or statement.</summary>
    public static ClaimKind Claim { get; } = new();

    /// <summary>Bounds how far the layers of a network can lengthen changes.</summary>
    public static SpectralKind Spectral { get; } = new();

    /// <summary>Measures how far they do.</summary>
    public static LayerGainsKind LayerGains { get; } = new();

    /// <summary>Makes one perturbation for all images.</summary>
    public static UniversalKind Universal { get; } = new();

    /// <summary>Tries perturbations on images that they were not made for.</summary>
    public static UniversalCellKind UniversalCell { get; } = new();

    /// <summary>Lengthens perturbations until they fool a victim.</summary>
    public static TransferDistanceKind TransferDistance { get; } = new();

    /// <summary>Looks for the top images of units and of random directions.</summary>
    public static UnitsKind Units { get; } = new();

    /// <summary>Measures accuracy against the size of noise and of adversarial perturbations.</summary>
    public static NoiseCurveKind NoiseCurve { get; } = new();

    /// <summary>Moves images along random directions as far as an attack does.</summary>
    public static RandomDirectionsKind RandomDirections { get; } = new();

    /// <summary>All kinds, in the order that a study runs them.</summary>
    public static Catalogue<JobKind> All { get; } = new(
        "job kind", [Train, Errors, Craft, Collect, Evaluate, .. AnalysisCatalogue.Types.SelectMany(type => type.Kinds), Claim]);
}
