using System.Collections.Concurrent;
using System.Reflection;

namespace Experiments.Contracts;

/// <summary>A result table as its record declares it: what the schema, the views and every format are made from.</summary>
public sealed class ResultTable
{
    private static readonly ConcurrentDictionary<Type, ResultTable> ByRow = new();

    private readonly ResultTableAttribute _table;
    private readonly Dictionary<string, ResultColumn> _byProperty;

    private ResultTable(Type row)
    {
        Row = row;
        _table = row.GetCustomAttribute<ResultTableAttribute>()
            ?? throw new ArgumentException(
                $"row type is {row.Name}; it must have the attribute {nameof(ResultTableAttribute)}.", nameof(row));
        // The job is declared by the base record and stands last in what people read, first in the key.
        var own = row.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.Name != "EqualityContract");
        Job = new ResultColumn(row.GetProperty(nameof(ResultRow.Job))!);
        Columns = [.. own.Select(property => new ResultColumn(property)), Job];
        _byProperty = Columns.ToDictionary(column => column.Property.Name);
        Key = [Job, .. _table.Key.Select(Column)];
        Joined = [.. row.GetCustomAttributes<JoinedAttribute>()];
        Checks = [.. row.GetCustomAttributes<CheckAttribute>()];
    }

    /// <summary>Every result table, in the order of their names.</summary>
    public static IReadOnlyList<ResultTable> All { get; } =
    [
        .. typeof(ResultRow).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(ResultTableAttribute), inherit: false))
            .Select(Of)
            .OrderBy(table => table.Name, StringComparer.Ordinal),
    ];

    /// <summary>The record.</summary>
    public Type Row { get; }

    public string Name => _table.Name;

    /// <inheritdoc cref="ResultTableAttribute.Kind"/>
    public string Kind => _table.Kind;

    /// <inheritdoc cref="ResultTableAttribute.View"/>
    public string? View => _table.View;

    /// <summary>The view's name in SQL; null for a table without one.</summary>
    public string? ViewName => View is { } view ? $"v_{view.Replace('-', '_')}" : null;

    public string Title => _table.Title ?? Name.Replace('_', ' ');

    /// <inheritdoc cref="ResultTableAttribute.RowPer"/>
    public string? RowPer => _table.RowPer;

    /// <inheritdoc cref="ResultTableAttribute.Names"/>
    public IReadOnlyList<StudyName> Names => _table.Names;

    /// <inheritdoc cref="ResultTableAttribute.Always"/>
    public bool Always => _table.Always;

    /// <inheritdoc cref="ResultTableAttribute.Streamed"/>
    public bool Streamed => _table.Streamed;

    /// <inheritdoc cref="ResultTableAttribute.IsPacked"/>
    public bool IsPacked => _table.IsPacked;

    /// <summary>As declared, the job last.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>The job, the first column of every key and the last of what people read.</summary>
    public ResultColumn Job { get; }

    /// <summary>The primary key, the job first.</summary>
    public IReadOnlyList<ResultColumn> Key { get; }

    public IReadOnlyList<JoinedAttribute> Joined { get; }

    public IReadOnlyList<CheckAttribute> Checks { get; }

    /// <exception cref="ArgumentException">The type is no result table.</exception>
    public static ResultTable Of(Type row) => ByRow.GetOrAdd(row, type => new ResultTable(type));

    /// <summary>The value of a derived column of a row; null where it has none.</summary>
    /// <param name="row">A row of this table.</param>
    /// <param name="property">The property of the derived column.</param>
    internal double? Derive(ResultRow row, string property)
    {
        var column = Column(property);
        if (row.Replicates.Count > 1)
        {
            return OverReplicates(row, column);
        }

        if (column.Wilson is { } wilson)
        {
            return Share(row, Column(wilson.Rate).Rate!) is { } share && share.Of > 0 ? End(wilson.End, share.Count, share.Of) : null;
        }

        if (column.StandardError is { } error)
        {
            return (double?)Column(error.Deviation).Value(row) / Math.Sqrt(Column(error.Count).Whole(row)!.Value);
        }

        if (column.RateDifference is { } difference)
        {
            return Derive(row, difference.Rate) - Derive(row, difference.Less);
        }

        return Share(row, column.Rate!) is { Of: not 0 } rate ? rate.Count / (double)rate.Of : null;
    }

    private static double? OverReplicates(ResultRow row, ResultColumn column)
    {
        var of = column.Wilson is { } wilson ? ResultTable.Of(row.GetType()).Column(wilson.Rate) : column;
        List<double> values = [.. row.Replicates.Select(replicate => (double?)of.Value(replicate)).OfType<double>()];
        if (values.Count == 0)
        {
            return null;
        }

        var interval = StudentInterval.Of(values);
        return column.Wilson?.End switch
        {
            IntervalEnd.Low => interval.Within(0, 1).Low,
            IntervalEnd.High => interval.Within(0, 1).High,
            _ => interval.Mean,
        };
    }

    private static double End(IntervalEnd end, long count, long of)
    {
        var interval = WilsonInterval.For(count, of);
        return end == IntervalEnd.Low ? interval.Low : interval.High;
    }

    private (long Count, long Of)? Share(ResultRow row, RateAttribute rate) =>
        Column(rate.Numerator).Whole(row) is { } count && Column(rate.Denominator).Whole(row) is { } of
            ? (rate.OfTheOthers ? of - count : count, of)
            : null;

    /// <summary>Whether a row's null in a column stands for infinity; of several replicates, whether that of one does.</summary>
    public bool IsInfinite(ResultColumn column, ResultRow row)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(row);
        if (row.Replicates.Count > 1)
        {
            return row.Replicates.Any(replicate => IsInfinite(column, replicate));
        }

        return column.InfiniteWhere is { } where && column.Value(row) is null
            && Column(where.Failures).Whole(row) is { } failures && Column(where.Of).Whole(row) is { } of && of > 0 && 2 * failures >= of;
    }

    /// <exception cref="ArgumentException">There is no such property.</exception>
    public ResultColumn Column(string property) =>
        _byProperty.GetValueOrDefault(property)
        ?? throw new ArgumentException($"property of {Row.Name} is '{property}'; it must be one of its columns.", nameof(property));
}
