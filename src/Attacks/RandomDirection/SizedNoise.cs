using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>Noise of the size of a given perturbation: what the same distance does without the perturbation's direction.</summary>
/// <remarks>
/// C. Szegedy et al., "Intriguing properties of neural networks", 2013, arXiv:1312.6199, compares adversarial examples with noise of a
/// fixed standard deviation. Here each image gets the length of its own perturbation, and noise that is cut off at the bounds of the box is
/// lengthened until it is as long: otherwise it would be the smaller change, and look the weaker for it.
/// </remarks>
public static class SizedNoise
{
    /// <summary>Every step cuts off at least one pixel more or ends, and few images need more than ten.</summary>
    private const int MostSteps = 100;

    /// <summary>Writes x0 + clip(factor * g), g independent Gaussian, with the factor that makes the change as long as x - x0. Clipped to
    /// [0, 1] if x lies there; where even the farthest corner is nearer than x, the change is to that corner.</summary>
    /// <param name="x0">The clean image, [length], in [0, 1].</param>
    /// <param name="x">The perturbed image, [length].</param>
    /// <param name="random">What the direction is drawn from.</param>
    /// <param name="noisy">[length].</param>
    /// <exception cref="ArgumentException">The images differ in length or are empty.</exception>
    public static void Fill(ReadOnlySpan<float> x0, ReadOnlySpan<float> x, CounterRandom random, Span<float> noisy)
    {
        var wanted = Distortion.SquaredDistance(x0, x);
        random.FillGaussian(noisy);
        if (!(wanted > 0 && double.IsFinite(wanted)))
        {
            x0.CopyTo(noisy);
            return;
        }

        var clips = x.IndexOfAnyExceptInRange(0f, 1f) < 0;
        var factor = clips
            ? FactorInBox(x0, noisy, wanted)
            : Math.Sqrt(wanted / Distortion.SquaredLength(noisy));
        for (var i = 0; i < noisy.Length; i++)
        {
            var moved = x0[i] + factor * noisy[i];
            noisy[i] = (float)(clips ? Math.Clamp(moved, 0, 1) : moved);
        }
    }

    /// <summary>Solves ||clip(x0 + factor g) - x0||^2 = wanted. With the pixels that are cut off given, it is a quadratic equation; a
    /// larger factor cuts off more of them, so that its solution is never too large and the next one is no smaller.</summary>
    private static double FactorInBox(ReadOnlySpan<float> x0, ReadOnlySpan<float> g, double wanted)
    {
        var factor = 0.0;
        for (var step = 0; step < MostSteps; step++)
        {
            var (free, cut) = (0.0, 0.0);
            for (var i = 0; i < g.Length; i++)
            {
                var moved = x0[i] + factor * g[i];
                if (moved is >= 0 and <= 1)
                {
                    free += (double)g[i] * g[i];
                }
                else
                {
                    var room = moved < 0 ? x0[i] : 1.0 - x0[i];
                    cut += room * room;
                }
            }

            if (free == 0)
            {
                break;
            }

            var next = Math.Sqrt(Math.Max(0, wanted - cut) / free);
            if (next <= factor)
            {
                break;
            }

            factor = next;
        }

        return factor;
    }
}
