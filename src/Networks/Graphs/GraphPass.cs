using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>A graph with its weights, run node by node with buffers allocated once.</summary>
internal sealed class GraphPass
{
    private readonly Graph _graph;
    private readonly LayerPass[] _passes;
    private readonly LayerWeights[] _weights;
    private readonly float[][] _outputs;
    private readonly float[][] _gradients;
    private readonly float[]?[][] _read;
    private readonly float[] _input;
    private readonly float[] _inputGradient;
    private readonly float[] _share;

    /// <param name="graph">The nodes.</param>
    /// <param name="weights">Of each node.</param>
    /// <param name="capacity">The most images at a time.</param>
    /// <param name="pool">The threads to use.</param>
    public GraphPass(Graph graph, LayerWeights[] weights, int capacity, ComputePool pool)
    {
        float[] Buffer(TensorShape shape) => new float[checked(shape.Length * capacity)];
        (_graph, _weights) = (graph, weights);
        _passes = [.. graph.Nodes.Select((node, i) => node.Layer.OpenPass(weights[i], capacity, pool))];
        _outputs = [.. graph.Nodes.Select(node => Buffer(node.Layer.OutputShape))];
        _gradients = [.. graph.Nodes.Select(node => Buffer(node.Layer.OutputShape))];
        _read = [.. graph.Nodes.Select(node => node.Inputs.Select(value => value == Graph.Input ? null : _outputs[value]).ToArray())];
        _input = graph.HasChannelsLast(Graph.Input) ? Buffer(graph.InputShape) : [];
        _inputGradient = new float[_input.Length];
        _share = new float[graph.Nodes.SelectMany((node, i) => node.Layer.InputShapes.Where((_, k) => IsShared(node.Inputs[k])))
            .Select(shape => shape.Length * capacity).DefaultIfEmpty().Max()];
    }

    /// <summary>The last node, whose output is the graph's.</summary>
    public int Last => _passes.Length - 1;

    /// <summary>The output of a node in the last forward call as it lies in memory: [n, output]; channels may be last.</summary>
    public ReadOnlySpan<float> Output(int node, int n) => _outputs[node].AsSpan(0, n * _graph.Nodes[node].Layer.OutputShape.Length);

    /// <summary>d(loss)/d(a node's result before its activation): [n, output]. The last node's is written by whoever knows the loss.</summary>
    public Span<float> Gradient(int node, int n) => _gradients[node].AsSpan(0, n * _graph.Nodes[node].Layer.OutputShape.Length);

    /// <summary>Runs all nodes.</summary>
    /// <param name="x">[n, input], channels first.</param>
    /// <param name="n">Images.</param>
    /// <param name="batch">Which training images these are; null outside training.</param>
    public void Forward(ReadOnlySpan<float> x, int n, TrainingBatch? batch)
    {
        if (_input.Length > 0)
        {
            ChannelOrder.ToLast(_graph.InputShape, x, n, _input);
            x = _input;
        }

        x = x[..(n * _graph.InputShape.Length)];
        for (var i = 0; i < _passes.Length; i++)
        {
            _passes[i].Forward(Inputs(i, x, n), n, _outputs[i].AsSpan(0, n * _graph.Nodes[i].Layer.OutputShape.Length), batch);
        }
    }

    /// <summary>
    /// Propagates the gradient of the last node back to the input. A value that several nodes read has the sum of their gradients, g1 + (g2 + (g3 + …)) in
    /// node order, whatever the number of threads.
    /// </summary>
    /// <param name="x">[n, input], as in the forward call; may be empty where no reader of it looks at it on the way back (<see cref="Layer.BackwardReadsInput"/>).</param>
    /// <param name="n">Images, as in the forward call.</param>
    /// <param name="inputGradient">[n, input], d(loss)/d(x), overwritten; empty if not wanted.</param>
    /// <param name="penalty">Adds to the gradient of a hidden node on the way; null for none.</param>
    public void Backward(ReadOnlySpan<float> x, int n, Span<float> inputGradient, HiddenPenalty? penalty = null)
    {
        var length = n * _graph.InputShape.Length;
        if (_input.Length == 0)
        {
            Propagate(x, n, inputGradient, penalty);
            return;
        }

        var gradient = inputGradient.IsEmpty ? default : _inputGradient.AsSpan(0, length);
        Propagate(_input.AsSpan(0, length), n, gradient, penalty);
        if (!inputGradient.IsEmpty)
        {
            ChannelOrder.ToFirst(_graph.InputShape, gradient, n, inputGradient);
        }
    }

    private void Propagate(ReadOnlySpan<float> x, int n, Span<float> inputGradient, HiddenPenalty? penalty)
    {
        for (var i = Last; i >= 0; i--)
        {
            var gz = Gradient(i, n);
            if (IsShared(i))
            {
                // Its readers wrote d(loss)/d(y): the activation's derivative is multiplied in once.
                ActivationDerivative.Multiply(_graph.Nodes[i].Layer.Activation, Output(i, n), gz);
            }

            if (penalty is not null && penalty.Layer == i)
            {
                penalty.AddGradient(Output(i, n), n, _graph.Nodes[i].Layer.Activation, gz);
            }

            var inputs = Inputs(i, x, n);
            if (_weights[i].Gradients is { } gradients)
            {
                _passes[i].ParameterGradients(inputs, n, gz, gradients);
            }

            for (var k = inputs.Count - 1; k >= 0; k--)
            {
                var value = _graph.Nodes[i].Inputs[k];
                var gx = value == Graph.Input ? inputGradient : Gradient(value, n);
                if (!gx.IsEmpty)
                {
                    PropagateTo(value, new Reader(i, k), inputs, n, gz, gx);
                }
            }
        }
    }

    /// <summary>The gradient that one reader of a value sends back, added to what later readers sent.</summary>
    private void PropagateTo(int value, Reader reader, LayerInputs inputs, int n, ReadOnlySpan<float> gz, Span<float> gx)
    {
        var pass = _passes[reader.Node];
        if (!IsShared(value))
        {
            var behind = value == Graph.Input ? Activation.Identity : _graph.Nodes[value].Layer.Activation;
            pass.InputGradient(inputs, n, gz, reader.Input, behind, gx);
        }
        else if (reader == _graph.Readers(value)[^1])
        {
            pass.InputGradient(inputs, n, gz, reader.Input, Activation.Identity, gx);
        }
        else
        {
            var share = _share.AsSpan(0, gx.Length);
            pass.InputGradient(inputs, n, gz, reader.Input, Activation.Identity, share);
            Elementwise.Add(share, gx);
        }
    }

    private bool IsShared(int value) => _graph.Readers(value).Count > 1;

    private LayerInputs Inputs(int node, ReadOnlySpan<float> x, int n) => new(_graph.Nodes[node].Layer.InputShapes, _read[node], x, n);
}
