namespace Experiments.Reporting;

/// <summary>What a table can be written as.</summary>
public enum TableFormat
{
    /// <summary>Aligned columns for a terminal.</summary>
    Text,

    /// <summary>One array of flat objects, one object a line; rates are fractions of 1, missing values are null.</summary>
    Json,

    /// <summary>RFC 4180: a header line, CRLF line ends, the full values; an apostrophe before texts that a spreadsheet would
    /// run.</summary>
    Csv,

    /// <summary>A pipe table as GitHub renders it.</summary>
    Markdown,

    /// <summary>A <c>tabular</c> for the booktabs package.</summary>
    Latex,
}
