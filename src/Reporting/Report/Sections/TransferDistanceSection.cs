using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>How far perturbations have to be lengthened until other networks are fooled.</summary>
internal sealed record TransferDistanceSection() : ReportSection("distances", "Transfer distance")
{
    private const string Axis = "magnification";

    internal override IReadOnlyList<Type> Tables => [typeof(TransferDistanceRow), typeof(TransferDistancePointRow)];

    internal override bool HasContent(ReportContent content) => content.Tables.Of<TransferDistanceRow>().Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        var tables = content.Tables;
        foreach (var (set, i) in tables.Of<TransferDistancePointRow>()
            .Where(line => line.Row.Axis == Axis && line.Row.FooledRate is not null)
                .GroupBy(line => (Analysis: line.Names.Table!, line.Names.Source, Attack: line.Names.Attack!)).Select((set, i) => (set, i)))
        {
            var name = set.Key.Source is null ? set.Key.Attack : $"{set.Key.Attack} on {set.Key.Source}";
            html.Open("details", ("open", i < 2 ? "" : null));
            html.Element("summary", $"{set.Key.Analysis}: {name}");
            html.Open("figure");
            html.Open("div", ("class", "chart scroll"), ("role", "group"), ("tabindex", 0), ("aria-label", name));
            LineChart.Draw(
                html, $"Victims fooled against magnification: {name}", "magnification of the perturbation", "fooled within it, %",
                [.. set.GroupBy(line => line.Names.Victim!).Select(victim => new ChartLine(
                    victim.Key,
                    [.. victim.OrderBy(line => line.Row.Limit).Select(line => (line.Row.Limit, line.Row.FooledRate!.Value))]))]);
            html.Close();
            html.Element(
                "figcaption",
                "Share of the images that the victim reads correctly when clean, and wrongly at some magnification up to this one.");
            html.Close();
            html.Close();
        }

        HtmlTable.Write(html, StudyTable.Of<TransferDistanceRow>(), tables);
    }
}
