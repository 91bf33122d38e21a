namespace Experiments.Reporting;

/// <summary>The study's tables that no other section shows.</summary>
internal sealed record OtherTablesSection() : ReportSection("tables", "Further tables")
{
    // More rows than this are for programs.
    private const int MostRows = 120;

    internal override bool HasContent(ReportContent content) => Others(content).Any();

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        foreach (var table in Others(content))
        {
            var rows = table.CountRows(content.Tables);
            html.Open("details", ("open", rows <= MostRows ? "" : null));
            html.Element("summary", $"{table.Title}: {HumanFormat.Plural(rows, "row")}");
            if (rows <= MostRows)
            {
                table.Write(content.Tables, html);
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

    private static IEnumerable<StudyTable> Others(ReportContent content)
    {
        var shown = ReportSections.All.SelectMany(section => section.Tables).ToHashSet(StringComparer.Ordinal);
        return StudyTableCatalogue.All.Where(table => !shown.Contains(table.Name) && table.CountRows(content.Tables) > 0);
    }
}
