using System.Globalization;

namespace Experiments.Reporting;

/// <summary>Maps values to places on an axis. Any finite ends will do, equal ones too.</summary>
/// <param name="From">Value at <paramref name="Start"/>.</param>
/// <param name="To">Value at <paramref name="End"/>; not below <paramref name="From"/>.</param>
/// <param name="Start">Place of <paramref name="From"/>, in the chart's units.</param>
/// <param name="End">Place of <paramref name="To"/>.</param>
internal sealed record LinearScale(double From, double To, double Start, double End)
{
    // Inside these powers of ten a number is written out, outside with its power.
    private const int LeastPlain = -9, MostPlain = 15;

    // Where the ends agree in more digits than a number has, there is nothing between them.
    private const int Digits = 15;

    private static readonly decimal[] NiceSteps = [1, 2, 2.5m, 5, 10];

    /// <summary>The place of a value; outside the scale, or not a number, that of the nearer end or of <see cref="From"/>.</summary>
    internal double Place(double value)
    {
        if (double.IsNaN(value) || !(To > From))
        {
            return Start;
        }

        // The difference of two large numbers of either sign may be none.
        var (inside, unit) = (Math.Clamp(value, From, To), double.IsFinite(To - From) ? 1 : 0.5);
        return Start + (((inside * unit) - (From * unit)) / ((To * unit) - (From * unit)) * (End - Start));
    }

    /// <summary>Round values inside the scale, some <paramref name="count"/> of them.</summary>
    internal IReadOnlyList<(double Value, string Text)> Ticks(int count)
    {
        if (!(To > From))
        {
            return [(From, Text(Decimal(From, out var alone), alone))];
        }

        var range = Decimal(Math.Min(To - From, double.MaxValue), out var power);
        if (Power(From) - power > Digits || Power(To) - power > Digits)
        {
            return [];
        }

        var (step, first, last) = (Step(range, count), At(From, power), At(To, power));
        List<(double, string)> ticks = [];
        for (var value = Math.Ceiling(first / step) * step; value <= last + (step / 1000); value += step)
        {
            ticks.Add((Number(value, power), Text(value, power)));
        }

        return ticks;
    }

    /// <summary>The smallest round value that is not below <paramref name="value"/>: the end of an axis from 0. 1 where nothing is above
    /// 0.</summary>
    internal static double RoundUp(double value, int ticks)
    {
        if (!(value > 0))
        {
            return 1;
        }

        var largest = Math.Min(value, double.MaxValue);
        var digits = Decimal(largest, out var power);
        var step = Step(digits, ticks);
        return Math.Max(largest, Math.Min(Number(Math.Ceiling(digits / step) * step, power), double.MaxValue));
    }

    /// <param name="range">From 1 to 10.</param>
    /// <param name="count">Steps that it is to have.</param>
    private static decimal Step(decimal range, int count)
    {
        var least = range / count;
        var power = 1m;
        while (power > least)
        {
            power /= 10;
        }

        return NiceSteps.First(nice => nice * power >= least) * power;
    }

    /// <summary>A number as digits, the first of them before the point, and a power of ten. Decimal arithmetic does not reach from the
    /// smallest number to the largest.</summary>
    private static decimal Decimal(double value, out int power)
    {
        var parts = value.ToString($"E{Digits - 1}", CultureInfo.InvariantCulture).Split('E');
        power = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return decimal.Parse(parts[0], CultureInfo.InvariantCulture);
    }

    private static int Power(double value)
    {
        Decimal(value, out var power);
        return value == 0 ? int.MinValue / 2 : power;
    }

    /// <summary>A number as a multiple of a power of ten.</summary>
    private static decimal At(double value, int power)
    {
        var digits = Decimal(value, out var own);
        for (; own > power; own--)
        {
            digits *= 10;
        }

        for (; own < power && digits != 0; own++)
        {
            digits /= 10;
        }

        return digits;
    }

    private static double Number(decimal digits, int power) => double.Parse(
        string.Create(CultureInfo.InvariantCulture, $"{digits}E{power}"), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Text(decimal digits, int power)
    {
        if (digits == 0 || power is >= LeastPlain and <= MostPlain)
        {
            for (var i = 0; i < Math.Abs(power); i++)
            {
                digits = power < 0 ? digits / 10 : digits * 10;
            }

            return Short(digits);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Short(digits)}e{power}");
    }

    /// <summary>Without zeros at the end.</summary>
    private static string Short(decimal digits) =>
        (digits / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
