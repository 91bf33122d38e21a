using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>A column of a grid.</summary>
/// <param name="Header">May wrap at spaces.</param>
/// <param name="RightAligned">For numbers.</param>
/// <param name="NamesRow">Repeated in front of every block when the grid is too wide for one.</param>
internal sealed record GridColumn(string Header, bool RightAligned, bool NamesRow = false)
{
    internal string Header { get; } = VisibleText.Of(Header);

    /// <summary>Whether cells may be broken at spaces and hyphens; numbers never are.</summary>
    internal bool Wraps { get; init; } = !RightAligned;
}

/// <summary>A cell: lines above each other.</summary>
internal sealed record GridCell(IReadOnlyList<StyledText> Lines)
{
    internal static GridCell Empty { get; } = new([]);

    internal static GridCell Of(string text, Tone tone = Tone.Plain) => text.Length == 0 ? Empty : new([new StyledText(text, tone)]);
}

/// <summary>
/// Rows of cells laid out for a terminal of a given width. What does not fit is first wrapped, then set closer, and at last cut into blocks
/// of columns under each other, each with the columns that name the row. A single cell wider than the terminal is never cut.
/// </summary>
internal sealed class Grid(IReadOnlyList<GridColumn> columns, IReadOnlyList<IReadOnlyList<GridCell>> rows, bool spaced)
{
    private const int WideGap = 2;
    private const int NarrowGap = 1;

    private readonly int[] _natural = [.. columns.Select((column, i) => Width(column, rows.Select(row => row[i]), wrapped: false))];
    private readonly int[] _least = [.. columns.Select((column, i) => Width(column, rows.Select(row => row[i]), wrapped: true))];

    /// <summary>Whether the grid can stand in one block.</summary>
    internal bool Fits(int width) => Total(_least, All(), NarrowGap) <= width;

    internal IReadOnlyList<StyledLine> Layout(int width)
    {
        List<StyledLine> lines = [];
        foreach (var block in Blocks(width))
        {
            if (lines.Count > 0)
            {
                lines.Add(StyledLine.Empty);
            }

            AppendBlock(lines, block, width);
        }

        return lines;
    }

    private static int Total(int[] widths, IEnumerable<int> block, int gap) => block.Sum(i => widths[i] + gap) - gap;

    private static int Width(GridColumn column, IEnumerable<GridCell> cells, bool wrapped)
    {
        var header = TextWrap.Pieces(column.Header, atHyphens: wrapped).Max(piece => (int?)piece.Length) ?? 0;
        var texts = cells.SelectMany(cell => cell.Lines).Select(line => line.Text);
        var widest = wrapped && column.Wraps
            ? texts.SelectMany(text => TextWrap.Pieces(text, atHyphens: true)).Max(piece => (int?)piece.Length)
            : texts.Max(text => (int?)text.Length);
        return Math.Max(header, widest ?? 0);
    }

    private IEnumerable<int> All() => Enumerable.Range(0, columns.Count);

    private IEnumerable<List<int>> Blocks(int width)
    {
        if (Fits(width))
        {
            yield return [.. All()];
            yield break;
        }

        List<int> names = [.. All().Where(i => columns[i].NamesRow)];
        var block = new List<int>(names);
        foreach (var i in All().Where(i => !columns[i].NamesRow))
        {
            if (block.Count > names.Count && Total(_least, block.Append(i), WideGap) > width)
            {
                yield return block;
                block = [.. names];
            }

            block.Add(i);
        }

        yield return block;
    }

    private void AppendBlock(List<StyledLine> lines, List<int> block, int width)
    {
        // Columns set closer are easier to read than names wrapped over many lines.
        var gap = Total(_natural, block, WideGap) <= width ? WideGap : NarrowGap;
        var widths = Widen(block, width, gap);
        var headers = block.Select((i, c) => TextWrap.Lines(columns[i].Header, widths[c], atHyphens: true)).ToList();
        var height = headers.Max(header => header.Count);

        // Headers stand on the rule: the shorter ones start lower.
        lines.AddRange(Stack(block, widths, gap, [.. headers.Select(header =>
            new GridCell(
                [.. Enumerable.Repeat("", height - header.Count).Concat(header).Select(text => new StyledText(text, Tone.Heading))]))]));
        lines.Add(StyledLine.Of(string.Join(new string(' ', gap), widths.Select(w => new string('-', w))), Tone.Muted));
        for (var r = 0; r < rows.Count; r++)
        {
            if (spaced && r > 0)
            {
                lines.Add(StyledLine.Empty);
            }

            lines.AddRange(Stack(block, widths, gap, [.. block.Select((i, c) => Wrap(rows[r][i], columns[i], widths[c]))]));
        }
    }

    /// <summary>Gives the room that is left to the columns that were wrapped, from the left.</summary>
    /// <returns>The width of each column of the block.</returns>
    private int[] Widen(List<int> block, int width, int gap)
    {
        var widths = block.Select(i => _least[i]).ToArray();
        var room = Math.Max(0, width - Total(_least, block, gap));
        for (var c = 0; c < widths.Length; c++)
        {
            var more = Math.Min(room, _natural[block[c]] - widths[c]);
            widths[c] += more;
            room -= more;
        }

        return widths;
    }

    private static GridCell Wrap(GridCell cell, GridColumn column, int width) => !column.Wraps
        ? cell
        : new([.. cell.Lines.SelectMany(
            line => TextWrap.Lines(line.Text, width, atHyphens: true).Select(text => new StyledText(text, line.Tone)))]);

    private IEnumerable<StyledLine> Stack(List<int> block, int[] widths, int gap, IReadOnlyList<GridCell> cells)
    {
        var height = Math.Max(1, cells.Max(cell => cell.Lines.Count));
        for (var y = 0; y < height; y++)
        {
            List<StyledText> parts = [];
            var pending = 0;
            for (var c = 0; c < block.Count; c++)
            {
                var text = y < cells[c].Lines.Count ? cells[c].Lines[y] : new StyledText("");
                var padding = Math.Max(0, widths[c] - text.Text.Length);
                pending += c > 0 ? gap : 0;
                if (text.Text.Length == 0)
                {
                    pending += padding;
                    continue;
                }

                var right = columns[block[c]].RightAligned;
                parts.Add(new StyledText(new string(' ', pending + (right ? padding : 0))));
                parts.Add(text);
                pending = right ? 0 : padding;
            }

            yield return new StyledLine([.. parts.Where(part => part.Text.Length > 0)]);
        }
    }
}
