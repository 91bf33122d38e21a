using System.Globalization;
using System.Text;

namespace Experiments.Reporting;

/// <summary>
/// Colours for rates, from 0 to 1 in steps of 5 %: on light pages from near white to dark blue, on dark pages from near black to light
/// yellow. Lightness changes in one direction, evenly enough that the order can be read without telling colours apart; the letters on a
/// step are black or white, whichever stands out more (always at least 4.5 to 1).
/// </summary>
internal static class HeatScale
{
    internal const int Steps = 21;

    private static readonly (int R, int G, int B)[] Light =
        [(247, 249, 252), (205, 222, 239), (150, 190, 222), (92, 147, 198), (42, 98, 162), (13, 46, 99)];
    private static readonly (int R, int G, int B)[] Dark =
        [(24, 30, 42), (35, 58, 92), (38, 95, 128), (58, 139, 140), (128, 186, 131), (250, 231, 140)];

    /// <summary>The class of a rate's step.</summary>
    internal static string Class(double rate) => string.Create(
        CultureInfo.InvariantCulture, $"h{(int)Math.Round(Math.Clamp(rate, 0, 1) * (Steps - 1), MidpointRounding.AwayFromZero)}");

    /// <summary>The colour of a step.</summary>
    internal static (int R, int G, int B) Colour(int step, bool dark)
    {
        var anchors = dark ? Dark : Light;
        var place = (double)step * (anchors.Length - 1) / (Steps - 1);
        var (below, above) = (anchors[Math.Min((int)place, anchors.Length - 2)], anchors[Math.Min((int)place, anchors.Length - 2) + 1]);
        var share = place - Math.Min((int)place, anchors.Length - 2);
        return (Mix(below.R, above.R, share), Mix(below.G, above.G, share), Mix(below.B, above.B, share));
    }

    /// <summary>Black or white: the one with more contrast to the step.</summary>
    internal static (int R, int G, int B) Ink(int step, bool dark)
    {
        var colour = Colour(step, dark);
        return Contrast.Ratio(colour, (0, 0, 0)) >= Contrast.Ratio(colour, (255, 255, 255)) ? (0, 0, 0) : (255, 255, 255);
    }

    /// <summary>The variables of one theme: <c>--h7</c> the colour of step 7, <c>--t7</c> of the letters on it.</summary>
    internal static string Variables(bool dark)
    {
        var css = new StringBuilder();
        for (var i = 0; i < Steps; i++)
        {
            css.Append(CultureInfo.InvariantCulture, $"--h{i}:{Hex(Colour(i, dark))};--t{i}:{Hex(Ink(i, dark))};");
        }

        return css.ToString();
    }

    /// <summary>The classes of the steps, for cells and for letters.</summary>
    internal static string Classes()
    {
        var css = new StringBuilder();
        for (var i = 0; i < Steps; i++)
        {
            css.Append(CultureInfo.InvariantCulture, $"rect.h{i}{{fill:var(--h{i})}}text.h{i}{{fill:var(--t{i})}}");
        }

        return css.Append('\n').ToString();
    }

    private static int Mix(int a, int b, double share) => (int)Math.Round(a + ((b - a) * share), MidpointRounding.AwayFromZero);

    private static string Hex((int R, int G, int B) colour) =>
        string.Create(CultureInfo.InvariantCulture, $"#{colour.R:x2}{colour.G:x2}{colour.B:x2}");
}

/// <summary>How far colours stand apart: WCAG 2.2, relative luminance and contrast ratio.</summary>
internal static class Contrast
{
    /// <returns>From 1 to 21.</returns>
    internal static double Ratio((int R, int G, int B) a, (int R, int G, int B) b)
    {
        var (la, lb) = (Luminance(a), Luminance(b));
        return (Math.Max(la, lb) + 0.05) / (Math.Min(la, lb) + 0.05);
    }

    private static double Luminance((int R, int G, int B) colour) =>
        (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

    private static double Linear(int channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
