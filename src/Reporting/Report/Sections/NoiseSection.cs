using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Accuracy against the size of random and of adversarial changes.</summary>
internal sealed record NoiseSection() : ReportSection("noise", "Random distortion")
{
    internal override IReadOnlyList<Type> Tables => [typeof(NoiseCurveRow)];

    internal override bool HasContent(ReportContent content) => content.Tables.Of<NoiseCurveRow>().Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        foreach (var curve in content.Tables.Of<NoiseCurveRow>().GroupBy(line => (Analysis: line.Names.Table!, line.Row.Perturbation)))
        {
            var name = NoiseView.NameOf(curve.Key.Perturbation);
            html.Element("h3", $"{curve.Key.Analysis}: {name}");
            html.Open("figure");
            html.Open(
                "div", ("class", "chart scroll"), ("role", "group"), ("tabindex", 0), ("aria-label", $"{curve.Key.Analysis}: {name}"));
            LineChart.Draw(html, $"Accuracy against size: {name}", "size (root mean square change per pixel)", "read correctly, %",
                [.. curve.GroupBy(line => line.Names.Model!).Select(model => new ChartLine(
                    model.Key, [.. model.Select(line => (line.Row.Size, line.Row.Accuracy!.Value))], Marked: true))]);
            html.Close();
            html.Element(
                "figcaption",
                $"Share of {HumanFormat.Count(curve.Max(line => line.Row.Images))} images that each network reads correctly.");
            html.Close();
        }

        html.Open("details");
        html.Element("summary", "The curves in numbers");
        HtmlTable.Write(html, StudyTable.Of<NoiseCurveRow>(), content.Tables);
        html.Close();
    }
}
