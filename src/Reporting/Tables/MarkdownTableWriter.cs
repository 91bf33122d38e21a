using System.Text;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>A pipe table as GitHub renders it; values as people read them.</summary>
internal sealed class MarkdownTableWriter<TRow>(TableDefinition<TRow> table, TextWriter output) : TableWriter<TRow>(table, output)
{
    // What Markdown or inline HTML would read as markup inside a cell; a pipe would end the cell.
    private const string Special = "\\|*_`<>[]~";

    public override void Begin()
    {
        WriteLine(Table.ColumnsForPeople.Select(column => Escape(column.Header)));
        WriteLine(Table.ColumnsForPeople.Select(column => HumanFormat.IsRightAligned(column.Format) ? "---:" : "---"));
    }

    public override void Write(TRow row) =>
        WriteLine(Table.ColumnsForPeople.Select(column => Escape(column.Text(row))));

    public override void End()
    {
        // A pipe table has no footer.
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in VisibleText.Of(text))
        {
            if (Special.Contains(character, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(character);
        }

        return escaped.ToString();
    }

    private void WriteLine(IEnumerable<string> cells) => Output.Write($"| {string.Join(" | ", cells)} |\n");
}
