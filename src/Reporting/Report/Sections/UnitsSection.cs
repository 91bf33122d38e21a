using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The top images of units, of random directions and of nothing at all, and how much they have in common.</summary>
internal sealed record UnitsSection() : ReportSection("units", "Units against directions")
{
    internal override IReadOnlyList<Type> Tables => [typeof(UnitGroupRow)];

    internal override bool HasContent(ReportContent content) => content.Tables.Of<UnitGroupRow>().Count > 0 || content.UnitSheets.Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        foreach (var top in content.Tables.Of<UnitGroupRow>().GroupBy(line => (line.Row.Top, Data: line.Names.Data!)))
        {
            WriteTable(
                html,
                $"Share of one class among the {top.Key.Top} images of {top.Key.Data} that are best, in percent; under it the entropy of "
                    + "their classes in bits [95 % interval]",
                [.. top]);
        }

        foreach (var (layer, i) in content.UnitSheets.Select((layer, i) => (layer, i)))
        {
            var name =
                string.Create(CultureInfo.InvariantCulture, $"{layer.Analysis}: {layer.Model}, layer {layer.Layer} ({layer.LayerKind})");
            var sheet = UnitSheet.Draw(layer);
            html.Open("details", ("open", i == 0 ? "" : null));
            html.Element("summary", name);
            html.Open("figure");
            html.Open("div", ("class", "scroll"), ("role", "group"), ("tabindex", 0), ("aria-label", name));
            html.Empty(
                "img", ("src", PngData.Of(sheet)), ("alt", $"Top images of units, of random directions, and random images: {name}"),
                ("class", "sheet"), ("width", sheet.Width), ("height", sheet.Height), ("loading", "lazy"));
            html.Close();
            html.Element(
                "figcaption",
                "Each row: the images with the largest value of one unit or of one random direction; and, for comparison, "
                    + "images chosen at random.");
            html.Close();
            html.Close();
        }
    }

    private static void WriteTable(HtmlWriter html, string caption, IReadOnlyList<StudyRow<UnitGroupRow>> lines)
    {
        List<HtmlColumn<IReadOnlyList<StudyRow<UnitGroupRow>>>> columns =
        [
            new("layer", (writer, layer) => WriteLayer(writer, layer[0])) { NamesRow = true },
            .. UnitsView.Bases.Select(basis => new HtmlColumn<IReadOnlyList<StudyRow<UnitGroupRow>>>(
                basis.Header, (writer, layer) => WriteBasis(writer, layer.FirstOrDefault(line => line.Row.Basis == basis.Basis)))
            {
                IsNumber = true,
            }),
        ];
        HtmlTable.Write(html, caption, columns, UnitsView.Layers(lines), "stacked");
    }

    private static void WriteLayer(HtmlWriter html, StudyRow<UnitGroupRow> line)
    {
        html.Text(string.Create(CultureInfo.InvariantCulture, $"{line.Names.Model!}, layer {line.Row.Layer} "));
        html.Element("small", $"{line.Row.LayerKind}, {HumanFormat.Plural(line.Row.Units, "unit")}");
    }

    private static void WriteBasis(HtmlWriter html, StudyRow<UnitGroupRow>? line)
    {
        html.Element("span", UnitsView.Purity(line), ("class", "main"));
        html.Text(" ");
        html.Element("small", UnitsView.Entropy(line));
        if (line is not null)
        {
            html.Text(" ");
            html.Element("small", $"{HumanFormat.Count(line.Row.Draws)} draws");
        }
    }
}
