namespace Experiments.Contracts;

/// <summary>The result tables of one study, those apart that are streamed. A table without a row is empty.</summary>
public sealed record StudyTables
{
    private IReadOnlyDictionary<Type, IReadOnlyList<StudyRow>> _rows = new Dictionary<Type, IReadOnlyList<StudyRow>>();

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
        (IReadOnlyList<StudyRow<TRow>>?)_rows.GetValueOrDefault(typeof(TRow)) ?? [];

    /// <inheritdoc cref="Of{TRow}()"/>
    public IReadOnlyList<StudyRow> Of(ResultTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return _rows.GetValueOrDefault(table.Row) ?? [];
    }

    /// <summary>The same study with these rows as one of its tables.</summary>
    /// <typeparam name="TRow">The table's record.</typeparam>
    public StudyTables With<TRow>(IEnumerable<StudyRow<TRow>> rows)
        where TRow : ResultRow =>
        this with { _rows = new Dictionary<Type, IReadOnlyList<StudyRow>>(_rows) { [typeof(TRow)] = rows.ToList() } };

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
