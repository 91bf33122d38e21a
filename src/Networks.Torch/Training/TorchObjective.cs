using Experiments.Numerics;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using SumOf = TorchSharp.torch.nn.Reduction;

namespace Experiments.Networks.Torch;

/// <summary>A batch's loss on the device.</summary>
/// <param name="Objective">What is minimised: the mean loss with every penalty but the weight decay; its value is right up to a constant,
/// its gradient exactly.</param>
/// <param name="Sum">Sum of the images' losses, with n times the penalties in a step.</param>
/// <param name="Errors">Misclassified images; null without labels.</param>
internal readonly record struct TorchLoss(Tensor Objective, Tensor Sum, Tensor? Errors)
{
    /// <summary>Waits for the device.</summary>
    public BatchLoss Read() => new(Sum.to(ScalarType.Float64).cpu().item<double>(), Errors is null ? 0 : (int)Errors.cpu().item<long>());
}

/// <summary>What a stage minimises, on tensors.</summary>
internal abstract class TorchObjective(StagePlan plan)
{
    /// <summary>A unit that is never or always on has an infinite penalty; its mean is kept this far from 0 and 1.</summary>
    private const double Margin = 1e-6;

    /// <exception cref="ArgumentException">The loss is of a kind that torch does not compute.</exception>
    public static TorchObjective Of(StagePlan plan) => plan.Loss switch
    {
        CrossEntropyLoss => new Labels(plan),
        ReconstructionLoss loss when loss.Measure == Reconstruction.Squared
            || plan.Graph.Nodes[^1].Layer.Activation == Activation.Sigmoid => new Pixels(plan, loss.Measure),
        _ => throw new ArgumentException(
            $"stage {plan.Name} minimises {plan.Loss.GetType().Name} on {plan.Graph.Nodes[^1].Layer.Kind}, which backend torch does not "
                + "compute; it must be trained on device cpu."),
    };

    /// <summary>The loss of a batch.</summary>
    /// <param name="x">[n, input].</param>
    /// <param name="labels">[n]; not read without labels.</param>
    /// <param name="outputs">Of all nodes.</param>
    /// <param name="isStep">Whether a step follows, which penalties count in.</param>
    public TorchLoss Evaluate(Tensor x, Tensor labels, GraphOutput outputs, bool isStep)
    {
        var n = x.shape[0];
        var sum = Sum(x, labels, outputs);
        var objective = sum.div(n);
        if (isStep && plan.Sparsity is { } sparsity)
        {
            var (value, surrogate) = Penalise(sparsity, outputs.Outputs[plan.SparseLayer]);
            (objective, sum) = (objective.add(surrogate), sum.detach().add(value.mul(n)));
        }

        return new TorchLoss(objective, sum.detach(), plan.Loss.HasLabels ? outputs.Last.detach().argmax(1).ne(labels).sum() : null);
    }

    /// <summary>The sum of the images' losses.</summary>
    protected abstract Tensor Sum(Tensor x, Tensor labels, GraphOutput outputs);

    private (Tensor Value, Tensor Surrogate) Penalise(ActivationPenalty penalty, Tensor y) => penalty switch
    {
        SparsityPenalty means => Penalise(means, y),
        PooledSparsity pools => Penalise(pools, plan.Graph.Nodes[plan.SparseLayer].Layer.OutputShape, y),
        _ => throw new ArgumentException(
            $"stage {plan.Name} has {penalty.GetType().Name}, which backend torch does not compute; it must be trained on device cpu."),
    };

    /// <summary>lambda / 2 times the mean over the batch of the sum of all pools.</summary>
    private static (Tensor Value, Tensor Surrogate) Penalise(PooledSparsity penalty, TensorShape shape, Tensor y)
    {
        var pooling = new Pooling2D
        {
            Kind = PoolingKind.L2,
            Channels = shape.Channels,
            Height = shape.Height,
            Width = shape.Width,
            WindowHeight = penalty.Window,
            WindowWidth = penalty.Window,
            StrideY = penalty.Stride,
            StrideX = penalty.Stride,
        };
        var value = TorchLayers.Pool(pooling, y.reshape(y.shape[0], shape.Channels, shape.Height, shape.Width)).sum()
            .mul(penalty.Weight / 2 / y.shape[0]);
        return (value.detach(), value);
    }

    /// <summary>beta sum_j KL(rho || mean activation of unit j), and a linear function of the outputs with its gradient: units whose mean
    /// is at the margin are driven too, which the derivative of a clamp would not do.</summary>
    private static (Tensor Value, Tensor Surrogate) Penalise(SparsityPenalty penalty, Tensor y)
    {
        var (rho, n) = (penalty.TargetActivation, y.shape[0]);
        Tensor value, slopes;
        using (no_grad())
        {
            var mean = y.detach().flatten(1).mean([0L]).clamp(Margin, 1 - Margin);
            var rest = mean.neg().add(1);
            value =
                mean.reciprocal().mul(rho).log().mul(rho).add(rest.reciprocal().mul(1 - rho).log().mul(1 - rho)).sum().mul(penalty.Weight);
            slopes = rest.reciprocal().mul(1 - rho).sub(mean.reciprocal().mul(rho)).mul(penalty.Weight / n);
        }

        return (value, y.flatten(1).mul(slopes).sum());
    }

    private sealed class Labels(StagePlan plan) : TorchObjective(plan)
    {
        protected override Tensor Sum(Tensor x, Tensor labels, GraphOutput outputs) =>
            functional.cross_entropy(outputs.Last.flatten(1), labels, reduction: SumOf.Sum);
    }

    private sealed class Pixels(StagePlan plan, Reconstruction measure) : TorchObjective(plan)
    {
        protected override Tensor Sum(Tensor x, Tensor labels, GraphOutput outputs) => measure switch
        {
            Reconstruction.Squared => outputs.Last.flatten(1).sub(x).square().sum().mul(0.5),

            // From the result before the sigmoid: its derivative cancels and nothing saturates.
            _ => functional.binary_cross_entropy_with_logits(outputs.LastResult.flatten(1), x, reduction: SumOf.Sum),
        };
    }
}
