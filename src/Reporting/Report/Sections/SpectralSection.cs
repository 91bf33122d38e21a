using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>How far each layer can lengthen a change, and how far it did.</summary>
internal sealed record SpectralSection() : ReportSection("spectral", "How far layers lengthen changes")
{
    internal override IReadOnlyList<Type> Tables => [typeof(SpectralLayerRow), typeof(LayerGainRow)];

    internal override bool HasContent(ReportContent content) => content.Tables.Of<SpectralLayerRow>().Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        var tables = content.Tables;
        html
            .Element(
                "p",
                "Bars: the largest factor by which a layer can lengthen any change of its input. Lines: the largest that was "
                    + "measured on perturbed images. "
                    + "The product of the bars bounds the whole network; the measured gains show how loose that bound is.",
                ("class", "note"));
        html.Open("figure");
        html.Open("div", ("class", "multiples wide"));
        foreach (var network in tables.Of<SpectralLayerRow>().GroupBy(line => (line.Names.Table, Model: line.Names.Model!)))
        {
            html.Open("div");
            html.Element("h3", network.Key.Model);
            BarChart.Draw(
                html, $"Bounds of the layers of {network.Key.Model}", "factor (Euclidean norms)",
                [.. network.Select(line => Bar(line, tables))]);
            html.Close();
        }

        html.Close();
        html.Close();
        Details(html, StudyTable.Of<SpectralLayerRow>(), tables);
        Details(html, StudyTable.Of<LayerGainRow>(), tables);
    }

    private static ChartBar Bar(StudyRow<SpectralLayerRow> line, StudyTables tables)
    {
        var gains = tables.Of<LayerGainRow>().Where(gain => gain.Names.Table! == line.Names.Table! && gain.Names.Model! == line.Names.Model!
            && gain.Row.Layer == line.Row.Layer).ToList();
        double? measured = gains.Count == 0 ? null : gains.Max(g => g.Row.MaxGain);
        var text = HumanFormat.Value(line.Row.Bound, ColumnFormat.Number)
            + (measured is { } gain ? $" ({HumanFormat.Value(gain, ColumnFormat.Number)})" : "");
        return new ChartBar($"{line.Row.Name}, {line.Row.Kind}", line.Row.Bound, text, measured);
    }

    private static void Details(HtmlWriter html, StudyTable table, StudyTables tables)
    {
        var rows = tables.Of(table.Declaration).Count;
        if (rows == 0)
        {
            return;
        }

        html.Open("details");
        html.Element("summary", $"{table.Title}: {HumanFormat.Plural(rows, "row")}");
        HtmlTable.Write(html, table, tables);
        html.Close();
    }
}
