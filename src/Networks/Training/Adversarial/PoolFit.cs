namespace Experiments.Networks;

/// <summary>Holds pools against the layers of a network.</summary>
internal static class PoolFit
{
    /// <summary>Whatever does not fit.</summary>
    /// <param name="pools">In the order of the list.</param>
    /// <param name="plan">The network.</param>
    public static IEnumerable<string> Check(IReadOnlyList<AdversarialPoolOptions> pools, NetworkPlan plan)
    {
        for (var i = 0; i < pools.Count; i++)
        {
            var layer = pools[i].Layer;
            if (layer < plan.FrozenLayers || layer >= plan.Layers.Count)
            {
                var frozen = plan.FrozenLayers > 0 ? " (those before are not trained any more)" : "";
                yield return $"layer of adversarial pool {i} is {layer}; it must be from {plan.FrozenLayers}{frozen} to the network's last layer, {plan.Layers.Count - 1}.";
            }
            else if (!IsInBox(plan.Layers, layer))
            {
                yield return $"layer of adversarial pool {i} is {layer}, whose input comes out of {plan.Layers[layer - 1].Kind}; it must be a layer whose input is in [0, 1]: the network's first, or one after a sigmoid.";
            }
        }
    }

    /// <summary>Whether the input of a layer is in [0, 1] by construction.</summary>
    private static bool IsInBox(IReadOnlyList<Layer> layers, int layer)
    {
        var before = layer - 1;
        while (before >= 0 && layers[before].KeepsRange)
            before--;
        return before < 0 || layers[before].Activation == Numerics.Activation.Sigmoid;
    }
}
