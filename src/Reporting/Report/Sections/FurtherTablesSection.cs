namespace Experiments.Reporting;

/// <summary>The default for tables: those of a study that no section of their own shows.</summary>
/// <param name="Others">The other sections.</param>
internal sealed record FurtherTablesSection(IReadOnlyList<ReportSection> Others) : ReportSection("tables", "Further tables")
{
    // More rows than this are for programs.
    private const int MostRows = 120;

    internal override bool HasContent(ReportContent content) => Left(content).Any();

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        foreach (var table in Left(content))
        {
            var rows = content.Tables.Of(table.Declaration).Count;
            html.Open("details", ("open", rows <= MostRows ? "" : null));
            html.Element("summary", $"{table.Title}: {HumanFormat.Plural(rows, "row")}");
            if (rows <= MostRows)
            {
                HtmlTable.Write(html, table, content.Tables);
            }
            else
            {
                html.Open("p");
                html.Text("Too long for a page: ");
                html.Element("code", $"experiments show {content.Tables.Study} --table {table.Name}");
                html.Close();
            }

            html.Close();
        }
    }

    private IEnumerable<StudyTable> Left(ReportContent content)
    {
        var shown = Others.SelectMany(section => section.Tables).ToHashSet();
        return StudyTable.In(content.Tables).Where(
            table => !shown.Contains(table.Declaration.Row) && content.Tables.Of(table.Declaration).Count > 0);
    }
}
