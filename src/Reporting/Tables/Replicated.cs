using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>What people read of a row that stands for several replicates.</summary>
internal static class Replicated
{
    /// <summary>Intervals of fewer replicates are said to be wide.</summary>
    private const int Few = 4;

    /// <summary>What is said where figures are of several replicates; null where none is.</summary>
    internal static string? Note(StudyTables tables) =>
        ResultTable.All.SelectMany(tables.Of).Select(row => row.Replicates.Count).DefaultIfEmpty().Max() is > 1 and var most
            ? $"Figures are means over {most} replicates, which differ in every seed; failed images are counted over all. "
                + "Intervals are Student's at 95 % over the replicates (show --replicates has each)."
                + (most < Few ? $" Of {most} they are wide: {Deviations(most)} standard deviations to a side, of 5 {Deviations(5)}." : "")
            : null;

    /// <summary>Half the width of Student's interval, in standard deviations of the replicates.</summary>
    private static string Deviations(int replicates) =>
        (StudentInterval.Quantile(replicates - 1) / Math.Sqrt(replicates)).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Student's interval at 95 % of a rate over the replicates; null for a row that stands for itself.</summary>
    internal static (double Low, double High)? Interval(StudyRow row, Func<ResultRow, double?> rate)
    {
        List<double> rates = [.. row.Replicates.Select(replicate => rate(replicate.Untyped)).OfType<double>()];
        if (rates.Count < 2)
        {
            return null;
        }

        var interval = StudentInterval.Of(rates).Within(0, 1);
        return (interval.Low!.Value, interval.High!.Value);
    }

    /// <summary>The value of a column: of whole numbers the mean where they differ, of texts nothing.</summary>
    internal static TableValue Value(StudyRow row, ResultColumn column) =>
        row.Replicates.Count < 2 || !column.IsStored || column.ValueType == typeof(double)
            ? TableValue.Of(column.Value(row.Untyped))
            : Mean([.. row.Replicates.Select(replicate => TableValue.Of(column.Value(replicate.Untyped)))]);

    /// <summary>The same of a row that is joined to it.</summary>
    internal static TableValue Joined(StudyRow row, ResultColumn column, int join)
    {
        IReadOnlyList<StudyRow> rows = row.Replicates.Count < 2 ? [row] : row.Replicates;
        return Mean([.. rows.Select(r => r.Joined[join] is { } other ? TableValue.Of(column.Value(other)) : default)]);
    }

    private static TableValue Mean(IReadOnlyList<TableValue> values)
    {
        if (values.Distinct().Count() == 1)
        {
            return values[0];
        }

        List<double> numbers = [.. values.Where(v => v.Kind is TableValueKind.Number or TableValueKind.Whole).Select(v => v.Number)];
        return numbers.Count == 0 ? default : TableValue.Of(SpreadOfValues.Of(numbers).Mean);
    }
}
