using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>All tables: a new one is a record, its <see cref="Table{TRow}"/>, a line here and a migration.</summary>
internal static class Tables
{
    internal static IReadOnlyList<Table> All { get; } =
    [
        new ActivityTable(),
        new AdversarialExampleTable(),
        new AdversarialSetTable(),
        new ArtifactChunkTable(),
        new ArtifactTable(),
        new ClaimTable(),
        new JobArtifactTable(),
        new JobInputTable(),
        new JobTable(),
        new LayerGainTable(),
        new ModelErrorTable(),
        new ModelGroupTable(),
        new ModelTable(),
        new NoiseCurveTable(),
        new RandomDirectionTable(),
        new SchemaVersionTable(),
        new SpectralLayerTable(),
        new StudyTable(),
        new StudyJobTable(),
        new TrainingEpochTable(),
        new TransferCellTable(),
        new TransferDistancePointTable(),
        new TransferDistanceTable(),
        new UniversalCellTable(),
        new UniversalPerturbationTable(),
        new UnitDrawTable(),
        new UnitGroupTable(),
        new WorkerReportTable(),
        new WorkerTable(),
    ];

    /// <summary>The tables of results, which a job's commit fills and its reopening empties.</summary>
    internal static IReadOnlyList<Table> OfResults { get; } = [.. All.Where(table => typeof(ResultRow).IsAssignableFrom(table.RowType))];

    private static readonly Dictionary<Type, Table> ByRow = All.ToDictionary(table => table.RowType);

    /// <exception cref="ArgumentException">The type has no table.</exception>
    internal static Table Of(Type row) =>
        ByRow.GetValueOrDefault(row) ?? throw new ArgumentException($"row type is {row.Name}; it must be one that has a table.", nameof(row));

    internal static Table<TRow> Of<TRow>()
        where TRow : class => (Table<TRow>)Of(typeof(TRow));
}
