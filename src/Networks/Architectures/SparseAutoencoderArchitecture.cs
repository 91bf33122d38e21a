using System.ComponentModel.DataAnnotations;
using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>
/// A sigmoid autoencoder trained without labels under a sparsity penalty, then frozen, with a softmax classifier on its hidden units: the
/// paper's AE400-10 with the defaults. Per image the stage's loss is reconstruction + beta sum_j KL(rho || mean activation of unit j).
/// A. Ng, "Sparse autoencoder", CS294A lecture notes, 2011.
/// Differs from the notes: the mean activation is taken over the batch, not over all images.
/// </summary>
public sealed record SparseAutoencoderOptions : ArchitectureOptions
{
    /// <summary>Hidden units.</summary>
    /// <value>400.</value>
    [Range(1, 65_536)]
    public int Hidden { get; init; } = 400;

    /// <summary>The mean activation that each hidden unit is driven to (rho).</summary>
    /// <value>0.06.</value>
    [Range(0.0001, 0.9999)]
    public double TargetActivation { get; init; } = 0.06;

    /// <summary>Weight of the sparsity penalty (beta); 0 for none.</summary>
    /// <value>4.</value>
    [Range(0, 1e6)]
    public double SparsityWeight { get; init; } = 4;

    /// <value><c>cross-entropy</c>.</value>
    public Reconstruction Reconstruction { get; init; } = Reconstruction.CrossEntropy;

    /// <summary>How the autoencoder is trained; its weight decay has one value for both layers or one each.</summary>
    /// <value>12 epochs in batches of 64, Adam from 0.002 in a straight line down to 0, weight decay 1 and 2.</value>
    [Required]
    public TrainingOptions Pretraining { get; init; } = new()
    {
        Epochs = 12,
        BatchSize = 64,
        LearningRate = 0.002,
        Schedule = LearningRateSchedule.Linear,
        WeightDecay = [1, 2],
    };
}

internal sealed class SparseAutoencoderArchitecture : Architecture<SparseAutoencoderOptions>
{
    public override string Name => "sparse-autoencoder";

    public override string Summary => "Sparse sigmoid autoencoder trained without labels and frozen, softmax on top (AE400-10).";

    protected override NetworkPlan Plan(SparseAutoencoderOptions options, TensorShape inputShape, int classCount)
    {
        var encoder = new LinearLayer(inputShape, options.Hidden, Activation.Sigmoid);
        return new NetworkPlan
        {
            Graph = Graph.Chain(encoder, new LinearLayer(encoder.OutputShape, classCount)),
            FrozenLayers = 1,
            Pretraining =
            [
                new PretrainingStage
                {
                    Name = "autoencoder",
                    FirstLayer = 0,
                    LayerCount = 1,
                    Decoder = [new LinearLayer(encoder.OutputShape, inputShape.Length, Activation.Sigmoid)],
                    Reconstruction = options.Reconstruction,
                    Sparsity = options.SparsityWeight > 0 ? new SparsityPenalty(options.TargetActivation, options.SparsityWeight) : null,
                    Training = options.Pretraining,
                },
            ],
            Description = $"{inputShape.Length}-{options.Hidden}-{classCount} sparse autoencoder",
        };
    }
}
