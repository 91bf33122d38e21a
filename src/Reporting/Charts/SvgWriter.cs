namespace Experiments.Reporting;

/// <summary>The shapes of charts, as inline SVG. Colours are classes of the style sheet, so that a chart follows the page from light to
/// dark; its title and description are read out in its place.</summary>
internal sealed class SvgWriter
{
    private readonly HtmlWriter _html;

    private SvgWriter(HtmlWriter html) => _html = html;

    /// <summary>Draws a chart.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="width">In user units, which are pixels where there is room.</param>
    /// <param name="height">As the width.</param>
    /// <param name="title">What the chart is, for those who do not see it.</param>
    /// <param name="description">What it shows; null where the title says it.</param>
    /// <param name="draw">Draws the shapes.</param>
    internal static void Draw(HtmlWriter html, double width, double height, string title, string? description, Action<SvgWriter> draw)
    {
        var (titleId, descriptionId) = (html.NextId("t"), description is null ? null : html.NextId("d"));
        html.Open("svg",
            ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {HtmlWriter.Number(width)} {HtmlWriter.Number(height)}"),
            ("role", "img"), ("aria-labelledby", descriptionId is null ? titleId : $"{titleId} {descriptionId}"),
            ("style", $"--w:{HtmlWriter.Number(width)}px"));
        html.Element("title", title, ("id", titleId));
        if (description is not null)
        {
            html.Element("desc", description, ("id", descriptionId));
        }

        draw(new SvgWriter(html));
        html.Close();
    }

    internal void Line(double x1, double y1, double x2, double y2, string style) =>
        _html.Empty("line", ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("class", style));

    internal void Rectangle(double x, double y, double width, double height, string style) =>
        _html.Empty("rect", ("x", x), ("y", y), ("width", Math.Max(0, width)), ("height", Math.Max(0, height)), ("class", style));

    internal void Circle(double x, double y, double radius, string style) =>
        _html.Empty("circle", ("cx", x), ("cy", y), ("r", radius), ("class", style));

    /// <summary>A line through points.</summary>
    internal void Path(IEnumerable<(double X, double Y)> points, string style) =>
        _html.Empty("path", ("d", "M" + string.Join('L', points.Select(p => $"{HtmlWriter.Number(p.X)} {HtmlWriter.Number(p.Y)}"))), (
            "class", style));

    /// <param name="x">Of the anchor.</param>
    /// <param name="y">Of the line that the letters stand on.</param>
    /// <param name="text">One line.</param>
    /// <param name="anchor">Which end of the text stands at x: <c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="style">Class of the style sheet.</param>
    /// <param name="turned">Turned by a quarter to the left.</param>
    internal void Text(double x, double y, string text, string anchor = "start", string? style = null, bool turned = false) =>
        _html.Element("text", text,
            ("x", x), ("y", y), ("text-anchor", anchor == "start" ? null : anchor), ("class", style),
            ("transform", turned ? $"rotate(-90 {HtmlWriter.Number(x)} {HtmlWriter.Number(y)})" : null));

    /// <summary>A text of at most so many letters; the rest is cut off and marked.</summary>
    internal static string Shorten(string text, int letters) => text.Length <= letters ? text : $"{text[..(letters - 1)]}…";
}
