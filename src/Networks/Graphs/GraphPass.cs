using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>A graph with its weights, run node by node with buffers allocated once.</summary>
internal sealed class GraphPass
{
    private readonly TensorShape _inputShape;
    private readonly Step[] _steps;
    private readonly float[] _input;
    private readonly float[] _inputGradient;
    private readonly float[] _share;

    /// <param name="graph">The nodes.</param>
    /// <param name="weights">Of each node.</param>
    /// <param name="capacity">The most images at a time.</param>
    /// <param name="threads">The threads to use.</param>
    public GraphPass(Graph graph, LayerWeights[] weights, int capacity, ComputeThreads threads)
    {
        _inputShape = graph.InputShape;
        _steps = new Step[graph.Nodes.Count];
        for (var i = 0; i < _steps.Length; i++)
        {
            var (layer, inputs) = (graph.Nodes[i].Layer, graph.Nodes[i].Inputs);
            var length = layer.OutputShape.Length;
            _steps[i] = new Step
            {
                Pass = layer.OpenPass(weights[i], capacity, threads),
                Activation = layer.Activation,
                Length = length,
                Output = new float[checked(length * capacity)],
                Gradient = new float[checked(length * capacity)],
                IsShared = graph.Readers(i).Count > 1,
                ParameterGradients = weights[i].Gradients,
                Read = [.. inputs.Select(value => value == Graph.Input ? null : _steps[value].Output)],
                ReadLengths = [.. layer.InputShapes.Select(shape => shape.Length)],
                Sources = [.. inputs.Select((value, k) => new Source(
                    value == Graph.Input ? null : _steps[value], graph.Readers(value).Count > 1,
                    graph.Readers(value)[^1] == new Reader(i, k)))],
            };
        }

        _input = new float[graph.HasChannelsLast(Graph.Input) ? checked(_inputShape.Length * capacity) : 0];
        _inputGradient = new float[_input.Length];
        _share =
            new float[_steps.Max(step => step.Sources.Select((source, k) => source.IsShared ? step.ReadLengths[k] * capacity : 0).Max())];
    }

    /// <summary>The last node, whose output is the graph's.</summary>
    public int Last => _steps.Length - 1;

    /// <summary>The output of a node in the last forward call as it lies in memory: [n, output]; channels may be last.</summary>
    public ReadOnlySpan<float> Output(int node, int n) => _steps[node].OutputOf(n);

    /// <summary>d(loss)/d(a node's result before its activation): [n, output]. The last node's is written by whoever knows the
    /// loss.</summary>
    public Span<float> Gradient(int node, int n) => _steps[node].GradientOf(n);

    /// <summary>Runs all nodes.</summary>
    /// <param name="x">[n, input], channels first.</param>
    /// <param name="n">Images.</param>
    /// <param name="batch">Which training images these are; null outside training.</param>
    public void Forward(ReadOnlySpan<float> x, int n, TrainingBatch? batch)
    {
        if (_input.Length > 0)
        {
            ChannelOrder.ToLast(_inputShape, x, n, _input);
            x = _input;
        }

        x = x[..(n * _inputShape.Length)];
        foreach (var step in _steps)
        {
            step.Pass.Forward(step.Inputs(x, n), n, step.OutputOf(n), batch);
        }
    }

    /// <summary>Propagates the gradient of the last node back to the input. A value that several nodes read has the sum of their gradients,
    /// g1 + (g2 + (g3 + …)) in node order, whatever the number of threads.</summary>
    /// <param name="x">[n, input], as in the forward call; may be empty where no reader of it looks at it on the way back
    /// (<see cref="Layer.BackwardReadsInput"/>).</param>
    /// <param name="n">Images, as in the forward call.</param>
    /// <param name="inputGradient">[n, input], d(loss)/d(x), overwritten; empty if not wanted.</param>
    /// <param name="penalty">Adds to the gradient of a hidden node on the way; null for none.</param>
    public void Backward(ReadOnlySpan<float> x, int n, Span<float> inputGradient, HiddenPenalty? penalty = null)
    {
        if (_input.Length == 0)
        {
            Propagate(x, n, inputGradient, penalty);
            return;
        }

        var gradient = inputGradient.IsEmpty ? default : _inputGradient.AsSpan(0, n * _inputShape.Length);
        Propagate(_input.AsSpan(0, n * _inputShape.Length), n, gradient, penalty);
        if (!inputGradient.IsEmpty)
        {
            ChannelOrder.ToFirst(_inputShape, gradient, n, inputGradient);
        }
    }

    private void Propagate(ReadOnlySpan<float> x, int n, Span<float> inputGradient, HiddenPenalty? penalty)
    {
        for (var i = Last; i >= 0; i--)
        {
            var step = _steps[i];
            var gz = step.GradientOf(n);
            if (step.IsShared)
            {
                // Its readers wrote d(loss)/d(y): the activation's derivative is multiplied in once.
                Elementwise.MultiplyByDerivative(step.Activation, step.OutputOf(n), gz);
            }

            if (penalty is not null && penalty.Layer == i)
            {
                penalty.AddGradient(step.OutputOf(n), n, step.Activation, gz);
            }

            var inputs = step.Inputs(x, n);
            if (step.ParameterGradients is { } gradients)
            {
                step.Pass.ParameterGradients(inputs, n, gz, gradients);
            }

            for (var k = step.Sources.Length - 1; k >= 0; k--)
            {
                var gx = step.Sources[k].Step is { } source ? source.GradientOf(n) : inputGradient;
                if (!gx.IsEmpty)
                {
                    PropagateTo(k, step, inputs, n, gz, gx);
                }
            }
        }
    }

    /// <summary>The gradient that one reader of a value sends back, added to what later readers sent.</summary>
    private void PropagateTo(int input, Step reader, LayerInputs inputs, int n, ReadOnlySpan<float> gz, Span<float> gx)
    {
        var source = reader.Sources[input];
        if (!source.IsShared)
        {
            reader.Pass.InputGradient(inputs, n, gz, input, source.Step?.Activation ?? Activation.Identity, gx);
        }
        else if (source.IsLastReader)
        {
            reader.Pass.InputGradient(inputs, n, gz, input, Activation.Identity, gx);
        }
        else
        {
            var share = _share.AsSpan(0, gx.Length);
            reader.Pass.InputGradient(inputs, n, gz, input, Activation.Identity, share);
            Elementwise.Add(share, gx);
        }
    }

    /// <summary>A value that a node reads.</summary>
    /// <param name="Step">The node that it comes out of; null for the network's input.</param>
    /// <param name="IsShared">Whether it has other readers.</param>
    /// <param name="IsLastReader">Whether no reader comes after this one.</param>
    private readonly record struct Source(Step? Step, bool IsShared, bool IsLastReader);

    /// <summary>A node with its buffers; lists of the graph are looked up once.</summary>
    private sealed class Step
    {
        public required LayerPass Pass { get; init; }

        public required Activation Activation { get; init; }

        /// <summary>Of its output for one image.</summary>
        public required int Length { get; init; }

        public required float[] Output { get; init; }

        public required float[] Gradient { get; init; }

        public required bool IsShared { get; init; }

        public required float[][]? ParameterGradients { get; init; }

        public required float[]?[] Read { get; init; }

        public required int[] ReadLengths { get; init; }

        public required Source[] Sources { get; init; }

        public Span<float> OutputOf(int n) => Output.AsSpan(0, n * Length);

        public Span<float> GradientOf(int n) => Gradient.AsSpan(0, n * Length);

        public LayerInputs Inputs(ReadOnlySpan<float> x, int n) => new(ReadLengths, Read, x, n);
    }
}
