using System.ComponentModel.DataAnnotations;
using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>One stage of a <see cref="QuocNetOptions"/> network.</summary>
public sealed record QuocNetStage
{
    /// <summary>Rows and columns of a filter.</summary>
    [Range(1, 64)]
    public required int Kernel { get; init; }

    /// <summary>Filters at every place, none shared with another place.</summary>
    [Range(1, 1024)]
    public required int Filters { get; init; }

    /// <summary>Pixels from one filter's place to the next.</summary>
    /// <value>1.</value>
    [Range(1, 64)]
    public int Stride { get; init; } = 1;

    /// <summary>Rows and columns of a pool's window; it pools each map by itself.</summary>
    [Range(1, 64)]
    public required int Pool { get; init; }

    /// <summary>Units from one pool to the next.</summary>
    /// <value>1.</value>
    [Range(1, 64)]
    public int PoolStride { get; init; } = 1;
}

/// <summary>
/// The network of Q. V. Le et al., "Building high-level features using large scale unsupervised learning", 2012, arXiv:1112.6209, the
/// paper's QuocNet: stages of locally connected, linear filters, L2 pooling and local contrast normalisation, trained without labels, one
/// stage after the other, and frozen; on top a softmax classifier. A stage with filters W1 and pools H learns, with a decoder W2 that is
/// thrown away, the half of section 3.3's cost (||W2 W1 x - x||^2 + lambda sum_j sqrt(epsilon + H_j (W1 x)^2)) / 2, the mean over images:
/// reconstruction ICA (Q. V. Le et al., "ICA with reconstruction cost", NIPS 2011) with the pooled sparsity of topographic ICA. Differs
/// from the paper: sizes for small images; Adam in place of asynchronous SGD; the classifier is trained on the frozen features only.
/// </summary>
public sealed record QuocNetOptions : ArchitectureOptions
{
    /// <summary>From the image up.</summary>
    /// <value>Three: 8 filters of 6x6 and pools of 3x3 with stride 2; 12 of 4x4, 3x3; 16 of 3x3, 2x2.</value>
    [Required, MinLength(1), MaxLength(8)]
    public IReadOnlyList<QuocNetStage> Stages { get; init; } =
    [
        new QuocNetStage { Kernel = 6, Filters = 8, Pool = 3, PoolStride = 2 },
        new QuocNetStage { Kernel = 4, Filters = 12, Pool = 3 },
        new QuocNetStage { Kernel = 3, Filters = 16, Pool = 2 },
    ];

    /// <summary>Rows and columns of the window of the contrast normalisation; odd.</summary>
    /// <value>5.</value>
    [Range(1, 63)]
    public int ContrastWindow { get; init; } = 5;

    /// <summary>Weight of the sparsity (lambda); 0 for none.</summary>
    /// <value>0.1, the paper's.</value>
    [Range(0, 1e6)]
    public double Sparsity { get; init; } = 0.1;

    /// <summary>How every stage is trained.</summary>
    /// <value>10 epochs in batches of 128, Adam with 0.001.</value>
    [Required]
    public TrainingOptions Pretraining { get; init; } = new() { Epochs = 10 };
}

internal sealed class QuocNetArchitecture : Architecture<QuocNetOptions>
{
    private const int LayersPerStage = 3;

    public override string Name => "quocnet";

    public override string Summary =>
        "Locally connected stages with L2 pooling and contrast normalisation, trained without labels and frozen, softmax on top (QuocNet).";

    protected override NetworkPlan Plan(QuocNetOptions options, TensorShape inputShape, int classCount)
    {
        if (options.ContrastWindow % 2 == 0)
        {
            throw new ArgumentException($"contrastWindow is {options.ContrastWindow}; it must be odd.", nameof(options));
        }

        var builder = new GraphBuilder(inputShape);
        var pretraining = new List<PretrainingStage>();
        foreach (var stage in options.Stages)
        {
            CheckFit(stage, pretraining.Count, builder.Shape);
            var filters = new LocallyConnectedLayer(builder.Shape, stage.Filters, stage.Kernel, stage.Stride);
            pretraining.Add(StageOf(options, stage, filters, builder.Count, pretraining.Count + 1));
            builder.Add(filters);
            builder.Add(new PoolingLayer(builder.Shape, PoolingKind.L2, stage.Pool, stage.PoolStride));
            builder.Add(new ContrastNormalizationLayer(builder.Shape, options.ContrastWindow));
        }

        builder.Add(new FlattenLayer(builder.Shape));
        var features = builder.Shape.Length;
        builder.Add(new LinearLayer(builder.Shape, classCount));
        return new NetworkPlan
        {
            Graph = builder.Build(),
            Pretraining = pretraining,
            FrozenLayers = LayersPerStage * options.Stages.Count + 1,
            Description =
                $"{inputShape} quocnet "
                    + $"{string.Join("-", options.Stages.Select(stage => $"{stage.Filters}({stage.Kernel}x{stage.Kernel})"))}, "
                    + $"{features}-{classCount} softmax",
        };
    }

    private static PretrainingStage StageOf(
        QuocNetOptions options, QuocNetStage stage, LocallyConnectedLayer filters, int firstLayer, int number)
    {
        var decoder = filters.Transpose();
        return new PretrainingStage
        {
            Name = $"rica {number}",
            FirstLayer = firstLayer,
            LayerCount = 1,

            // Flattened, so that its values are in the order of the images that they are compared with.
            Decoder = [decoder, new FlattenLayer(decoder.OutputShape)],
            Reconstruction = Reconstruction.Squared,
            Sparsity = options.Sparsity > 0 ? new PooledSparsity(options.Sparsity, stage.Pool, stage.PoolStride) : null,
            Training = options.Pretraining,
        };
    }

    private static void CheckFit(QuocNetStage stage, int index, TensorShape shape)
    {
        var side = Math.Min(shape.Height, shape.Width);
        if (stage.Kernel > side)
        {
            throw new ArgumentException($"stages[{index}].kernel is {stage.Kernel}; it must be at most {side}: its input is {shape}.");
        }
        var left = (side - stage.Kernel) / stage.Stride + 1;
        if (stage.Pool > left)
        {
            throw new ArgumentException(
                $"stages[{index}].pool is {stage.Pool}; it must be at most {left}, the rows or columns that its filters leave of {shape}.");
        }
    }
}
