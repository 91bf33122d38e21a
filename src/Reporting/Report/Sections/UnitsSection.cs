using System.Globalization;

namespace Experiments.Reporting;

/// <summary>The top images of units, of random directions and of nothing at all, and how much they have in common.</summary>
internal sealed record UnitsSection() : ReportSection("units", "Units against directions")
{
    internal override IReadOnlyList<string> Tables => [UnitTableDefinitions.Units.Name];

    internal override bool HasContent(ReportContent content) => content.Tables.Units.Count > 0 || content.UnitSheets.Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        if (content.Tables.Units.Count > 0)
        {
            HtmlTable.Write(html, UnitTableDefinitions.Units, content.Tables.Units);
        }

        foreach (var (layer, i) in content.UnitSheets.Select((layer, i) => (layer, i)))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{layer.Analysis}: {layer.Model}, layer {layer.Layer} ({layer.LayerKind})");
            var sheet = UnitSheet.Draw(layer);
            html.Open("details", ("open", i == 0 ? "" : null));
            html.Element("summary", name);
            html.Open("figure");
            html.Open("div", ("class", "scroll"), ("role", "group"), ("tabindex", 0), ("aria-label", name));
            html.Empty("img", ("src", PngData.Of(sheet)), ("alt", $"Top images of units, of random directions, and random images: {name}"), ("class", "sheet"),
                ("width", sheet.Width), ("height", sheet.Height), ("loading", "lazy"));
            html.Close();
            html.Element("figcaption", "Each row: the images with the largest value of one unit or of one random direction; and, for comparison, images chosen at random.");
            html.Close();
            html.Close();
        }
    }
}
