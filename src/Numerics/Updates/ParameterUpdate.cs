using System.Numerics;

namespace Experiments.Numerics;

/// <summary>Optimiser steps over whole parameter blocks. Each element goes through the same exactly rounded operations at any vector width
/// and on any number of threads, so the bits depend on neither. Nothing is allocated.</summary>
/// <remarks>In all of them the gradient proper is g = gradients + decay * values, for a penalty of decay / 2 * sum(values^2) in the
/// loss.</remarks>
public static unsafe class ParameterUpdate
{
    // Per piece of work: some microseconds.
    private const int Grain = 8192;

    /// <summary>values -= learningRate * g.</summary>
    /// <param name="values">The parameters.</param>
    /// <param name="gradients">d(loss)/d(values), as long as <paramref name="values"/>.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="decay">Weight decay coefficient; 0 for none.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static void Sgd(Span<float> values, ReadOnlySpan<float> gradients, float learningRate, float decay, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        RequireLength(gradients.Length, nameof(gradients), values.Length);
        fixed (float* w = values, g = gradients)
        {
            threads.For(values.Length, Grain, new SgdBody(w, g, learningRate, decay));
        }
    }

    /// <summary>velocity = momentum * velocity + g; values -= learningRate * velocity, or learningRate * (g + momentum * velocity) with
    /// Nesterov.</summary>
    /// <param name="values">The parameters.</param>
    /// <param name="gradients">d(loss)/d(values), as long as <paramref name="values"/>.</param>
    /// <param name="velocity">State, as long as <paramref name="values"/>; all 0 before the first step.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="momentum">In [0, 1).</param>
    /// <param name="nesterov">Looks ahead along the velocity.</param>
    /// <param name="decay">Weight decay coefficient; 0 for none.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static void Momentum(
        Span<float> values,
        ReadOnlySpan<float> gradients,
        Span<float> velocity,
        float learningRate,
        float momentum,
        bool nesterov,
        float decay,
        ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        RequireLength(gradients.Length, nameof(gradients), values.Length);
        RequireLength(velocity.Length, nameof(velocity), values.Length);
        fixed (float* w = values, g = gradients, v = velocity)
        {
            threads.For(values.Length, Grain, new MomentumBody(w, g, v, learningRate, momentum, nesterov, decay));
        }
    }

    /// <summary>mean = beta1 mean + (1 - beta1) g; square = beta2 square + (1 - beta2) g^2; values -= rate * mean / (root * sqrt(square) +
    /// epsilon).</summary>
    /// <param name="values">The parameters.</param>
    /// <param name="gradients">d(loss)/d(values), as long as <paramref name="values"/>.</param>
    /// <param name="mean">State, as long as <paramref name="values"/>; all 0 before the first step.</param>
    /// <param name="square">State, as long as <paramref name="values"/>; all 0 before the first step.</param>
    /// <param name="step">The constants of this step.</param>
    /// <param name="decay">Weight decay coefficient; 0 for none.</param>
    /// <param name="threads">The threads to use.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static void Adam(
        Span<float> values, ReadOnlySpan<float> gradients, Span<float> mean, Span<float> square, in AdamStep step, float decay,
        ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        RequireLength(gradients.Length, nameof(gradients), values.Length);
        RequireLength(mean.Length, nameof(mean), values.Length);
        RequireLength(square.Length, nameof(square), values.Length);
        fixed (float* w = values, g = gradients, m = mean, v = square)
        {
            threads.For(values.Length, Grain, new AdamBody(w, g, m, v, step, decay));
        }
    }

    private static void RequireLength(int length, string name, int required)
    {
        if (length != required)
        {
            throw new ArgumentException($"{name}'s length is {length}; it must be the number of values, {required}", name);
        }
    }

    private readonly struct SgdBody(float* w, float* g, float learningRate, float decay) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var i = start;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                var value = Vector.Load(w + i);
                (value - (Vector.Load(g + i) + value * decay) * learningRate).Store(w + i);
            }

            for (; i < end; i++)
            {
                w[i] -= (g[i] + w[i] * decay) * learningRate;
            }
        }
    }

    private readonly struct MomentumBody(float* w, float* g, float* v, float learningRate, float momentum, bool nesterov, float decay)
        : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var i = start;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                var value = Vector.Load(w + i);
                var gradient = Vector.Load(g + i) + value * decay;
                var velocity = Vector.Load(v + i) * momentum + gradient;
                velocity.Store(v + i);
                var direction = nesterov ? gradient + velocity * momentum : velocity;
                (value - direction * learningRate).Store(w + i);
            }

            for (; i < end; i++)
            {
                var gradient = g[i] + w[i] * decay;
                v[i] = v[i] * momentum + gradient;
                w[i] -= (nesterov ? gradient + v[i] * momentum : v[i]) * learningRate;
            }
        }
    }

    private readonly struct AdamBody(float* w, float* g, float* m, float* v, AdamStep step, float decay) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var (beta1, beta2, rest1, rest2) = (step.Beta1, step.Beta2, step.Rest1, step.Rest2);
            var (rate, root, epsilon) = (step.Rate, step.Root, step.Epsilon);
            var epsilons = new Vector<float>(epsilon);
            var i = start;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                var value = Vector.Load(w + i);
                var gradient = Vector.Load(g + i) + value * decay;
                var mean = Vector.Load(m + i) * beta1 + gradient * rest1;
                var square = Vector.Load(v + i) * beta2 + gradient * gradient * rest2;
                mean.Store(m + i);
                square.Store(v + i);
                (value - mean * rate / (Vector.SquareRoot(square) * root + epsilons)).Store(w + i);
            }

            for (; i < end; i++)
            {
                var gradient = g[i] + w[i] * decay;
                m[i] = m[i] * beta1 + gradient * rest1;
                v[i] = v[i] * beta2 + gradient * gradient * rest2;
                w[i] -= m[i] * rate / (MathF.Sqrt(v[i]) * root + epsilon);
            }
        }
    }
}
