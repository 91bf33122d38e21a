namespace Experiments.Reporting;

/// <summary>A number of ours beside a published one.</summary>
/// <param name="Theirs">From 0 to 1.</param>
/// <param name="Ours">From 0 to 1.</param>
/// <param name="Low">95 %.</param>
/// <param name="High">95 %.</param>
/// <param name="Style">Look of its verdict: <c>v0</c>, <c>v1</c>, <c>v2</c>.</param>
internal sealed record AgreementPoint(double Theirs, double Ours, double Low, double High, string Style);

/// <summary>Ours against theirs: on the diagonal they agree. Verdicts differ in shape, not in colour alone.</summary>
internal static class AgreementPlot
{
    private const double Size = 460;
    private const double Left = 56;
    private const double Bottom = 48;
    private const double Top = 14;
    private const double Right = 14;

    internal static void Draw(HtmlWriter html, string title, string description, IReadOnlyList<AgreementPoint> points)
    {
        var x = new LinearScale(0, 1, Left, Size - Right);
        var y = new LinearScale(0, 1, Size - Bottom, Top);
        SvgWriter.Draw(html, Size, Size, title, description, svg =>
        {
            foreach (var (value, _) in x.Ticks(5))
            {
                var text = HumanFormat.BarePercent(value, decimals: 0);
                svg.Line(x.Start, y.Place(value), x.End, y.Place(value), "grid");
                svg.Line(x.Place(value), y.Start, x.Place(value), y.End, "grid");
                svg.Text(x.Start - 8, y.Place(value) + 4, text, "end", "small");
                svg.Text(x.Place(value), y.Start + 18, text, "middle", "small");
            }

            svg.Line(x.Start, y.Start, x.End, y.End, "diagonal");
            svg.Text((x.Start + x.End) / 2, Size - 8, "published, %", "middle", "axis");
            svg.Text(14, (y.Start + y.End) / 2, "ours, %", "middle", "axis", turned: true);
            foreach (var point in points)
            {
                var at = x.Place(point.Theirs);
                svg.Line(at, y.Place(point.Low), at, y.Place(point.High), $"whisker {point.Style}");
                Shape(svg, at, y.Place(point.Ours), point.Style);
            }
        });
    }

    /// <summary>A filled circle, an open circle or a cross.</summary>
    private static void Shape(SvgWriter svg, double x, double y, string style)
    {
        if (style == "v2")
        {
            svg.Path([(x - 4, y - 4), (x + 4, y + 4)], $"cross {style}");
            svg.Path([(x - 4, y + 4), (x + 4, y - 4)], $"cross {style}");
            return;
        }

        svg.Circle(x, y, 4, $"point {style}");
    }
}
