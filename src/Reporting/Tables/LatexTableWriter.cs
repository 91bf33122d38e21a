using System.Text;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>A <c>tabular</c> with the rules of the booktabs package; every text is escaped.</summary>
internal sealed class LatexTableWriter<TRow>(TableDefinition<TRow> table, TextWriter output) : TableWriter<TRow>(table, output)
{
    public override void Begin()
    {
        var alignment = string.Concat(Table.ColumnsForPeople.Select(column => HumanFormat.IsRightAligned(column.Format) ? 'r' : 'l'));
        Output.Write("% \\usepackage{booktabs}\n");
        Output.Write($"\\begin{{tabular}}{{{alignment}}}\n\\toprule\n");
        WriteLine(Table.ColumnsForPeople.Select(column => column.Header));
        Output.Write("\\midrule\n");
    }

    public override void Write(TRow row) =>
        WriteLine(Table.ColumnsForPeople.Select(column => column.Text(row)));

    public override void End() => Output.Write("\\bottomrule\n\\end{tabular}\n");

    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in VisibleText.Of(text))
        {
            escaped.Append(character switch
            {
                '\\' => "\\textbackslash{}",
                '~' => "\\textasciitilde{}",
                '^' => "\\textasciicircum{}",
                '<' => "\\textless{}",
                '>' => "\\textgreater{}",
                '|' => "\\textbar{}",
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => $"\\{character}",
                _ => character.ToString(),
            });
        }

        return escaped.ToString();
    }

    // "[" at the start of a line would be read as the optional argument of the "\\" before it; {} keeps them apart.
    private void WriteLine(IEnumerable<string> cells)
    {
        var line = string.Join(" & ", cells.Select(Escape));
        Output.Write($"{(line.StartsWith('[') ? "{}" : "")}{line} \\\\\n");
    }
}
