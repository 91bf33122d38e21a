using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>One stage of training: layers, an objective and the images. Everything that a step needs is allocated here.</summary>
internal sealed class TrainingStage
{
    /// <summary>The fewest images that errors are counted with at a time.</summary>
    private const int EvaluationBatch = 128;

    private readonly string _name;
    private readonly TrainingOptions _options;
    private readonly ulong _seed;
    private readonly IImageSource _images;
    private readonly Objective _objective;
    private readonly HiddenPenalty? _penalty;
    private readonly Layer[] _layers;
    private readonly float[][][] _values;
    private readonly double[] _lambdas;
    private readonly LayerStack _stack;
    private readonly ParameterUpdater[] _updaters;
    private readonly TrainingBatch _batch;
    private readonly ExamplePool[] _pools = [];
    private readonly float[] _x;
    private readonly int[] _labels;
    private readonly int[] _inOrder;
    private long _step;

    public TrainingStage(
        string name,
        TrainingOptions options,
        ulong seed,
        IImageSource images,
        IReadOnlyList<Layer> layers,
        IReadOnlyList<float[][]> values,
        Func<int, Objective> objective,
        HiddenPenalty? penalty,
        ComputePool pool,
        IReadOnlyList<StagePool>? adversarial = null)
    {
        (_name, _options, _seed, _images, _penalty) = (name, options, seed, images, penalty);
        var capacity = Math.Max(options.BatchSize, EvaluationBatch);
        _layers = [.. layers];
        _values = [.. values];
        _lambdas = Lambdas(layers, options);
        _objective = objective(capacity);
        float[][][] gradients = [.. layers.Select(layer => layer.Parameters.Select(shape => new float[shape.Length]).ToArray())];
        _stack = new LayerStack(layers, [.. layers.Select((layer, i) => layer.Bind(values[i], gradients[i]))], capacity, pool);
        _updaters = [.. layers.SelectMany((layer, i) => layer.Parameters.Select((shape, p) => new ParameterUpdater(
            options, values[i][p], gradients[i][p], shape.IsWeight ? 2 * _lambdas[i] / shape.Units : 0, pool)))];
        _batch = new TrainingBatch { Seed = seed, ImageCount = images.Count };
        _x = new float[checked(capacity * images.Shape.Length)];
        _labels = new int[capacity];
        _inOrder = [.. Enumerable.Range(0, capacity)];
        if (adversarial is not null)
        {
            var network = new StageLayers(_layers, _values, gradients);
            _pools = [.. adversarial.Select((own, i) => new ExamplePool(own.Pool, new PoolNumbers(seed, i), own.Layer, images, network, pool))];
        }
    }

    /// <summary>Steps of one epoch.</summary>
    private long StepsPerEpoch => (_images.Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>Lambda of each layer, 0 for layers without weights.</summary>
    private static double[] Lambdas(IReadOnlyList<Layer> layers, TrainingOptions options)
    {
        var lambdas = new double[layers.Count];
        var next = 0;
        for (var i = 0; i < lambdas.Length && options.WeightDecay.Count > 0; i++)
        {
            if (layers[i].Parameters.Count > 0)
                lambdas[i] = options.WeightDecay[options.WeightDecay.Count == 1 ? 0 : next++];
        }

        return lambdas;
    }

    /// <summary>Trains until a stop rule holds.</summary>
    /// <param name="heldOut">Counted after every epoch; null for nothing.</param>
    /// <param name="report">Told of every epoch.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    public StageOutcome Run(IImageSource? heldOut, Action<EpochReport> report, CancellationToken cancellationToken)
    {
        double? previous = null;
        for (var epoch = 0; ; epoch++)
        {
            var sums = RunEpoch(epoch, cancellationToken);
            var loss = sums.Loss / _images.Count + Decay();
            double? runningError = _objective.HasLabels ? (double)sums.Errors / _images.Count : null;
            double? heldOutError = heldOut is null || !_objective.HasLabels
                ? null
                : (double)Evaluate(heldOut, cancellationToken).Errors / heldOut.Count;
            report(new EpochReport(
                _name, epoch + 1, _options.Epochs, LearningRates.At(_options, _step - 1, StepsPerEpoch), loss, runningError, heldOutError));

            if (_options.StopTrainError is { } wanted && runningError <= wanted + Plausible
                && (double)Evaluate(_images, cancellationToken).Errors / _images.Count <= wanted)
                return new StageOutcome(epoch + 1, StopReason.TrainingError);
            if (_options.StopLossChange is { } change && previous is { } before && Math.Abs(loss - before) < change * before)
                return new StageOutcome(epoch + 1, StopReason.LossChange);
            if (epoch + 1 == _options.Epochs)
                return new StageOutcome(epoch + 1, StopReason.Epochs);
            previous = loss;
        }
    }

    /// <summary>
    /// The running error lags behind the exact one, because the weights get better during the epoch; further above the wanted error than this,
    /// counting all images again is not worth it. Dropout makes the running error larger still, so that it says nothing.
    /// </summary>
    private double Plausible => _layers.Any(layer => layer.IsRandomInTraining) ? 1 : 0.005;

    /// <summary>Loss (with decay) and errors of the network as it stands, over all images of a source.</summary>
    public BatchLoss Evaluate(IImageSource images, CancellationToken cancellationToken)
    {
        var (loss, errors) = (0.0, 0);
        for (var start = 0; start < images.Count; start += _labels.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var n = Math.Min(_labels.Length, images.Count - start);
            for (var i = 0; i < n; i++)
                _inOrder[i] = start + i;
            var sums = Forward(images, _inOrder.AsSpan(0, n), batch: null);
            loss += sums.Loss;
            errors += sums.Errors;
        }

        return new BatchLoss(loss, errors);
    }

    /// <summary>sum over layers of lambda * sum(w^2) / k.</summary>
    public double Decay()
    {
        var decay = 0.0;
        for (var i = 0; i < _layers.Length; i++)
        {
            if (_lambdas[i] == 0)
                continue;
            for (var p = 0; p < _values[i].Length; p++)
            {
                if (_layers[i].Parameters[p] is { IsWeight: true } shape)
                    decay += _lambdas[i] * Reduction.SumOfSquares(_values[i][p]) / shape.Units;
            }
        }

        return decay;
    }

    /// <summary>One step: forward, backward, the gradients of one pool if there are any, update. Allocates nothing without pools.</summary>
    /// <param name="images">Positions in the training set, at most a batch.</param>
    internal BatchLoss Step(ReadOnlyMemory<int> images)
    {
        var n = images.Length;
        _batch.Images = images;
        var sums = Forward(_images, images.Span, _batch);
        _stack.Backward(_x.AsSpan(0, n * _images.Shape.Length), n, inputGradient: default, _penalty);
        if (_penalty is not null)
            sums = sums with { Loss = sums.Loss + n * _penalty.Loss };

        if (_pools.Length > 0)
            _pools[_step % _pools.Length].AddGradients();

        var learningRate = LearningRates.At(_options, _step++, StepsPerEpoch);
        foreach (var updater in _updaters)
            updater.Step(learningRate);
        return sums;
    }

    private BatchLoss RunEpoch(int epoch, CancellationToken cancellationToken)
    {
        _batch.Epoch = epoch;
        var order = Shuffle.Permutation(_seed, RandomPurpose.TrainingOrder, (ulong)epoch, _images.Count);
        var (loss, errors) = (0.0, 0);
        for (var start = 0; start < order.Length; start += _options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sums = Step(order.AsMemory(start, Math.Min(_options.BatchSize, order.Length - start)));
            loss += sums.Loss;
            errors += sums.Errors;
        }

        return new BatchLoss(loss, errors);
    }

    private BatchLoss Forward(IImageSource images, ReadOnlySpan<int> indices, TrainingBatch? batch)
    {
        var n = indices.Length;
        var x = _x.AsSpan(0, n * images.Shape.Length);
        images.CopyImages(indices, x);
        if (_objective.HasLabels)
            images.CopyLabels(indices, _labels.AsSpan(0, n));
        _stack.Forward(x, n, batch);
        var last = _stack.Count - 1;
        return _objective.Evaluate(x, _labels.AsSpan(0, n), _stack.Output(last, n), n, _stack.Gradient(last, n));
    }
}

/// <summary>A pool and the first layer that it trains, counted within the stage.</summary>
internal readonly record struct StagePool(AdversarialPool Pool, int Layer);

/// <summary>How a stage ended.</summary>
/// <param name="Epochs">Epochs run.</param>
/// <param name="StoppedBy">The rule that ended it.</param>
internal readonly record struct StageOutcome(int Epochs, StopReason StoppedBy);
