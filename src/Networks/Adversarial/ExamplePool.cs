using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>The examples of one pool, and the layers that they train. The weights are the training stage's own; gradients are computed
/// apart and then added to the stage's, so those of the layers below are never touched.</summary>
internal sealed class ExamplePool
{
    private readonly AdversarialPoolOptions _options;
    private readonly IAdversary _adversary;
    private readonly PoolNumbers _numbers;
    private readonly IImageSource _inputs;
    private readonly Graph _graph;
    private readonly float[][][] _values;
    private readonly float[][][] _stageGradients;
    private readonly float[][][] _gradients;
    private readonly GraphPass _pass;
    private readonly CrossEntropyObjective _objective;
    private readonly TrainingBatch _batch;
    private readonly ComputeThreads _threads;
    private readonly int _length;
    private readonly float[] _examples;
    private readonly int[] _labels;
    private readonly int[] _order;
    private readonly float[] _x;
    private readonly int[] _batchLabels;
    private bool _filled;

    /// <param name="pool">Options and adversary.</param>
    /// <param name="numbers">The pool's random numbers.</param>
    /// <param name="layer">The first layer that the examples train, counted within the stage.</param>
    /// <param name="images">The stage's training images.</param>
    /// <param name="network">The stage's layers with their values and gradients.</param>
    /// <param name="threads">The threads to use.</param>
    public ExamplePool(
        AdversarialPool pool, PoolNumbers numbers, int layer, IImageSource images, StageLayers network, ComputeThreads threads)
    {
        (_options, _adversary, _numbers, _threads) = (pool.Options, pool.Adversary, numbers, threads);
        _inputs = layer == 0 ? images : InputsOf(images, network.Take(layer), threads);
        _length = _inputs.Shape.Length;
        var above = network.Skip(layer);
        (_graph, _values, _stageGradients) = (above.Graph, above.Values, above.Gradients);
        _gradients = [.. _stageGradients.Select(layer => layer.Select(block => new float[block.Length]).ToArray())];
        _pass = new GraphPass(_graph, _graph.Bind(_values, _gradients), _options.BatchSize, threads);
        _objective = new CrossEntropyObjective(_options.BatchSize, images.ClassCount);
        _batch = new TrainingBatch { Seed = numbers.AttackSeed, ImageCount = _options.Size };
        _examples = new float[checked(_options.Size * _length)];
        _labels = new int[_options.Size];
        _order = new int[_options.Size];
        _x = new float[checked(_options.BatchSize * _length)];
        _batchLabels = new int[_options.BatchSize];
    }

    /// <summary>Replaces some examples, draws a batch, and adds the gradient of its weighted mean loss to the stage's.</summary>
    public void AddGradients()
    {
        Replace(_filled ? _options.Refresh : _options.Size);
        _filled = true;
        Draw();
        var n = _options.BatchSize;
        var last = _pass.Last;
        _pass.Forward(_x, n, _batch);
        var gradient = _pass.Gradient(last, n);
        _objective.Evaluate(_x, _batchLabels, _pass.Output(last, n), n, gradient);
        Scale(gradient, (float)_options.Weight);
        _pass.Backward(_x, n, inputGradient: default);
        for (var i = 0; i < _gradients.Length; i++)
        {
            for (var p = 0; p < _gradients[i].Length; p++)
            {
                Elementwise.Add(_gradients[i][p], _stageGradients[i][p]);
            }
        }
    }

    /// <summary>Makes examples of randomly drawn training images against the network as it stands; they take the places of randomly drawn
    /// old ones.</summary>
    private void Replace(int count)
    {
        var made = _numbers.NextImages(_inputs.Count, count);
        var (x, labels) = (new float[checked(count * _length)], new int[count]);
        _inputs.CopyImages(made.Images, x);
        _inputs.CopyLabels(made.Images, labels);
        var clean = new CleanExamples { X = x, Labels = labels, Serials = made.Serials, Seed = _numbers.AttackSeed };
        var perturbed = _adversary.Perturb(Network.Create(_graph, _values, _threads, "a network in training"), clean).Span;
        var rows = perturbed.Length / _length;
        if (rows == 0 || rows % count != 0 || rows * _length != perturbed.Length)
        {
            throw new InvalidOperationException(
                $"an adversary made {perturbed.Length} values; it must make one or more of {_length} for each of {count} inputs.");
        }

        _numbers.NextPlaces(_order);
        for (var row = 0; row < Math.Min(rows, _order.Length); row++)
        {
            perturbed.Slice(row * _length, _length).CopyTo(_examples.AsSpan(_order[row] * _length));
            _labels[_order[row]] = labels[row / (rows / count)];
        }
    }

    /// <summary>What the nodes below make of the images with the weights as they stand.</summary>
    private static FeatureSource InputsOf(IImageSource images, StageLayers below, ComputeThreads threads) =>
        new(images, new GraphFeatures(below.Graph, below.Graph.Bind(below.Values, below.Gradients), threads), change: true);

    private void Draw()
    {
        _batch.Epoch = _numbers.NextBatch(_order);
        _batch.Images = _order.AsMemory(0, _options.BatchSize);
        for (var i = 0; i < _options.BatchSize; i++)
        {
            _examples.AsSpan(_order[i] * _length, _length).CopyTo(_x.AsSpan(i * _length));
            _batchLabels[i] = _labels[_order[i]];
        }
    }

    private static void Scale(Span<float> values, float factor)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }
}
