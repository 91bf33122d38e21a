using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>How far single images are moved: histograms, and the accuracy that is left at each distortion.</summary>
internal sealed record DistortionSection() : ReportSection("distortion", "Distortion")
{
    private const int CurvePoints = 160;
    private const int AxisTicks = 5;

    internal override IReadOnlyList<Type> Tables => [typeof(AdversarialSetRow)];

    internal override bool HasContent(ReportContent content) => content.Tables.Of<AdversarialSetRow>().Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        foreach (var group in content.Distortions.Where(sample => sample.Distortions.Count > 0)
            .GroupBy(sample => (sample.Table, sample.Attack)))
        {
            var samples = group.ToList();
            var end = LinearScale.RoundUp(samples.Max(sample => sample.Distortions[^1]), AxisTicks);
            html.Element("h3", $"{group.Key.Attack}, {TableTitle(content.Tables, group.Key.Table)}");
            WriteCurves(html, samples, end);
            WriteHistograms(html, samples, content.Tables, end);
        }

        html.Open("details", ("open", ""));
        html.Element("summary", "Every set in numbers");
        HtmlTable.Write(html, StudyTable.Of<AdversarialSetRow>(), content.Tables);
        html.Element(
            "p",
            "Success is counted among the images that the network read correctly before. Of an attack for the smallest change the means "
                + "are those of its successes, and the median takes a failure as infinitely far: inf where half of the images or more "
                + "failed. The mean to 0 % accuracy also counts the images misread before, with the little that they needed.",
            ("class", "note"));
        html.Close();
    }

    private static string TableTitle(StudyTables tables, string table) =>
        tables.Shapes.FirstOrDefault(shape => shape.Table == table)?.Title ?? table;

    private static void WriteCurves(HtmlWriter html, IReadOnlyList<DistortionSample> samples, double end)
    {
        html.Open("figure");
        html.Open("div", ("class", "chart scroll"), ("role", "group"), ("tabindex", 0), ("aria-label", "Accuracy against distortion"));
        LineChart.Draw(html, "Accuracy against distortion", "distortion of each image at most", "still read correctly, %",
            [.. samples.Select(sample => new ChartLine(sample.Source ?? sample.Attack, Curve(sample, end)))], end);
        html.Close();
        html
            .Element(
                "figcaption",
                "Share of all images that the network still reads correctly when each may be moved by at most this much: at 0 its "
                    + "accuracy on clean images, "
                    + "then without those whose smallest perturbation found is not larger.");
        html.Close();
    }

    /// <summary>The curve at evenly spaced distortions.</summary>
    private static List<(double X, double Y)> Curve(DistortionSample sample, double end)
    {
        var points = new List<(double, double)>(CurvePoints + 1);
        var at = 0;
        for (var i = 0; i <= CurvePoints; i++)
        {
            var x = end * i / CurvePoints;
            while (at + 1 < sample.Accuracy.Count && sample.Accuracy[at + 1].Distortion <= x)
            {
                at++;
            }

            points.Add((x, sample.Accuracy[at].Accuracy));
        }

        return points;
    }

    private static void WriteHistograms(HtmlWriter html, IReadOnlyList<DistortionSample> samples, StudyTables tables, double end)
    {
        var highest = samples.Max(sample => Histogram.Shares(sample.Distortions, end).Max());
        html.Open("figure");
        html.Open("div", ("class", "multiples"));
        foreach (var sample in samples)
        {
            var line = tables.Of<AdversarialSetRow>()
                .FirstOrDefault(d => (d.Names.Table!, d.Names.Source, d.Names.Attack!) == (sample.Table, sample.Source, sample.Attack));
            Histogram.Draw(
                html, ChartTitle(sample), sample.Distortions, sample.Distortions.Average(), line?.Published, end, highest);
        }

        html.Close();
        html.Element(
            "figcaption",
            "How many images needed how much distortion, per network; all with the same axes. Those that the attack failed on are not "
                + "among them; those misread before are. The line is the mean, the broken line the published one.");
        html.Close();
    }

    private static string ChartTitle(DistortionSample sample)
    {
        var failed = sample.Images - sample.Distortions.Count;
        return $"{sample.Source ?? sample.Attack}{(failed > 0 ? $", {HumanFormat.Count(failed)} failed" : "")}";
    }
}
