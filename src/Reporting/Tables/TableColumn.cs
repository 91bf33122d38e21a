using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>One column of a table.</summary>
/// <typeparam name="TRow">The record whose rows the table shows.</typeparam>
/// <param name="Name">Field name in CSV: snake_case.</param>
/// <param name="Header">For people.</param>
/// <param name="Format">How people read the values.</param>
/// <param name="Value">Takes the value from a row.</param>
public sealed record TableColumn<TRow>(string Name, string Header, ColumnFormat Format, Func<TRow, TableValue> Value)
{
    /// <summary>Names its row: repeated in front when a wide table is cut into blocks.</summary>
    public bool NamesRow { get; init; }

    /// <summary>In JSON and CSV only.</summary>
    public bool ForPrograms { get; init; }

    /// <summary>What people read in place of the value of some rows; null for the value itself.</summary>
    public Func<TRow, string?>? Instead { get; init; }

    /// <summary>A row's value as people read it.</summary>
    internal string Text(TRow row) => Instead?.Invoke(row) ?? HumanFormat.Value(Value(row), Format);

    /// <summary>Field name in JSON.</summary>
    /// <value>The name in camelCase.</value>
    public string JsonName { get; init; } = ResultColumn.CamelCase(Name);
}

/// <summary>A named table over records: what the columns are, not where the rows come from.</summary>
/// <typeparam name="TRow">The record whose rows the table shows.</typeparam>
/// <param name="Name">What the console calls it: <c>transfer</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Columns">In order.</param>
public sealed record TableDefinition<TRow>(string Name, string Title, IReadOnlyList<TableColumn<TRow>> Columns)
{
    /// <summary>Keeps columns without any value in a text for people too: somebody asked for each of them.</summary>
    public bool KeepsColumns { get; init; }

    /// <summary>Those that people read.</summary>
    internal IReadOnlyList<TableColumn<TRow>> ColumnsForPeople { get; } = [.. Columns.Where(column => !column.ForPrograms)];

    /// <summary>The rows as people read them.</summary>
    internal Grid Grid(IReadOnlyList<TRow> rows)
    {
        var cells =
            rows.Select(row => ColumnsForPeople.Select(c => GridCell.Of(c.Text(row))).ToArray()).ToList();

        // Columns without any value say nothing; formats for programs keep them, because a program wants the same fields every time.
        List<int> shown =
            [.. Enumerable.Range(0, ColumnsForPeople.Count)
                .Where(i => KeepsColumns || cells.Count == 0 || cells.Any(row => row[i].Lines.Count > 0))];
        var columns =
            shown.Select(i => ColumnsForPeople[i]).Select(c => new GridColumn(c.Header, HumanFormat.IsRightAligned(c.Format), c.NamesRow)
            {
                Wraps = c.Format == ColumnFormat.Text,
            });
        return new Grid([.. columns], [.. cells.Select(row => shown.Select(i => row[i]).ToArray())], spaced: false);
    }
}
