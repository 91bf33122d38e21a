using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>The views for people: a study's names beside the rows of a result table, with everything that its record derives from
/// them. A view shows the newest revision of each study; the one with <see cref="OfEveryRevision"/> behind its name shows all.</summary>
internal static class ViewSql
{
    /// <summary>Ends the names of views of all revisions.</summary>
    internal const string OfEveryRevision = "_revisions";

    /// <summary>Statements that make a table's views.</summary>
    /// <param name="table">One that has views.</param>
    /// <param name="dialect"><see cref="RelationalDatabase.Dialect"/>.</param>
    internal static string Create(ResultTable table, string dialect) =>
        $"{Create(table, dialect, everyRevision: false)}\n{Create(table, dialect, everyRevision: true)}";

    private static string Create(ResultTable table, string dialect, bool everyRevision)
    {
        List<string> columns =
        [
            "s.study",
            "s.revision",
            "s.position",
            .. table.Names.Select(Name),
            "s.replicate",
            .. table.Columns.Where(column => !column.IsHidden && column != table.Job).Select(column => Column(table, column, dialect)),
        ];
        var newest = everyRevision
            ? ""
            : "\n    JOIN studies t ON t.name = s.study AND t.revision = s.revision AND t.superseded_at IS NULL";
        var from = $"FROM study_jobs s{newest}\n    JOIN {table.Name} x ON x.job = s.job";
        foreach (var (joined, i) in table.Joined.Select((joined, i) => (joined, i)))
        {
            var other = ResultTable.Of(joined.Table);
            var rest = string.Concat(other.Key.Skip(1).Select(key => $" AND j{i}.{key.Name} = x.{key.Name}"));
            columns.AddRange(joined.Columns.Select(property => $"j{i}.{other.Column(property).Name}"));
            var join = table.Column(joined.Key).IsNullable ? "LEFT JOIN" : "JOIN";
            from += $"\n    {join} {other.Name} j{i} ON j{i}.job = x.{table.Column(joined.Key).Name}{rest}";
        }

        var name = $"{table.ViewName}{(everyRevision ? OfEveryRevision : "")}";
        return $"CREATE VIEW {name} AS\nSELECT {string.Join(",\n    ", columns.Append("x.job"))}\n{from}\nWHERE "
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

        if (column.RateDifference is { } difference)
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
