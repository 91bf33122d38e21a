using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Every transfer table: as a heat map, and in numbers with their intervals.</summary>
internal sealed record TransferSection() : ReportSection("transfer", "Transfer")
{
    internal override IReadOnlyList<Type> Tables => [typeof(TransferCellRow)];

    internal override bool HasContent(ReportContent content) => TransferView.Shapes(content.Tables).Any();

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        foreach (var shape in TransferView.Shapes(content.Tables))
        {
            var cells = content.Tables.Of<TransferCellRow>().Where(line => line.Names.Table! == shape.Table)
                .ToDictionary(line => (TransferRowName.Of(line.Names), line.Names.Victim!));
            html.Element("h3", shape.Title is { Length: > 0 } title ? title : shape.Table);
            html.Open("figure");
            html.Open("div", ("class", "chart scroll"), ("role", "group"), ("tabindex", 0), ("aria-label", $"Heat map of {shape.Table}"));
            HeatMap.Draw(
                html,
                $"Error of each network on each set of perturbed images of {shape.Table}",
                [.. shape.Rows.Select(RowName)],
                shape.Victims,
                (row, column) => cells.GetValueOrDefault((shape.Rows[row], shape.Victims[column]))?.Row.ErrorRate);
            html.Close();
            html.Element("figcaption", "Share of the perturbed images that the column's network misreads, in percent.");
            html.Close();
            WriteTable(html, content.Tables, shape, cells);
        }
    }

    private static string RowName(TransferRowName row) => row.Source is null ? row.Attack : $"{row.Source}, {row.Attack}";

    private static void WriteTable(
        HtmlWriter html, StudyTables tables, TransferShape shape,
        Dictionary<(TransferRowName Row, string Victim), StudyRow<TransferCellRow>> cells)
    {
        var distortion = tables.Of<AdversarialSetRow>().Where(line => line.Names.Table! == shape.Table).ToDictionary(
            line => TransferRowName.Of(line.Names));
        List<HtmlColumn<TransferRowName>> columns =
        [
            new("made on", (writer, row) => WriteName(
                writer, row, shape.Victims.Select(victim => cells.GetValueOrDefault((row, victim))?.Row.Images).FirstOrDefault(n => n > 0)))
            {
                NamesRow = true,
            },
            new("distortion", (writer, row) => WriteDistortion(writer, row, distortion.GetValueOrDefault(row))) { IsNumber = true },
            .. shape.Victims.Select(victim => new HtmlColumn<TransferRowName>(
                victim, (writer, row) => WriteCell(writer, cells.GetValueOrDefault((row, victim)))) { IsNumber = true }),
        ];
        HtmlTable.Write(
            html,
            $"{shape.Table}: error of the column's network in percent "
                + $"{Figures.Legend(TransferView.IsPublished(shape.Table, tables), "(published)")}",
            columns, shape.Rows, "stacked");
        html.Element("p", $"In a cell, {TransferMeasure.Legend}", ("class", "note"));
    }

    private static void WriteName(HtmlWriter html, TransferRowName row, int? images)
    {
        html.Text(row.Source ?? row.Attack);
        var details = new[] { row.Source is null ? null : row.Attack, images is { } n ? $"n = {HumanFormat.Count(n)}" : null };
        if (details.Any(detail => detail is not null))
        {
            html.Text(" ");
            html.Element("small", string.Join(", ", details.Where(detail => detail is not null)));
        }
    }

    private static void WriteDistortion(HtmlWriter html, TransferRowName row, StudyRow<AdversarialSetRow>? line)
    {
        if (line is null)
        {
            html.Text(row.Attack == TransferCellRow.Clean ? "" : HumanFormat.Missing);
            return;
        }

        html.Element("span", Figures.Distortion(line.Row), ("class", "main"));
        if (line.Published is { } paper)
        {
            html.Text(" ");
            html.Element("small", $"({HumanFormat.PublishedDistortion(paper)})");
        }

        if (line?.Row.AttackClass == AttackClasses.MinimalNorm && Figures.Failed(line) is { Length: > 0 } failed)
        {
            html.Text(" ");
            html.Element("small", failed);
        }
    }

    private static void WriteCell(HtmlWriter html, StudyRow<TransferCellRow>? line)
    {
        if (line is null)
        {
            html.Text(HumanFormat.Missing);
            return;
        }

        NetworksSection.Rate(html, line.Row.ErrorRate, line.Row.ErrorRateLow, line.Row.ErrorRateHigh, line.Published, decimals: 1);
        foreach (var measure in TransferMeasure.All.Skip(1))
        {
            if (measure.Value(line.Row) is { } value)
            {
                html.Text(" ");
                html.Element("small", $"{measure.Name} {value} {measure.Interval(line.Row)}".TrimEnd());
            }
        }
    }
}
