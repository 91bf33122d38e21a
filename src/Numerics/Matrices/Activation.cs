namespace Experiments.Numerics;

/// <summary>An elementwise activation y = f(z). Derivatives are written in terms of y, which the forward pass keeps.</summary>
public enum Activation
{
    /// <summary>y = z; dy/dz = 1.</summary>
    Identity,

    /// <summary>y = max(z, 0); dy/dz = 1 where y &gt; 0, else 0.</summary>
    Relu,

    /// <summary>y = 1 / (1 + exp(-z)); dy/dz = y (1 - y).</summary>
    Sigmoid,

    /// <summary>y = tanh(z); dy/dz = 1 - y^2.</summary>
    Tanh,
}
