using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Accuracy against the size of random and of adversarial changes, and how often random directions fool a network.</summary>
internal sealed record NoiseSection() : ReportSection("noise", "Random distortion")
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["noise"] = "Gaussian noise",
        ["noise-clipped"] = "Gaussian noise, clipped to [0, 1]",
        ["adversarial-rescaled"] = "Adversarial perturbations, each brought to the size",
        ["adversarial-within"] = "Adversarial perturbations of at most the size",
    };

    internal override IReadOnlyList<string> Tables => [NoiseTableDefinitions.NoiseCurves.Name, NoiseTableDefinitions.RandomDirections.Name];

    internal override bool HasContent(ReportContent content) => content.Tables.NoiseCurves.Count > 0 || content.Tables.RandomDirections.Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        foreach (var curve in content.Tables.NoiseCurves.GroupBy(line => (line.Analysis, line.Perturbation)))
        {
            var name = Names.GetValueOrDefault(curve.Key.Perturbation, curve.Key.Perturbation);
            html.Element("h3", $"{curve.Key.Analysis}: {name}");
            html.Open("figure");
            html.Open("div", ("class", "chart scroll"), ("role", "group"), ("tabindex", 0), ("aria-label", $"{curve.Key.Analysis}: {name}"));
            LineChart.Draw(html, $"Accuracy against size: {name}", "size (root mean square change per pixel)", "read correctly, %",
                [.. curve.GroupBy(line => line.Model).Select(model => new ChartLine(model.Key, [.. model.Select(line => (line.Size, line.Accuracy))], Marked: true))]);
            html.Close();
            html.Element("figcaption", $"Share of {HumanFormat.Count(curve.Max(line => line.Images))} images that each network reads correctly.");
            html.Close();
        }

        if (content.Tables.NoiseCurves.Count > 0)
        {
            html.Open("details");
            html.Element("summary", "The curves in numbers");
            HtmlTable.Write(html, NoiseTableDefinitions.NoiseCurves, content.Tables.NoiseCurves);
            html.Close();
        }

        if (content.Tables.RandomDirections.Count > 0)
        {
            HtmlTable.Write(html, "Random directions as long as the adversarial ones: how many of them fool the network, in percent [95 % interval]", DirectionColumns(), content.Tables.RandomDirections);
        }
    }

    private static List<HtmlColumn<RandomDirectionLine>> DirectionColumns() =>
    [
        HtmlColumn<RandomDirectionLine>.Name("network", line => line.Source),
        HtmlColumn<RandomDirectionLine>.Text("attack", line => line.Attack),
        HtmlColumn<RandomDirectionLine>.Text("clipped to [0, 1]", line => line.Clipped ? "yes" : "no"),
        HtmlColumn<RandomDirectionLine>.Number("directions", line => HumanFormat.Count(line.Tries)),
        HtmlColumn<RandomDirectionLine>.Number("fool, %", line => HumanFormat.BarePercent(line.FooledRate, 2)),
        HtmlColumn<RandomDirectionLine>.Number("95 %", line => Figures.Interval(line.Low, line.High, 2)),
        HtmlColumn<RandomDirectionLine>.Number("images that any fools", line => $"{HumanFormat.Count(line.ImagesFooled)} of {HumanFormat.Count(line.Moved)}"),
        HtmlColumn<RandomDirectionLine>.Number("distortion", line => HumanFormat.Distortion(line.MeanDistortion)),
        HtmlColumn<RandomDirectionLine>.Number("of the attack", line => HumanFormat.Distortion(line.AdversarialDistortion)),
    ];
}
