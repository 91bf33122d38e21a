namespace Experiments.Reporting;

/// <summary>A bar, with a mark beside it.</summary>
/// <param name="Name">To the left of the bar.</param>
/// <param name="Value">At least 0.</param>
/// <param name="Text">The value, as it is written at the bar's end.</param>
/// <param name="Mark">Where a line crosses the bar; null for none.</param>
internal sealed record ChartBar(string Name, double Value, string Text, double? Mark = null);

/// <summary>Bars beneath each other, from 0.</summary>
internal static class BarChart
{
    private const double Width = 640;
    private const double BarHeight = 26;
    private const double Top = 8;
    private const double Bottom = 44;
    private const double Right = 110;
    private const double LetterWidth = 6.9;
    private const int NameLetters = 34;

    /// <param name="html">Where to.</param>
    /// <param name="title">For those who do not see it.</param>
    /// <param name="xTitle">Under the axis.</param>
    /// <param name="bars">At least one.</param>
    internal static void Draw(HtmlWriter html, string title, string xTitle, IReadOnlyList<ChartBar> bars)
    {
        var left = 16 + (LetterWidth * Math.Min(NameLetters, bars.Max(bar => bar.Name.Length)));
        var x = new LinearScale(0, LinearScale.RoundUp(bars.Max(bar => Math.Max(bar.Value, bar.Mark ?? 0)), 5), left, Width - Right);
        var bottom = Top + (bars.Count * BarHeight);
        SvgWriter.Draw(html, Width, bottom + Bottom, title, string.Join("; ", bars.Select(bar => $"{bar.Name}: {bar.Text}")), svg =>
        {
            foreach (var (value, text) in x.Ticks(5))
            {
                svg.Line(x.Place(value), Top, x.Place(value), bottom, "grid");
                svg.Text(x.Place(value), bottom + 16, text, "middle", "small");
            }

            foreach (var (bar, i) in bars.Select((bar, i) => (bar, i)))
            {
                var y = Top + (i * BarHeight);
                svg.Text(left - 8, y + 17, SvgWriter.Shorten(bar.Name, NameLetters), "end", "small");
                svg.Rectangle(x.Start, y + 4, x.Place(bar.Value) - x.Start, BarHeight - 8, "bar");
                if (bar.Mark is { } mark)
                {
                    svg.Line(x.Place(mark), y + 2, x.Place(mark), y + BarHeight - 2, "mark");
                }

                svg.Text(Math.Max(x.Place(bar.Value), x.Place(bar.Mark ?? 0)) + 6, y + 17, bar.Text, "start", "small halo");
            }

            svg.Line(x.Start, Top, x.Start, bottom, "axisline");
            svg.Text((x.Start + x.End) / 2, bottom + 36, xTitle, "middle", "axis");
        });
    }
}
