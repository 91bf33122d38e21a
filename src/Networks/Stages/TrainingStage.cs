using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>What one stage of training is, whatever computes it.</summary>
internal sealed record StagePlan
{
    /// <summary>As reports name it: <c>classifier</c>, <c>autoencoder</c>.</summary>
    public required string Name { get; init; }

    public required TrainingOptions Options { get; init; }

    /// <summary>Of the order of the images and of layers that draw random numbers.</summary>
    public required ulong Seed { get; init; }

    public required IImageSource Images { get; init; }

    /// <summary>All nodes are trained.</summary>
    public required Graph Graph { get; init; }

    /// <summary>The initial values of each node's blocks; the trained ones after <see cref="TrainingStage.Store"/>.</summary>
    public required IReadOnlyList<float[][]> Values { get; init; }

    public required StageLoss Loss { get; init; }

    /// <summary>Added on the output of node <see cref="SparseLayer"/>; null for none.</summary>
    public ActivationPenalty? Sparsity { get; init; }

    public int SparseLayer { get; init; }

    /// <summary>Pools of adversarial examples that the steps use in turn.</summary>
    public IReadOnlyList<StagePool> Pools { get; init; } = [];

    /// <summary>Lambda of each node, 0 for those without weights.</summary>
    public double[] Lambdas()
    {
        var lambdas = new double[Graph.Nodes.Count];
        var next = 0;
        for (var i = 0; i < lambdas.Length && Options.WeightDecay.Count > 0; i++)
        {
            if (Graph.Nodes[i].Layer.HasWeights)
            {
                lambdas[i] = Options.WeightDecay[Options.WeightDecay.Count == 1 ? 0 : next++];
            }
        }

        return lambdas;
    }
}

/// <summary>What a backend brings to a training; everything else is the same on all of them.</summary>
internal interface IStageBackend
{
    /// <summary>The images as nodes that are not trained any more turn them out.</summary>
    IImageSource Features(IImageSource images, Graph graph, IReadOnlyList<float[][]> values);

    TrainingStage Open(StagePlan plan);
}

/// <summary>One stage of training: which images each step sees, its learning rate, and when it ends. A backend derives from it and computes
/// the steps.</summary>
internal abstract class TrainingStage(StagePlan plan) : IDisposable
{
    /// <summary>The fewest images that errors are counted with at a time.</summary>
    protected const int EvaluationBatch = 128;

    private readonly TrainingOptions _options = plan.Options;
    private readonly IImageSource _images = plan.Images;
    private readonly int[] _inOrder = [.. Enumerable.Range(0, Math.Max(plan.Options.BatchSize, EvaluationBatch))];
    private int _epoch;
    private long _step;

    protected StagePlan Plan { get; } = plan;

    /// <summary>The most images of a step or of a part of an evaluation.</summary>
    protected int Capacity => _inOrder.Length;

    /// <summary>Steps of one epoch.</summary>
    private long StepsPerEpoch => (_images.Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>
    /// The running error lags behind the exact one, because the weights get better during the epoch; further above the wanted error than
    /// this, counting all images again is not worth it. Dropout makes the running error larger still, so that it says nothing.
    /// </summary>
    private double Plausible => Plan.Graph.Nodes.Any(node => node.Layer.IsRandomInTraining) ? 1 : 0.005;

    /// <summary>Trains until a stop rule holds.</summary>
    /// <param name="heldOut">Counted after every epoch; null for nothing.</param>
    /// <param name="report">Told of every epoch.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    /// <exception cref="TrainingDivergedException">A batch's or an epoch's loss is no finite number.</exception>
    public StageOutcome Run(IImageSource? heldOut, Action<EpochReport> report, CancellationToken cancellationToken)
    {
        double? previous = null;
        for (var epoch = 0; ; epoch++)
        {
            var sums = RunEpoch(epoch, cancellationToken);
            var loss = sums.Loss / _images.Count + Decay();
            RequireFinite(loss, epoch);
            double? runningError = Plan.Loss.HasLabels ? (double)sums.Errors / _images.Count : null;
            double? heldOutError = heldOut is null || !Plan.Loss.HasLabels
                ? null
                : (double)Evaluate(heldOut, cancellationToken).Errors / heldOut.Count;
            report(new EpochReport(
                Plan.Name, epoch + 1, _options.Epochs, LearningRates.At(_options, _step - 1, StepsPerEpoch), loss, runningError,
                heldOutError));

            if (_options.StopTrainError is { } wanted && runningError <= wanted + Plausible
                && (double)Evaluate(_images, cancellationToken).Errors / _images.Count <= wanted)
            {
                return new StageOutcome(epoch + 1, StopReason.TrainingError);
            }
            if (_options.StopLossChange is { } change && previous is { } before && Math.Abs(loss - before) < change * before)
            {
                return new StageOutcome(epoch + 1, StopReason.LossChange);
            }
            if (epoch + 1 == _options.Epochs)
            {
                return new StageOutcome(epoch + 1, StopReason.Epochs);
            }
            previous = loss;
        }
    }

    /// <summary>Loss (without decay) and errors of the network as it stands, over all images of a source.</summary>
    public BatchLoss Evaluate(IImageSource images, CancellationToken cancellationToken)
    {
        var (loss, errors) = (0.0, 0);
        for (var start = 0; start < images.Count; start += Capacity)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var n = Math.Min(Capacity, images.Count - start);
            for (var i = 0; i < n; i++)
            {
                _inOrder[i] = start + i;
            }
            var sums = Evaluate(images, _inOrder.AsSpan(0, n));
            loss += sums.Loss;
            errors += sums.Errors;
        }

        return new BatchLoss(loss, errors);
    }

    /// <summary>Loss and errors of the finished network over the training images, decay included; its values are written where the plan
    /// has the initial ones.</summary>
    /// <exception cref="TrainingDivergedException">A value or the loss is no finite number, which the last epoch's losses need not have
    /// shown: they are from before its last step, and an activation can hide what is before it.</exception>
    public (double Loss, int Errors) Finish(StageOutcome outcome, CancellationToken cancellationToken)
    {
        StoreFinite(outcome);
        var final = Evaluate(_images, cancellationToken);
        var loss = final.Loss / _images.Count + Decay();
        RequireFinite(loss, outcome.Epochs - 1);
        return (loss, final.Errors);
    }

    /// <summary>Writes the trained values where the plan has the initial ones.</summary>
    /// <exception cref="TrainingDivergedException">A value is no finite number.</exception>
    public void StoreFinite(StageOutcome outcome)
    {
        Store();
        foreach (var block in Plan.Values.SelectMany(blocks => blocks))
        {
            foreach (var value in block)
            {
                RequireFinite(value, outcome.Epochs - 1, "a weight");
            }
        }
    }

    /// <summary>sum over layers of lambda * sum(w^2) / k.</summary>
    public abstract double Decay();

    /// <summary>Writes the values as they stand where the plan has the initial ones.</summary>
    public abstract void Store();

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>One step: forward, backward, the gradients of one pool if there are any, update.</summary>
    /// <param name="images">Positions in the training set, at most a batch.</param>
    internal BatchLoss Step(ReadOnlyMemory<int> images) => Step(images, _epoch, LearningRates.At(_options, _step++, StepsPerEpoch));

    /// <summary>One step at a learning rate.</summary>
    /// <param name="images">Positions in the training set, at most a batch.</param>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="learningRate">Of the step.</param>
    /// <returns>The batch's losses, without decay, and errors, as the weights stood before the step.</returns>
    protected abstract BatchLoss Step(ReadOnlyMemory<int> images, int epoch, double learningRate);

    /// <summary>Loss (without decay) and errors of some images, with nothing drawn at random.</summary>
    /// <param name="images">The training images or others.</param>
    /// <param name="indices">At most <see cref="Capacity"/>.</param>
    protected abstract BatchLoss Evaluate(IImageSource images, ReadOnlySpan<int> indices);

    private void RequireFinite(double value, int epoch, string quantity = "loss")
    {
        if (!double.IsFinite(value))
        {
            throw new TrainingDivergedException(Plan.Name, epoch + 1, _options.LearningRate, quantity, value);
        }
    }

    private BatchLoss RunEpoch(int epoch, CancellationToken cancellationToken)
    {
        _epoch = epoch;
        var order = Shuffle.Permutation(Plan.Seed, RandomPurpose.TrainingOrder, (ulong)epoch, _images.Count);
        var (loss, errors) = (0.0, 0);
        for (var start = 0; start < order.Length; start += _options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sums = Step(order.AsMemory(start, Math.Min(_options.BatchSize, order.Length - start)));
            RequireFinite(sums.Loss, epoch);
            loss += sums.Loss;
            errors += sums.Errors;
        }

        return new BatchLoss(loss, errors);
    }
}

/// <summary>A pool and the first layer that it trains, counted within the stage.</summary>
internal readonly record struct StagePool(AdversarialPool Pool, int Layer);

/// <summary>How a stage ended.</summary>
/// <param name="Epochs">Epochs run.</param>
/// <param name="StoppedBy">The rule that ended it.</param>
internal readonly record struct StageOutcome(int Epochs, StopReason StoppedBy);
