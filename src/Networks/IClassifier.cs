using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>A trained network as reports and analyses see it, whatever computes it: a gradient source with layers that can be looked
/// into.</summary>
public interface IClassifier : IGradientSource
{
    /// <summary>The layers from the input to the logits: the nodes of a graph, in an order in which each reads earlier ones.</summary>
    IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>What a layer reads: outputs of earlier layers, or the network's input, which is -1.</summary>
    IReadOnlyList<int> Inputs(int layer);

    /// <inheritdoc cref="IGradientSource.OpenPass"/>
    new IClassifierPass OpenPass(int capacity);

    IGradientPass IGradientSource.OpenPass(int capacity) => OpenPass(capacity);

    /// <summary>
    /// The network from layer <paramref name="layer"/> on as a classifier of its own; its input is the output of layer
    /// <paramref name="layer"/> - 1. Shares the weights. <c>Suffix(0)</c> is this network.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The layer is below 0 or above the last.</exception>
    /// <exception cref="ArgumentException">The network cannot be cut there: layers from there on read more than that output.</exception>
    IClassifier Suffix(int layer);
}

/// <summary>Runs images through a classifier and shows what its layers made of them.</summary>
public interface IClassifierPass : IGradientPass
{
    /// <summary>The output of one layer in the last <see cref="IGradientPass.Forward"/>: [n, layer output length].</summary>
    /// <exception cref="InvalidOperationException">There was no forward call.</exception>
    ReadOnlySpan<float> Activations(int layer);
}

/// <summary>What a layer of a classifier is.</summary>
/// <param name="Name">As in the weight file: <c>0</c>, <c>features.3</c>.</param>
/// <param name="Kind"><c>linear</c>, <c>sigmoid</c>, <c>conv2d</c>, <c>max-pool</c> …</param>
/// <param name="OutputShape">Shape of its output for one image.</param>
public sealed record LayerInfo(string Name, string Kind, TensorShape OutputShape);
