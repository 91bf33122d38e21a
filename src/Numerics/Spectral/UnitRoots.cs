namespace Experiments.Numerics;

/// <summary>
/// cos and sin of 2 pi k / n for k from 0 to n - 1, without a call to a system library, so that a Fourier transform has the same bits on
/// every machine. The angle is reduced to an eighth of a turn in whole numbers, exactly; there the Taylor polynomials are used. Error below
/// 3e-16.
/// </summary>
public sealed class UnitRoots
{
    private readonly double[] _cosines;
    private readonly double[] _sines;

    /// <param name="n">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is below 1.</exception>
    public UnitRoots(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        (_cosines, _sines) = (new double[n], new double[n]);
        for (var k = 0; k < n; k++)
        {
            (_cosines[k], _sines[k]) = OfTurn(k, n);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _cosines.Length;

    /// <summary>cos(2 pi k / n) for any k of at least 0.</summary>
    public double Cos(long k) => _cosines[k % Count];

    /// <summary>sin(2 pi k / n) for any k of at least 0.</summary>
    public double Sin(long k) => _sines[k % Count];

    /// <summary>Folds the circle along its symmetries until at most an eighth of a turn is left.</summary>
    private static (double Cos, double Sin) OfTurn(long k, long n)
    {
        if (2 * k > n)
        {
            var (cos, sin) = OfTurn(n - k, n);
            return (cos, -sin);
        }

        if (4 * k > n)
        {
            // pi - angle: the half turn less this one, in units of 1 / 2n.
            var (cos, sin) = OfTurn(n - 2 * k, 2 * n);
            return (-cos, sin);
        }

        if (8 * k > n)
        {
            var (cos, sin) = OfTurn(n - 4 * k, 4 * n);
            return (sin, cos);
        }

        return OfSmallAngle(2 * Math.PI * k / n);
    }

    /// <summary>x in [0, pi / 4].</summary>
    private static (double Cos, double Sin) OfSmallAngle(double x)
    {
        const int Terms = 10;
        var square = x * x;
        var (cos, sin) = (1.0, 1.0);
        for (var i = Terms; i > 0; i--)
        {
            cos = 1 - square / ((2 * i - 1) * (2 * i)) * cos;
            sin = 1 - square / (2 * i * (2 * i + 1)) * sin;
        }

        return (cos, x * sin);
    }
}
