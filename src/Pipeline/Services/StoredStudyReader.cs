using System.Runtime.CompilerServices;
using Experiments.Contracts;
using Experiments.Pipeline.Engine;
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
            summaries.Add(await SummariseAsync(study, study.Name, cancellationToken));
        }

        return summaries;
    }

    public async Task<IReadOnlyList<StudySummary>> ListRevisionsAsync(string study, CancellationToken cancellationToken)
    {
        await FindAsync(study, cancellationToken);
        var summaries = new List<StudySummary>();
        foreach (var revision in await _services.Results.ListRevisionsAsync(StudyAddress.Parse(study).Name, cancellationToken))
        {
            var address = new StudyAddress(revision.Name, revision.Revision).ToString();
            summaries.Add(await SummariseAsync(revision, address, cancellationToken));
        }

        return summaries;
    }

    public async Task<IReadOnlyList<SettingChange>> CompareAsync(string before, string after, CancellationToken cancellationToken)
    {
        var (left, right) = (await FindAsync(before, cancellationToken), await FindAsync(after, cancellationToken));
        return DefinitionChanges.Between(left, right);
    }

    public async Task<StudySummary> GetAsync(string study, CancellationToken cancellationToken) =>
        await SummariseAsync(await FindAsync(study, cancellationToken), study, cancellationToken);

    public async Task<StudyTables> ReadTablesAsync(string study, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(study, cancellationToken);
        return await new TableReader(StudyDefinition.Read(stored), study, _services.Results).ReadAsync(cancellationToken);
    }

    public async IAsyncEnumerable<StudyRow> StreamRowsAsync(
        string study, ResultTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stored = await FindAsync(study, cancellationToken);
        var reader = new TableReader(StudyDefinition.Read(stored), study, _services.Results);
        var rows = await reader.RowsAsync(cancellationToken);
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

    public Task<IReadOnlyList<QuotaLine>> ListQuotasAsync(CancellationToken cancellationToken) =>
        _services.Ledger.ListQuotasAsync(cancellationToken);

    /// <exception cref="StudyNotFoundException">There is none.</exception>
    internal async Task<StoredStudy> FindAsync(string study, CancellationToken cancellationToken) =>
        await _services.Results.FindStudyAsync(study, cancellationToken)
        ?? throw new StudyNotFoundException(study, await KnownAsync(StudyAddress.Parse(study), cancellationToken));

    /// <summary>What could have been meant: the revisions of the study, or all studies where there is none of the name.</summary>
    private async Task<IReadOnlyList<string>> KnownAsync(StudyAddress study, CancellationToken cancellationToken)
    {
        var revisions = study.Revision is null ? [] : await _services.Results.ListRevisionsAsync(study.Name, cancellationToken);
        return revisions.Count > 0
            ? [.. revisions.Select(r => new StudyAddress(r.Name, r.Revision).ToString())]
            : [.. (await _services.Results.ListStudiesAsync(cancellationToken)).Select(s => s.Name)];
    }

    /// <param name="study">A revision.</param>
    /// <param name="address">What the caller calls it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    private async Task<StudySummary> SummariseAsync(StoredStudy study, string address, CancellationToken cancellationToken)
    {
        var jobs = await _services.Ledger.CountAsync(address, cancellationToken);
        return new StudySummary
        {
            Name = address,
            Title = study.Title,
            Revision = study.Revision,
            SubmittedAt = study.SubmittedAt,
            By = study.By,
            Priority = study.Priority,
            IsCancelled = study.IsCancelled,
            IsSuperseded = study.IsSuperseded,
            Jobs = jobs,
            Waits = study.IsSuperseded ? null : await WaitText.OfAsync(_services, study.Name, jobs, cancellationToken),
        };
    }
}
