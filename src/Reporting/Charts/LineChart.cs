namespace Experiments.Reporting;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Written at its end.</param>
/// <param name="Points">From left to right; y from 0 to 1.</param>
/// <param name="Marked">Points are marked, for lines of few measured points.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points, bool Marked = false);

/// <summary>Rates against a quantity. Lines differ in colour and dashes, and bear their names at the right end.</summary>
internal static class LineChart
{
    /// <summary>Lines that can be told apart; more are drawn in turn with the same looks and are told apart by their names.</summary>
    internal const int Looks = 6;

    private const double Width = 760;
    private const double Height = 380;
    private const double Left = 56;
    private const double Right = 190;
    private const double Top = 16;
    private const double Bottom = 48;
    private const double LabelHeight = 16;

    /// <param name="html">Where to.</param>
    /// <param name="title">For those who do not see it.</param>
    /// <param name="xTitle">Under the axis.</param>
    /// <param name="yTitle">Beside the axis.</param>
    /// <param name="lines">At least one, with at least one point each.</param>
    /// <param name="end">End of the axis; null for the largest x.</param>
    internal static void Draw(
        HtmlWriter html, string title, string xTitle, string yTitle, IReadOnlyList<ChartLine> lines, double? end = null)
    {
        var x = new LinearScale(0, end ?? LinearScale.RoundUp(lines.Max(l => l.Points.Max(p => p.X)), 6), Left, Width - Right);
        var y = new LinearScale(0, 1, Height - Bottom, Top);
        var names = string.Join(
            "; ",
            lines.Select(
                l =>
                    $"{l.Name}: {HumanFormat.BarePercent(l.Points[0].Y)} % at the left, "
                        + $"{HumanFormat.BarePercent(l.Points[^1].Y)} % at the right"));
        SvgWriter.Draw(html, Width, Height, title, names, svg =>
        {
            Axes(svg, x, y, xTitle, yTitle);
            foreach (var (line, i) in lines.Select((line, i) => (line, i)))
            {
                svg.Path(line.Points.Select(p => (x.Place(p.X), y.Place(p.Y))), $"series s{i % Looks}");
                foreach (var point in line.Marked ? line.Points : [])
                {
                    svg.Circle(x.Place(point.X), y.Place(point.Y), 3, $"dot s{i % Looks}");
                }
            }

            Labels(svg, lines, x, y);
        });
    }

    private static void Axes(SvgWriter svg, LinearScale x, LinearScale y, string xTitle, string yTitle)
    {
        foreach (var (value, text) in x.Ticks(6))
        {
            svg.Line(x.Place(value), y.Start, x.Place(value), y.Start + 5, "axisline");
            svg.Text(x.Place(value), y.Start + 19, text, "middle", "small");
        }

        foreach (var (value, _) in y.Ticks(5))
        {
            svg.Line(x.Start, y.Place(value), x.End, y.Place(value), "grid");
            svg.Text(x.Start - 8, y.Place(value) + 4, HumanFormat.BarePercent(value, decimals: 0), "end", "small");
        }

        svg.Line(x.Start, y.Start, x.End, y.Start, "axisline");
        svg.Text((x.Start + x.End) / 2, Height - 8, xTitle, "middle", "axis");
        svg.Text(14, (y.Start + y.End) / 2, yTitle, "middle", "axis", turned: true);
    }

    /// <summary>Names beside the ends of their lines, pushed apart where they would overlap, each with a sample of its line.</summary>
    private static void Labels(SvgWriter svg, IReadOnlyList<ChartLine> lines, LinearScale x, LinearScale y)
    {
        var wanted = lines
            .Select((line, i) => (Index: i, Y: y.Place(line.Points[^1].Y), Middle: line.Points.Sum(p => p.Y) / line.Points.Count))
            .ToList();

        // Curves that all end on the axis leave the corner above them free: there their names stand, in the order of the curves.
        var together = wanted.Count > 1 && wanted.Max(l => l.Y) - wanted.Min(l => l.Y) < LabelHeight
            && wanted[0].Y > y.End + (wanted.Count * LabelHeight);
        wanted = together ? [.. wanted.OrderByDescending(l => l.Middle)] : [.. wanted.OrderBy(l => l.Y)];
        var places = new double[wanted.Count];
        for (var i = 0; i < wanted.Count; i++)
        {
            places[i] = together ? y.End + 6 + (i * LabelHeight) : Math.Max(wanted[i].Y, i == 0 ? y.End + 6 : places[i - 1] + LabelHeight);
        }

        for (var i = wanted.Count - 1; i >= 0; i--)
        {
            places[i] = Math.Min(places[i], i == wanted.Count - 1 ? y.Start : places[i + 1] - LabelHeight);
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            var look = $"s{wanted[i].Index % Looks}";
            svg.Line(x.End + 6, places[i], x.End + 34, places[i], $"series {look}");
            svg.Text(x.End + 40, places[i] + 4, SvgWriter.Shorten(lines[wanted[i].Index].Name, 23), style: "small");
        }
    }
}
