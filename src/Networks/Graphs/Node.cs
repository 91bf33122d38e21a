namespace Experiments.Networks;

/// <summary>One operation of a network and the values that it reads.</summary>
/// <param name="Name">As in weight files: <c>0</c>, <c>features.3</c>.</param>
/// <param name="Layer">The kind of node with its sizes.</param>
/// <param name="Inputs">What each of the layer's inputs is: the output of an earlier node, by its index, or
/// <see cref="Graph.Input"/>.</param>
internal sealed record Node(string Name, Layer Layer, IReadOnlyList<int> Inputs);

/// <summary>One reading of a value.</summary>
/// <param name="Node">Who reads it.</param>
/// <param name="Input">As which of its inputs.</param>
internal readonly record struct Reader(int Node, int Input);

/// <summary>One block of values of a network.</summary>
/// <param name="Node">Whose block it is.</param>
/// <param name="Block">Which of the node's blocks.</param>
/// <param name="Name">In the weight file: <c>0.weight</c>.</param>
/// <param name="Shape">What it is.</param>
internal sealed record GraphParameter(int Node, int Block, string Name, ParameterShape Shape);
