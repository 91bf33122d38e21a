namespace Experiments.Reporting;

/// <summary>One column of a table.</summary>
/// <typeparam name="TRow">The record whose rows the table shows.</typeparam>
/// <param name="Name">Field name in JSON and CSV, camelCase.</param>
/// <param name="Header">For people.</param>
/// <param name="Format">How people read the values.</param>
/// <param name="Value">Takes the value from a row.</param>
public sealed record TableColumn<TRow>(string Name, string Header, ColumnFormat Format, Func<TRow, TableValue> Value)
{
    /// <summary>Names its row: repeated in front when a wide table is cut into blocks.</summary>
    public bool NamesRow { get; init; }
}

/// <summary>How the values of a column are written for people. JSON and CSV always hold the full value.</summary>
public enum ColumnFormat
{
    /// <summary>As it is, to the left.</summary>
    Text,

    /// <summary>The first 12 digits of a job key, to the left.</summary>
    Key,

    /// <summary>A moment in UTC, given as <c>2026-03-01T12:20:00Z</c>; people get it to the minute.</summary>
    Moment,

    /// <summary>A whole number with thousands separated.</summary>
    Count,

    /// <summary>A whole number that identifies something: no separators.</summary>
    Ordinal,

    /// <summary>A fraction of 1 in percent with two decimals.</summary>
    Rate,

    /// <summary>A published fraction of 1 in percent, with the decimals that it was published with.</summary>
    PublishedRate,

    /// <summary>A distance per pixel with four decimals.</summary>
    Distortion,

    /// <summary>A published distance, with the decimals that it was published with.</summary>
    PublishedDistortion,

    /// <summary>A number with four significant digits.</summary>
    Number,
}

/// <summary>A named table over records: what the columns are, not where the rows come from.</summary>
/// <typeparam name="TRow">The record whose rows the table shows.</typeparam>
/// <param name="Name">What the console calls it: <c>transfer</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Columns">In order.</param>
public sealed record TableDefinition<TRow>(string Name, string Title, IReadOnlyList<TableColumn<TRow>> Columns);
