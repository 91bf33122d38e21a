using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>How far each layer can lengthen a change, and how far it did.</summary>
internal sealed record SpectralSection() : ReportSection("spectral", "How far layers lengthen changes")
{
    internal override IReadOnlyList<string> Tables => [SpectralTableDefinitions.Spectral.Name, SpectralTableDefinitions.Gains.Name];

    internal override bool HasContent(ReportContent content) => content.Tables.Spectral.Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        var tables = content.Tables;
        html.Element("p", "Bars: the largest factor by which a layer can lengthen any change of its input. Lines: the largest that was measured on perturbed images. "
            + "The product of the bars bounds the whole network; the measured gains show how loose that bound is.", ("class", "note"));
        html.Open("figure");
        html.Open("div", ("class", "multiples wide"));
        foreach (var network in tables.Spectral.GroupBy(line => (line.Analysis, line.Model)))
        {
            html.Open("div");
            html.Element("h3", network.Key.Model);
            BarChart.Draw(html, $"Bounds of the layers of {network.Key.Model}", "factor (Euclidean norms)", [.. network.Select(line => Bar(line, tables))]);
            html.Close();
        }

        html.Close();
        html.Close();
        Details(html, SpectralTableDefinitions.Spectral, tables.Spectral);
        Details(html, SpectralTableDefinitions.Gains, tables.Gains);
    }

    private static ChartBar Bar(SpectralLine line, StudyTables tables)
    {
        var gains = tables.Gains.Where(gain => gain.Analysis == line.Analysis && gain.Model == line.Model && gain.Layer == line.Layer).ToList();
        double? measured = gains.Count == 0 ? null : gains.Max(gain => gain.MaxGain);
        var text = HumanFormat.Value(line.Bound, ColumnFormat.Number) + (measured is { } gain ? $" ({HumanFormat.Value(gain, ColumnFormat.Number)})" : "");
        return new ChartBar($"{line.Name}, {line.Kind}", line.Bound, text, measured);
    }

    private static void Details<TRow>(HtmlWriter html, TableDefinition<TRow> definition, IReadOnlyList<TRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        html.Open("details");
        html.Element("summary", $"{definition.Title}: {HumanFormat.Plural(rows.Count, "row")}");
        HtmlTable.Write(html, definition, rows);
        html.Close();
    }
}
