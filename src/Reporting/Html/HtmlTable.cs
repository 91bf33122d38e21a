using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>One column of a table in a report.</summary>
/// <typeparam name="TRow">What a row is made from.</typeparam>
/// <param name="Header">Its name.</param>
/// <param name="Write">Writes a cell's content.</param>
internal sealed record HtmlColumn<TRow>(string Header, Action<HtmlWriter, TRow> Write)
{
    /// <summary>To the right, in digits of one width.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Its cells name their rows.</summary>
    public bool NamesRow { get; init; }

    internal static HtmlColumn<TRow> Name(string header, Func<TRow, string> text) =>
        new(header, (html, row) => html.Text(text(row))) { NamesRow = true };

    internal static HtmlColumn<TRow> Text(string header, Func<TRow, string> text) => new(header, (html, row) => html.Text(text(row)));

    internal static HtmlColumn<TRow> Number(string header, Func<TRow, string> text) =>
        new(header, (html, row) => html.Text(text(row))) { IsNumber = true };
}

/// <summary>Tables of a report: with a caption, headers that say what they head, and a frame that scrolls by itself where the page is
/// narrow.</summary>
internal static class HtmlTable
{
    internal static void Write<TRow>(
        HtmlWriter html, string caption, IReadOnlyList<HtmlColumn<TRow>> columns, IEnumerable<TRow> rows, string? style = null)
    {
        var id = html.NextId("c");
        html.Open("div", ("class", "scroll"), ("role", "region"), ("aria-labelledby", id), ("tabindex", 0));
        html.Open("table", ("class", style));
        html.Element("caption", caption, ("id", id));
        html.Open("thead");
        html.Open("tr");
        foreach (var column in columns)
        {
            html.Element("th", column.Header, ("scope", "col"), ("class", column.IsNumber ? "num" : null));
        }

        html.Close();
        html.Close();
        html.Open("tbody");
        foreach (var row in rows)
        {
            html.Open("tr");
            foreach (var column in columns)
            {
                html.Open(
                    column.NamesRow ? "th" : "td", ("scope", column.NamesRow ? "row" : null), ("class", column.IsNumber ? "num" : null));
                column.Write(html, row);
                html.Close();
            }

            html.Close();
        }

        html.Close();
        html.Close();
        html.Close();
    }

    /// <summary>A table of a study, with the columns that have a value in some row.</summary>
    internal static void Write(HtmlWriter html, StudyTable table, StudyTables tables)
    {
        var (definition, rows) = (table.Define(tables), tables.Of(table.Declaration));
        var shown = definition.ColumnsForPeople.Where(column => rows.Any(row => column.Text(row).Length > 0)).ToList();
        Write(html, definition.Title, [.. shown.Select((column, i) => Column(column, i == 0))], rows);
    }

    private static HtmlColumn<StudyRow> Column(TableColumn<StudyRow> column, bool first) =>
        new(column.Header, (writer, row) => writer.Text(column.Text(row)))
        {
            IsNumber = HumanFormat.IsRightAligned(column.Format),
            NamesRow = first,
        };
}
