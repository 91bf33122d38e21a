using System.Globalization;

namespace Experiments.Reporting;

/// <summary>Maps values to places on an axis.</summary>
/// <param name="From">Value at <paramref name="Start"/>.</param>
/// <param name="To">Value at <paramref name="End"/>; larger than <paramref name="From"/>.</param>
/// <param name="Start">Place of <paramref name="From"/>, in the chart's units.</param>
/// <param name="End">Place of <paramref name="To"/>.</param>
internal sealed record LinearScale(double From, double To, double Start, double End)
{
    private static readonly decimal[] NiceSteps = [1, 2, 2.5m, 5, 10];

    internal double Place(double value) => Start + ((Math.Clamp(value, From, To) - From) / (To - From) * (End - Start));

    /// <summary>Round values inside the scale, some <paramref name="count"/> of them.</summary>
    internal IReadOnlyList<(double Value, string Text)> Ticks(int count)
    {
        var step = Step(To - From, count);
        var first = Math.Ceiling((decimal)From / step) * step;
        List<(double, string)> ticks = [];
        for (var value = first; value <= (decimal)To + (step / 1000); value += step)
        {
            ticks.Add(((double)value, (value / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)));
        }

        return ticks;
    }

    /// <summary>The smallest round value that is not below <paramref name="value"/>: the end of an axis.</summary>
    internal static double RoundUp(double value, int ticks)
    {
        var step = Step(value <= 0 ? 1 : value, ticks);
        return (double)(Math.Ceiling((decimal)value / step) * step);
    }

    private static decimal Step(double range, int count)
    {
        var least = (decimal)range / count;
        var power = 1m;
        while (power > least)
        {
            power /= 10;
        }

        while (power * 10 <= least)
        {
            power *= 10;
        }

        return NiceSteps.First(nice => nice * power >= least) * power;
    }
}
