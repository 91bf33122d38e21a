using Experiments.Analysis;
using Experiments.Contracts;
using Experiments.Pipeline.Plans;
using Experiments.Pipeline.Studies;
using Experiments.Ports;

namespace Experiments.Pipeline.Services;

/// <summary>Makes the tables of a study from result rows and the names that the study gives their jobs.</summary>
/// <param name="study">As it is stored.</param>
/// <param name="address">Its name, or the address of the revision.</param>
/// <param name="results">Where its rows are.</param>
internal sealed class TableReader(Study study, string address, IResultStore results)
{
    private readonly PublishedResults? _published =
        study.CompareWith is { } name && PublishedResults.All.Find(name) is not null ? PublishedResults.Load(name) : null;

    internal Task<StudyRows> RowsAsync(CancellationToken cancellationToken) =>
        StudyRows.ReadAsync(address, results, _published, cancellationToken);

    internal async Task<StudyTables> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(cancellationToken);
        var tables = new StudyTables
        {
            Study = address,
            Title = study.Title,
            Origin = new StudyOrigin(
                study.Description, study.Seed, _published?.Title,
                [.. study.Data.Values.Select(d => d.Dataset).Distinct().Order(StringComparer.Ordinal)]),
            Warnings = study.Warnings,
            Shapes = [.. study.Transfers.Select(t => ShapeOf(t, rows))],
            TestData = study.Models.Select(m => (m.Name, Data: m.EvaluateOn.FirstOrDefault(IsTest))).Where(m => m.Data is not null)
                .ToDictionary(m => m.Name, m => m.Data!),
        };
        foreach (var table in ResultTable.All.Where(table => table.View is not null && !table.Streamed))
        {
            tables = await rows.AddAsync(tables, table, cancellationToken);
        }

        return tables;
    }

    /// <summary>Studies from before there were clean rows are shown without one.</summary>
    private TransferShape ShapeOf(StudyTransfer transfer, StudyRows rows)
    {
        var hasClean = rows.Names.Any(n => n.Table == transfer.Name && n.Attack == TransferCellRow.Clean && n.Victim is not null);
        TransferRowName[] clean = hasClean ? [TransferRows.Clean] : [];
        return new(
            transfer.Name, transfer.Title, transfer.Images, [.. clean, .. TransferRows.Of(transfer, study.Attacks)], transfer.Victims);
    }

    private bool IsTest(string data) => study.Data[data].Slice.StartsWith("test", StringComparison.Ordinal);
}
