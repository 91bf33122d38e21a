namespace Experiments.Numerics;

/// <summary>The constants of one step of Adam, with both bias corrections drawn out of the loop over the parameters: D. P. Kingma, J. Ba,
/// "Adam: a method for stochastic optimization", 2014, arXiv:1412.6980, algorithm 1.</summary>
public readonly record struct AdamStep
{
    /// <param name="step">Number of this step, from 1.</param>
    /// <param name="learningRate">alpha.</param>
    /// <param name="beta1">Decay of the mean gradient, in [0, 1).</param>
    /// <param name="beta2">Decay of the mean squared gradient, in [0, 1).</param>
    /// <param name="epsilon">Added to the root mean squared gradient, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value out of its range.</exception>
    public AdamStep(long step, double learningRate, double beta1, double beta2, double epsilon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        RequireDecay(beta1, nameof(beta1));
        RequireDecay(beta2, nameof(beta2));
        if (!(epsilon > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, $"epsilon is {epsilon}; it must be above 0");
        }

        (Beta1, Beta2, Epsilon) = ((float)beta1, (float)beta2, (float)epsilon);
        (Rest1, Rest2) = ((float)(1 - beta1), (float)(1 - beta2));
        Rate = (float)(learningRate / (1 - Power(beta1, step)));
        Root = (float)(1 / Math.Sqrt(1 - Power(beta2, step)));
    }

    public float Beta1 { get; }

    public float Beta2 { get; }

    public float Epsilon { get; }

    /// <summary>1 - beta1.</summary>
    public float Rest1 { get; }

    /// <summary>1 - beta2.</summary>
    public float Rest2 { get; }

    /// <summary>learningRate / (1 - beta1^step).</summary>
    public float Rate { get; }

    /// <summary>1 / sqrt(1 - beta2^step).</summary>
    public float Root { get; }

    /// <summary>By repeated squaring: Math.Pow is the system library's and differs between machines.</summary>
    private static double Power(double value, long exponent)
    {
        var power = 1.0;
        for (; exponent > 0; exponent >>= 1, value *= value)
        {
            if ((exponent & 1) != 0)
            {
                power *= value;
            }
        }

        return power;
    }

    private static void RequireDecay(double beta, string name)
    {
        if (!(beta is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, beta, $"{name} is {beta}; it must be at least 0 and below 1");
        }
    }
}
