namespace Experiments.Numerics;

/// <summary>What happens to each element of a matrix product on its way out, while it is still in a register.</summary>
public readonly ref struct Epilogue
{
    private Epilogue(ReadOnlySpan<float> bias, Activation activation, ReadOnlySpan<float> derivativeOf)
    {
        Bias = bias;
        Activation = activation;
        DerivativeOf = derivativeOf;
    }

    /// <summary>Added to each row; empty for none. [n].</summary>
    public ReadOnlySpan<float> Bias { get; }

    /// <summary>Applied after the bias; or, when <see cref="DerivativeOf"/> is given, the activation whose derivative is multiplied
    /// in.</summary>
    public Activation Activation { get; }

    /// <summary>Outputs y of the activation that the product is propagated back through; empty for none. [m, n].</summary>
    public ReadOnlySpan<float> DerivativeOf { get; }

    /// <summary>The plain product.</summary>
    public static Epilogue None => default;

    /// <summary>c = f(product + bias).</summary>
    public static Epilogue BiasThen(ReadOnlySpan<float> bias, Activation activation) => new(bias, activation, default);

    /// <summary>c = product * f'(z), with f' written in terms of the outputs y = f(z).</summary>
    public static Epilogue TimesDerivative(Activation activation, ReadOnlySpan<float> y) => new(default, activation, y);

    /// <summary>Its spans fit <paramref name="n"/> results of a length, whose rows have so many columns.</summary>
    /// <exception cref="ArgumentException">One is shorter.</exception>
    internal void Require(int n, int length, int columns)
    {
        if (!Bias.IsEmpty)
        {
            Check.Length(Bias, "bias", columns);
        }

        if (!DerivativeOf.IsEmpty)
        {
            Check.Length(DerivativeOf, "derivativeOf", n, length);
        }
    }
}
