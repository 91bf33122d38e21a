using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>The views for people: a study's names beside the rows of a result table, with everything that its record derives from
/// them.</summary>
internal static class ViewSql
{
    /// <summary>A statement that makes the view.</summary>
    /// <param name="table">One that has a view.</param>
    /// <param name="dialect"><see cref="RelationalDatabase.Dialect"/>.</param>
    internal static string Create(ResultTable table, string dialect)
    {
        List<string> columns =
        [
            "s.study",
            "s.position",
            .. table.Names.Select(Name),
            "s.replicate",
            .. table.Columns.Where(column => !column.IsHidden && column != table.Job).Select(column => Column(table, column, dialect)),
        ];
        var from = $"FROM study_jobs s JOIN {table.Name} x ON x.job = s.job";
        foreach (var (joined, i) in table.Joined.Select((joined, i) => (joined, i)))
        {
            var other = ResultTable.Of(joined.Table);
            var rest = string.Concat(other.Key.Skip(1).Select(key => $" AND j{i}.{key.Name} = x.{key.Name}"));
            columns.AddRange(joined.Columns.Select(property => $"j{i}.{other.Column(property).Name}"));
            var join = table.Column(joined.Key).IsNullable ? "LEFT JOIN" : "JOIN";
            from += $"\n    {join} {other.Name} j{i} ON j{i}.job = x.{table.Column(joined.Key).Name}{rest}";
        }

        return $"CREATE VIEW {table.ViewName} AS\nSELECT {string.Join(",\n    ", columns.Append("x.job"))}\n{from}\nWHERE "
            + $"s.kind = '{table.Kind}';\n";
    }

    /// <summary>What a study calls it, as the column of <c>study_jobs</c> that has it for the jobs of this table.</summary>
    private static string Name(StudyName name) => name switch
    {
        StudyName.Table => "s.table_name",
        StudyName.Analysis => "s.table_name AS analysis",
        StudyName.ModelGroup => "s.model AS model_group",
        StudyName.Baseline => "s.source AS baseline",
        _ => $"s.{name.ToString().ToLowerInvariant()}",
    };

    private static string Column(ResultTable table, ResultColumn column, string dialect) =>
        column.IsStored ? $"x.{column.Name}" : $"{Derived(table, column, dialect)} AS {column.Name}";

    // In the order of the operations in C#: both give the same bits.
    private static string Derived(ResultTable table, ResultColumn column, string dialect)
    {
        var real = dialect == "sqlite" ? "REAL" : "double precision";
        string Of(string property) => $"x.{table.Column(property).Name}";
        if (column.StandardError is { } error)
        {
            return $"{Of(error.Deviation)} / sqrt(CAST({Of(error.Count)} AS {real}))";
        }

        if (column.Difference is { } difference)
        {
            return $"{Derived(table, table.Column(difference.Rate), dialect)} - {Derived(table, table.Column(difference.Less), dialect)}";
        }

        var rate = column.Rate ?? table.Column(column.Wilson!.Rate).Rate!;
        var (numerator, of) = (Of(rate.Numerator), Of(rate.Denominator));
        var count = rate.OfTheOthers ? $"({of} - {numerator})" : numerator;
        if (column.Wilson is not { } wilson)
        {
            return $"CAST({count} AS {real}) / NULLIF({of}, 0)";
        }

        var n = $"CAST(NULLIF({of}, 0) AS {real})";
        var z = FormattableString.Invariant($"CAST('{WilsonInterval.Quantile:R}' AS {real})");
        var share = $"CAST({count} AS {real}) / {n}";
        var centre = $"{share} + {z} * {z} / (2 * {n})";
        var half = $"{z} * sqrt({share} * (1 - {share}) / {n} + {z} * {z} / (4 * {n} * {n}))";
        var divisor = $"(1 + {z} * {z} / {n})";
        var (least, most) = dialect == "sqlite" ? ("max", "min") : ("greatest", "least");
        // PostgreSQL's greatest and least take no notice of a null.
        var none = table.Column(rate.Numerator).IsNullable ? $"{of} = 0 OR {count} IS NULL" : $"{of} = 0";
        return wilson.End == IntervalEnd.Low
            ? $"CASE WHEN {none} THEN NULL WHEN {count} = 0 THEN 0.0 ELSE {least}(0.0, ({centre} - {half}) / {divisor}) END"
            : $"CASE WHEN {none} THEN NULL WHEN {count} = {of} THEN 1.0 ELSE {most}(1.0, ({centre} + {half}) / {divisor}) END";
    }
}
