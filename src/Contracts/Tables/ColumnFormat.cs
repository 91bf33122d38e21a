namespace Experiments.Contracts;

/// <summary>How the values of a column are written for people. JSON, CSV and SQL always have the full value.</summary>
public enum ColumnFormat
{
    /// <summary>By the type of the property.</summary>
    Default,

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
