namespace Experiments.Contracts;

/// <summary>The result tables of one study, those apart that are streamed. A table without a row is empty.</summary>
public sealed record StudyTables
{
    private IReadOnlyDictionary<Type, Table> _rows = new Dictionary<Type, Table>();

    public required string Study { get; init; }

    public string? Title { get; init; }

    /// <summary>What the study's file says of itself; null where that is not known.</summary>
    public StudyOrigin? Origin { get; init; }

    /// <summary>What the author may not have meant, in the order of the file.</summary>
    public IReadOnlyList<StudyWarning> Warnings { get; init; } = [];

    /// <summary>The transfer tables as the study states them, in its order: a cell that is in here and has no row has not run or has
    /// failed.</summary>
    public IReadOnlyList<TransferShape> Shapes { get; init; } = [];

    /// <summary>For each network the first data that it is evaluated on and that come from a test split; networks without any are left
    /// out.</summary>
    public IReadOnlyDictionary<string, string> TestData { get; init; } = new Dictionary<string, string>();

    /// <summary>The rows of one table, in the order of the plan and, within a job, of their key.</summary>
    /// <typeparam name="TRow">The table's record.</typeparam>
    public IReadOnlyList<StudyRow<TRow>> Of<TRow>()
        where TRow : ResultRow =>
        (IReadOnlyList<StudyRow<TRow>>?)_rows.GetValueOrDefault(typeof(TRow))?.Rows ?? [];

    /// <inheritdoc cref="Of{TRow}()"/>
    public IReadOnlyList<StudyRow> Of(ResultTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return _rows.GetValueOrDefault(table.Row)?.Rows ?? [];
    }

    /// <summary>The same study with these rows as one of its tables.</summary>
    /// <typeparam name="TRow">The table's record.</typeparam>
    public StudyTables With<TRow>(IEnumerable<StudyRow<TRow>> rows)
        where TRow : ResultRow
    {
        List<StudyRow<TRow>> list = [.. rows];
        Table table = new(list, tables => tables.With(Summarise(list)));
        return this with { _rows = new Dictionary<Type, Table>(_rows) { [typeof(TRow)] = table } };
    }

    /// <summary>Whether there are rows of more than one replicate, each of its own.</summary>
    public bool HasReplicates => _rows.Values.Any(table => table.Rows.Any(row => row.Names.Replicate > 1));

    /// <summary>The same study with one row for all replicates of a result: its rates and other numbers with a point are means,
    /// intervals of rates are Student's over the replicates, whole numbers are those of the first. All of them are beside it
    /// (<see cref="StudyRow.Replicates"/>).</summary>
    public StudyTables Summarised() =>
        HasReplicates ? _rows.Values.Aggregate(this, (tables, table) => table.Summarise(tables)) : this;

    private static IEnumerable<StudyRow<TRow>> Summarise<TRow>(IReadOnlyList<StudyRow<TRow>> rows)
        where TRow : ResultRow
    {
        var key = ResultTable.Of(typeof(TRow)).Key.Skip(1).ToList();
        return rows.GroupBy(row => (
                row.Names with { Job = default, Ordinal = 0, Replicate = 1 },
                string.Join('\n', key.Select(column => FormattableString.Invariant($"{column.Value(row.Row)}")))))
            .Select(group => MeanOf<TRow>([.. group]));
    }

    private static StudyRow<TRow> MeanOf<TRow>(StudyRow<TRow>[] replicates)
        where TRow : ResultRow
    {
        var first = replicates[0];
        var row = (TRow)(((ResultRow)first.Row) with { Replicates = [.. replicates.Select(replicate => replicate.Row)] });
        var table = ResultTable.Of(typeof(TRow));
        foreach (var column in table.Columns.Where(column => column.IsStored && column.ValueType == typeof(double)))
        {
            List<double> values = [.. replicates.Select(replicate => (double?)column.Value(replicate.Row)).OfType<double>()];
            column.Property.SetValue(
                row, values.Count == 0 || table.IsInfinite(column, row) ? null : SpreadOfValues.Of(values).Mean);
        }

        return first with { Row = row, Names = first.Names with { Replicate = 1 }, Replicates = replicates };
    }

    private sealed record Table(IReadOnlyList<StudyRow> Rows, Func<StudyTables, StudyTables> Summarise);

    /// <summary>The network's errors on its <see cref="TestData"/>; null where it has none, or they are not counted yet.</summary>
    public StudyRow<ModelErrorRow>? TestOf(string model) =>
        TestData.TryGetValue(model, out var data)
            ? Of<ModelErrorRow>().FirstOrDefault(row => row.Names.Model == model && row.Names.Data == data)
            : null;
}

/// <summary>Where a study comes from.</summary>
/// <param name="Description">What it is about; null for nothing.</param>
/// <param name="Seed">Everything random in it derives from this, unless it names seeds of its own.</param>
/// <param name="Publication">The publication that it compares itself with: authors, title, year; null for none.</param>
/// <param name="Datasets">The data sets that it reads.</param>
public sealed record StudyOrigin(string? Description, ulong Seed, string? Publication, IReadOnlyList<string> Datasets);

/// <summary>The rows and columns of one transfer table, whether or not they have results yet.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Title">Its title; null for none.</param>
/// <param name="Data">The study's name for the images that are perturbed.</param>
/// <param name="Rows">In the order of the table.</param>
/// <param name="Victims">In the order of the table.</param>
public sealed record TransferShape(
    string Table, string? Title, string Data, IReadOnlyList<TransferRowName> Rows, IReadOnlyList<string> Victims);

/// <param name="Source">The source model; null for controls.</param>
/// <param name="Attack">The attack's name.</param>
public sealed record TransferRowName(string? Source, string Attack)
{
    /// <summary>The row that a job's results stand in.</summary>
    public static TransferRowName Of(StudyJob names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new(names.Source, names.Attack!);
    }
}
