using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Numbers as people read them. All in the invariant culture.</summary>
public static class HumanFormat
{
    /// <summary>Stands for a value that a study will have once its jobs are done.</summary>
    public const string Missing = "-";

    /// <summary>Stands for a number above all others.</summary>
    public const string Infinite = "inf";

    // Numbers from here on are written with their power of ten.
    private const double MostPlain = 1e9;

    private const int KeyDigits = 12;

    public static string Value(TableValue value, ColumnFormat format) => value.Kind switch
    {
        TableValueKind.Nothing => "",
        TableValueKind.Truth => value.Truth ? "yes" : "no",
        TableValueKind.Text when format == ColumnFormat.Key && value.Text.Length > KeyDigits => value.Text[..KeyDigits],
        TableValueKind.Text when format == ColumnFormat.Moment => Moment(value.Text),
        TableValueKind.Text => value.Text,
        _ => Number(value, format),
    };

    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number of things: <c>1 job</c>, <c>1,200 jobs</c>.</summary>
    public static string Plural(long count, string thing) => $"{Count(count)} {thing}{(count == 1 ? "" : "s")}";

    /// <summary>A fraction of 1 as <c>7.42 %</c>.</summary>
    public static string Rate(double fraction) => Percent(fraction, "0.00") + " %";

    /// <summary>A published fraction of 1 as <c>6.7 %</c>: with the decimals that it has, two at most.</summary>
    public static string PublishedRate(double fraction) => BarePublishedPercent(fraction) + " %";

    /// <summary>As <see cref="PublishedRate"/>, without the sign.</summary>
    public static string BarePublishedPercent(double fraction) => Percent(fraction, "0.##");

    /// <summary>A fraction of 1 in percent without the sign: <c>71.9</c>; the ends are <c>0</c> and <c>100</c>.</summary>
    public static string BarePercent(double? fraction, int decimals = 1) =>
        fraction is not { } known ? Missing : Percent(known, known is 0 or 1 ? "0" : $"F{decimals}");

    public static string Distortion(double value) =>
        value.ToString(Math.Abs(value) < MostPlain ? "0.0000" : "0.0000E+0", CultureInfo.InvariantCulture);

    public static string PublishedDistortion(double value) =>
        value.ToString(Math.Abs(value) < MostPlain ? "0.####" : "0.####E+0", CultureInfo.InvariantCulture);

    /// <summary>By how much something is multiplied: <c>2.754</c>.</summary>
    public static string Factor(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A span of time as people say it: <c>0.8 s</c>, <c>42 s</c>, <c>3 min 05 s</c>, <c>2 h 07 min</c>.</summary>
    public static string Duration(TimeSpan span)
    {
        var seconds = (long)Math.Round(span.TotalSeconds, MidpointRounding.AwayFromZero);
        return span.TotalSeconds < 9.95 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0.0} s")
            : seconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s")
            : seconds < 3600 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60} min {seconds % 60:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600} h {seconds / 60 % 60:00} min");
    }

    internal static bool IsRightAligned(ColumnFormat format) =>
        format is not (ColumnFormat.Text or ColumnFormat.Key or ColumnFormat.Moment);

    private static string Moment(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    // Decimal arithmetic, so that 0.29 is 29 and not 28.999999999999996; rates and distances are far inside its range.
    private static string Percent(double fraction, string format) => Math.Abs(fraction) < MostPlain
        ? Math.Round((decimal)fraction * 100, 8).ToString(format, CultureInfo.InvariantCulture)
        : (fraction * 100).ToString("G4", CultureInfo.InvariantCulture);

    private static string Number(TableValue value, ColumnFormat format) => format switch
    {
        // Means over replicates of what is counted have a point.
        ColumnFormat.Count or ColumnFormat.Ordinal when value.Kind == TableValueKind.Number =>
            value.Number.ToString("#,0.#", CultureInfo.InvariantCulture),
        ColumnFormat.Count => Count(value.Whole),
        ColumnFormat.Ordinal => value.Whole.ToString(CultureInfo.InvariantCulture),
        ColumnFormat.Rate => Rate(value.Number),
        ColumnFormat.PublishedRate => PublishedRate(value.Number),
        ColumnFormat.Distortion => Distortion(value.Number),
        ColumnFormat.PublishedDistortion => PublishedDistortion(value.Number),
        _ => value.Number.ToString("G4", CultureInfo.InvariantCulture),
    };
}
