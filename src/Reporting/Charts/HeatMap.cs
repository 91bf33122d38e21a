namespace Experiments.Reporting;

/// <summary>A matrix of rates: a coloured cell each, with its number. What has no result stays empty and is marked.</summary>
internal static class HeatMap
{
    private const double CellHeight = 30;
    private const double Width = 760;
    private const double LetterWidth = 6.9;
    private const double LineHeight = 14;
    private const int NameLetters = 40;

    /// <param name="html">Where to.</param>
    /// <param name="title">For those who do not see it.</param>
    /// <param name="rows">Names of the rows.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rate">Of a row and column, from 0 to 1; null for none.</param>
    internal static void Draw(
        HtmlWriter html, string title, IReadOnlyList<string> rows, IReadOnlyList<string> columns, Func<int, int, double?> rate)
    {
        var left = 16 + (LetterWidth * Math.Clamp(rows.Max(name => (int?)name.Length) ?? 0, 8, NameLetters));
        var cell = Math.Clamp((Width - left) / Math.Max(1, columns.Count), 56, 104);
        var headers = columns.Select(name => Lines(name, (int)((cell - 4) / LetterWidth))).ToList();
        var top = 30 + (LineHeight * (headers.Max(lines => (int?)lines.Count) ?? 0));
        var height = top + (rows.Count * CellHeight) + 34;
        SvgWriter.Draw(html, left + (cell * columns.Count) + 8, height, title, "Every number is in the table below.", svg =>
        {
            foreach (var (lines, c) in headers.Select((lines, c) => (lines, c)))
            {
                for (var i = 0; i < lines.Count; i++)
                {
                    svg.Text(left + ((c + 0.5) * cell), top - 8 - ((lines.Count - 1 - i) * LineHeight), lines[i], "middle", "small");
                }
            }

            for (var r = 0; r < rows.Count; r++)
            {
                var y = top + (r * CellHeight);
                svg.Text(left - 8, y + 20, SvgWriter.Shorten(rows[r], NameLetters), "end", "small");
                for (var c = 0; c < columns.Count; c++)
                {
                    Cell(svg, left + (c * cell), y, cell, rate(r, c));
                }
            }

            svg.Text(left + 2, 12, "fed to", "start", "axis");
            svg.Text(left - 8, top - 8, "made on", "end", "axis");
            Key(svg, left, height - 20);
        });
    }

    private static void Cell(SvgWriter svg, double x, double y, double width, double? rate)
    {
        if (rate is not { } known)
        {
            svg.Rectangle(x + 1, y + 1, width - 2, CellHeight - 2, "missing");
            svg.Text(x + (width / 2), y + 20, HumanFormat.Missing, "middle", "small");
            return;
        }

        svg.Rectangle(x + 1, y + 1, width - 2, CellHeight - 2, HeatScale.Class(known));
        svg.Text(x + (width / 2), y + 20, HumanFormat.BarePercent(known), "middle", $"num {HeatScale.Class(known)}");
    }

    private static void Key(SvgWriter svg, double x, double y)
    {
        const double Width = 8;
        svg.Text(x - 8, y + 10, "error, %", "end", "axis");
        for (var i = 0; i < HeatScale.Steps; i++)
        {
            svg.Rectangle(x + 14 + (i * Width), y, Width, 12, HeatScale.Class(i / (HeatScale.Steps - 1.0)));
        }

        svg.Text(x + 10, y + 10, "0", "end", "small");
        svg.Text(x + 18 + (HeatScale.Steps * Width), y + 10, "100", "start", "small");
    }

    /// <summary>A name on at most three lines of so many letters, broken at spaces and hyphens where it has some.</summary>
    private static List<string> Lines(string name, int letters)
    {
        var lines = TextWrap.Lines(name, letters, atHyphens: true).Select(line => SvgWriter.Shorten(line, letters)).ToList();
        return lines.Count <= 3 ? lines : [.. lines.Take(2), SvgWriter.Shorten($"{lines[2]}…", letters)];
    }
}
