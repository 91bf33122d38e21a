using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>The activation of hidden layers.</summary>
public enum HiddenActivation
{
    Sigmoid,
    Tanh,
    Relu,
}

internal static class HiddenActivations
{
    /// <summary>The kernels' name for it.</summary>
    public static Activation ToActivation(this HiddenActivation activation) => activation switch
    {
        HiddenActivation.Sigmoid => Activation.Sigmoid,
        HiddenActivation.Tanh => Activation.Tanh,
        _ => Activation.Relu,
    };
}
