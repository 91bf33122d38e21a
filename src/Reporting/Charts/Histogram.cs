using System.Globalization;

namespace Experiments.Reporting;

/// <summary>How many images needed how much distortion: one small chart per set, all with the same axes, so that they can be
/// compared.</summary>
internal static class Histogram
{
    private const int Bins = 40;
    private const double Width = 340;
    private const double Height = 150;
    private const double Bottom = 30;
    private const double Side = 10;
    private const double Top = 24;

    /// <param name="html">Where to.</param>
    /// <param name="title">Above the chart.</param>
    /// <param name="values">At least one.</param>
    /// <param name="mean">Marked with a line.</param>
    /// <param name="published">Marked with a broken line; null for none.</param>
    /// <param name="end">End of the axis.</param>
    /// <param name="highest">Share of the values in the fullest bin of all the charts.</param>
    internal static void Draw(
        HtmlWriter html, string title, IReadOnlyList<double> values, double mean, double? published, double end, double highest)
    {
        var x = new LinearScale(0, end, Side, Width - Side);
        var y = new LinearScale(0, highest, Height - Bottom, Top);
        var description = string.Create(CultureInfo.InvariantCulture,
            $"{values.Count} images; mean {HumanFormat.Distortion(mean)}, from {HumanFormat.Distortion(values.Min())} to "
                + $"{HumanFormat.Distortion(values.Max())}.");
        SvgWriter.Draw(html, Width, Height, $"Histogram of distortion: {title}", description, svg =>
        {
            svg.Text(Side, 14, SvgWriter.Shorten(title, 44), style: "strong");
            var shares = Shares(values, end);
            var step = (x.End - x.Start) / Bins;
            for (var i = 0; i < Bins; i++)
            {
                var top = y.Place(shares[i]);
                svg.Rectangle(x.Start + (i * step) + 0.5, top, step - 1, y.Start - top, "bar");
            }

            svg.Line(x.Start, y.Start, x.End, y.Start, "axisline");
            foreach (var (value, text) in x.Ticks(5))
            {
                svg.Line(x.Place(value), y.Start, x.Place(value), y.Start + 4, "axisline");
                svg.Text(x.Place(value), y.Start + 17, text, value == 0 ? "start" : value >= end ? "end" : "middle", "small");
            }

            Mark(svg, x.Place(mean), y, $"mean {HumanFormat.Distortion(mean)}", "mark", Top + 12);
            if (published is { } theirs)
            {
                Mark(svg, x.Place(theirs), y, $"paper {HumanFormat.PublishedDistortion(theirs)}", "mark broken", Top + 27);
            }
        });
    }

    /// <summary>The share of the values in each bin.</summary>
    internal static double[] Shares(IReadOnlyList<double> values, double end)
    {
        var shares = new double[Bins];
        foreach (var value in values)
        {
            shares[(int)Math.Clamp(value / end * Bins, 0, Bins - 1)] += 1.0 / values.Count;
        }

        return shares;
    }

    private static void Mark(SvgWriter svg, double x, LinearScale y, string text, string style, double height)
    {
        svg.Line(x, y.Start, x, height - 9, style);
        var right = x > Width * 0.62;
        svg.Text(right ? x - 4 : x + 4, height, text, right ? "end" : "start", "small halo");
    }
}
