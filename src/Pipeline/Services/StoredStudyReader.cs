using System.Runtime.CompilerServices;
using Experiments.Contracts;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Studies.Reading;
using Experiments.Ports;

namespace Experiments.Pipeline.Services;

/// <summary>Studies as the database has them, whoever runs their jobs.</summary>
public sealed class StoredStudyReader : IStudyReader
{
    private readonly JobServices _services;
    private readonly JobInputs _inputs;

    public StoredStudyReader(JobServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        (_services, _inputs) = (services, new JobInputs(services));
    }

    public async Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancellationToken)
    {
        var summaries = new List<StudySummary>();
        foreach (var study in await _services.Results.ListStudiesAsync(cancellationToken))
        {
            summaries.Add(await SummariseAsync(study, cancellationToken));
        }

        return summaries;
    }

    public async Task<StudySummary> GetAsync(string study, CancellationToken cancellationToken) =>
        await SummariseAsync(await FindAsync(study, cancellationToken), cancellationToken);

    public async Task<StudyTables> ReadTablesAsync(string study, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(study, cancellationToken);
        return await new TableReader(StudyDefinition.Read(stored.Definition), _services.Results).ReadAsync(cancellationToken);
    }

    public async IAsyncEnumerable<StudyRow> StreamRowsAsync(
        string study, ResultTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stored = await FindAsync(study, cancellationToken);
        var rows = await new TableReader(StudyDefinition.Read(stored.Definition), _services.Results).RowsAsync(cancellationToken);
        await foreach (var row in rows.StreamAsync(table, _ => true, cancellationToken))
        {
            yield return row;
        }
    }

    public async Task<IReadOnlyList<FailedJob>> ReadFailuresAsync(string study, CancellationToken cancellationToken)
    {
        await FindAsync(study, cancellationToken);
        return await _services.Ledger.FindFailuresAsync(study, cancellationToken);
    }

    public async Task<IReadOnlyList<ExamplePicture>> ReadPicturesAsync(
        string study, string table, string? source, string attack, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        await FindAsync(study, cancellationToken);
        var rows = await StudyRows.ReadAsync(study, _services.Results, published: null, cancellationToken);
        return await new PictureReader(_services, _inputs).ReadAsync(
            rows, table, new TransferRowName(source, attack), count, cancellationToken);
    }

    public async IAsyncEnumerable<UnitPictures> ReadUnitPicturesAsync(
        string study, int draws, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(draws);
        await FindAsync(study, cancellationToken);
        await foreach (var pictures in new UnitPictureReader(_services, _inputs).ReadAsync(study, draws, cancellationToken))
        {
            yield return pictures;
        }
    }

    public async Task<Stream> OpenWeightsAsync(string model, string? study, CancellationToken cancellationToken)
    {
        if (study is not null)
        {
            await FindAsync(study, cancellationToken);
        }

        var row = await new ModelFinder(_services.Results).FindAsync(model, study, cancellationToken);
        return await _services.Artifacts.OpenReadAsync(row.Weights, cancellationToken);
    }

    public Task<IReadOnlyList<WorkerLine>> ListWorkersAsync(CancellationToken cancellationToken) =>
        new WorkerReader(_services).ListAsync(cancellationToken);

    /// <exception cref="StudyNotFoundException">There is none.</exception>
    internal async Task<StoredStudy> FindAsync(string study, CancellationToken cancellationToken) =>
        await _services.Results.FindStudyAsync(study, cancellationToken)
        ?? throw new StudyNotFoundException(study, [.. (await _services.Results.ListStudiesAsync(cancellationToken)).Select(s => s.Name)]);

    private async Task<StudySummary> SummariseAsync(StoredStudy study, CancellationToken cancellationToken) => new()
    {
        Name = study.Name,
        Title = study.Title,
        SubmittedAt = study.SubmittedAt,
        IsCancelled = study.IsCancelled,
        Jobs = await _services.Ledger.CountAsync(study.Name, cancellationToken),
    };
}
