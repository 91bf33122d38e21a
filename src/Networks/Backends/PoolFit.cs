namespace Experiments.Networks;

/// <summary>Holds pools against the layers of a network.</summary>
internal static class PoolFit
{
    /// <summary>Whatever does not fit.</summary>
    /// <param name="pools">In the order of the list.</param>
    /// <param name="plan">The network.</param>
    public static IEnumerable<string> Check(IReadOnlyList<AdversarialPoolOptions> pools, NetworkPlan plan)
    {
        var nodes = plan.Graph.Nodes;
        for (var i = 0; i < pools.Count; i++)
        {
            var layer = pools[i].Layer;
            if (layer < plan.FrozenLayers || layer >= nodes.Count)
            {
                var frozen = plan.FrozenLayers > 0 ? " (those before are not trained any more)" : "";
                yield return $"layer of adversarial pool {i} is {layer}; it must be from {plan.FrozenLayers}{frozen} to the network's last "
                    + $"layer, {nodes.Count - 1}.";
            }
            else if (!plan.Graph.IsCut(layer - 1))
            {
                yield return $"layer of adversarial pool {i} is {layer}, and the layers from there on read more than its input; it must be "
                    + "a layer at a cut point of the network.";
            }
            else if (!IsInBox(plan.Graph, layer - 1))
            {
                yield return $"layer of adversarial pool {i} is {layer}, whose input comes out of {nodes[layer - 1].Layer.Kind}; it must "
                    + "be a layer whose input is in [0, 1]: the network's first, or one after a sigmoid.";
            }
        }
    }

    /// <summary>Whether a value is in [0, 1] by construction.</summary>
    private static bool IsInBox(Graph graph, int value) =>
        value == Graph.Input
        || graph.Nodes[value].Layer.Activation == Numerics.Activation.Sigmoid
        || (graph.Nodes[value].Layer.KeepsRange && graph.Nodes[value].Inputs.All(input => IsInBox(graph, input)));
}
