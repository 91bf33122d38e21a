using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Every transfer table: as a heat map, and in numbers with their intervals.</summary>
internal sealed record TransferSection() : ReportSection("transfer", "Transfer")
{
    internal override IReadOnlyList<string> Tables => [StudyTableDefinitions.Transfer.Name];

    internal override bool HasContent(ReportContent content) => TransferView.Shapes(content.Tables).Any();

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        foreach (var shape in TransferView.Shapes(content.Tables))
        {
            var cells = content.Tables.Transfer.Where(line => line.Table == shape.Table)
                .ToDictionary(line => (new TransferRowName(line.Source, line.Attack), line.Victim));
            html.Element("h3", shape.Title is { Length: > 0 } title ? title : shape.Table);
            html.Open("figure");
            html.Open("div", ("class", "chart scroll"), ("role", "group"), ("tabindex", 0), ("aria-label", $"Heat map of {shape.Table}"));
            HeatMap.Draw(html, $"Error of each network on each set of perturbed images of {shape.Table}", [.. shape.Rows.Select(RowName)], shape.Victims,
                (row, column) => cells.GetValueOrDefault((shape.Rows[row], shape.Victims[column]))?.ErrorRate);
            html.Close();
            html.Element("figcaption", "Share of the perturbed images that the column's network misreads, in percent.");
            html.Close();
            WriteTable(html, content.Tables, shape, cells);
        }
    }

    private static string RowName(TransferRowName row) => row.Source is null ? row.Attack : $"{row.Source}, {row.Attack}";

    private static void WriteTable(
        HtmlWriter html, StudyTables tables, TransferShape shape, Dictionary<(TransferRowName Row, string Victim), TransferLine> cells)
    {
        var distortion = tables.Distortion.Where(line => line.Table == shape.Table).ToDictionary(line => new TransferRowName(line.Source, line.Attack));
        List<HtmlColumn<TransferRowName>> columns =
        [
            new("made on", (writer, row) => WriteName(writer, row, distortion.GetValueOrDefault(row))) { NamesRow = true },
            new("distortion", (writer, row) => WriteDistortion(writer, distortion.GetValueOrDefault(row))) { IsNumber = true },
            .. shape.Victims.Select(victim => new HtmlColumn<TransferRowName>(victim, (writer, row) => WriteCell(writer, cells.GetValueOrDefault((row, victim)))) { IsNumber = true }),
        ];
        HtmlTable.Write(html, $"{shape.Table}: error of the column's network in percent {Figures.Legend(TransferView.IsPublished(shape.Table, tables), "(published)")}", columns, shape.Rows, "stacked");
    }

    private static void WriteName(HtmlWriter html, TransferRowName row, DistortionLine? set)
    {
        html.Text(row.Source ?? row.Attack);
        var details = new[] { row.Source is null ? null : row.Attack, set is null ? null : $"n = {HumanFormat.Count(set.Images)}" };
        html.Text(" ");
        html.Element("small", string.Join(", ", details.Where(detail => detail is not null)));
    }

    private static void WriteDistortion(HtmlWriter html, DistortionLine? line)
    {
        html.Element("span", line is null ? HumanFormat.Missing : HumanFormat.Distortion(line.MeanDistortion), ("class", "main"));
        if (line?.PaperDistortion is { } paper)
        {
            html.Text(" ");
            html.Element("small", $"({HumanFormat.PublishedDistortion(paper)})");
        }
    }

    private static void WriteCell(HtmlWriter html, TransferLine? line)
    {
        if (line is null)
        {
            html.Text(HumanFormat.Missing);
            return;
        }

        NetworksSection.Rate(html, line.ErrorRate, line.Low, line.High, line.PaperErrorRate, decimals: 1);
    }
}
