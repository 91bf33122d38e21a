using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>All tables: those of results are the records that say so.</summary>
internal static class Tables
{
    /// <summary>The tables of results, which a job's commit fills and its reopening empties.</summary>
    internal static IReadOnlyList<Table> OfResults { get; } =
        [.. ResultTable.All.Where(table => !table.IsPacked).Select(table => Make(table.Row))];

    /// <summary>What is read as a table and is a view of the packed rows of others.</summary>
    internal static IReadOnlyList<Table> Unpacked { get; } =
        [.. ResultTable.All.Where(table => table.IsPacked).Select(table => Make(table.Row))];

    internal static IReadOnlyList<Table> All { get; } =
    [
        new Table<StudyRecord>(),
        new Table<StudyJobRecord>(),
        new Table<JobRecord>(),
        new Table<JobInputRecord>(),
        new Table<ArtifactRecord>(),
        new Table<ArtifactChunkRecord>(),
        new Table<JobArtifactRecord>(),
        .. OfResults,
        new Table<VerdictPlaceRecord>(),
        new Table<WorkerRecord>(),
        new Table<WorkerReportRecord>(),
        new Table<ActivityRecord>(),
        new Table<ShareRecord>(),
        new Table<QuotaRecord>(),
        new Table<DeviceUsageRecord>(),
        new Table<SiloRecord>(),
        new Table<SchemaVersionRecord>(),
    ];

    private static readonly Dictionary<Type, Table> ByRow = All.Concat(Unpacked).ToDictionary(table => table.RowType);

    /// <exception cref="ArgumentException">The type has no table.</exception>
    internal static Table Of(Type row) =>
        ByRow.GetValueOrDefault(row)
        ?? throw new ArgumentException($"row type is {row.Name}; it must be one that has a table.", nameof(row));

    internal static Table<TRow> Of<TRow>()
        where TRow : class =>
        (Table<TRow>)Of(typeof(TRow));

    private static Table Make(Type row) => (Table)Activator.CreateInstance(typeof(Table<>).MakeGenericType(row))!;
}
