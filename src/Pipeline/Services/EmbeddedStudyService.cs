using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline;

/// <summary>Studies whose jobs run in this process.</summary>
public sealed class EmbeddedStudyService : IStudyService
{
    private readonly JobServices _services;
    private readonly StudyReader _reader;
    private readonly Planner _planner;
    private readonly InProcessEngine _engine;
    private readonly JobInputs _inputs;
    private readonly EngineOptions _engineOptions;

    public EmbeddedStudyService(JobServices services, EngineOptions? engine = null, PlannerOptions? planner = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _reader = new StudyReader(services.Data);
        _planner = new Planner(services.Data, planner);
        _engineOptions = engine ?? new EngineOptions();
        _engine = new InProcessEngine(services, _engineOptions);
        _inputs = new JobInputs(services);
    }

    public async Task<PlanSummary> PlanAsync(StudyDocument document, CancellationToken cancellationToken)
    {
        var study = _reader.Read(document);
        var plan = _planner.Plan(study);
        var done = await _services.Ledger.FindDoneAsync([.. plan.Jobs.Select(j => j.Job.Key)], cancellationToken);
        var rates = await _services.Ledger.MeasureRatesAsync(cancellationToken);
        return new PlanEstimate(plan, done, new JobRates(rates)).Summarise(_services.Pool.Threads) with { Missing = _services.Backends.Missing(study.JobDevice) };
    }

    public async Task<StudySummary> SubmitAsync(StudyDocument document, CancellationToken cancellationToken)
    {
        var study = _reader.Read(document);
        var plan = _planner.Plan(study);
        await _services.Ledger.SubmitAsync(plan, cancellationToken);
        return await GetAsync(study.Name, cancellationToken) with { Missing = _services.Backends.Missing(study.JobDevice) };
    }

    public async Task<StudySummary> RunAsync(string study, RunOptions options, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var stored = await FindAsync(study, cancellationToken);
        if (_services.Backends.Missing(StudyDefinition.Read(stored.Definition).JobDevice) is { } missing)
        {
            throw new DeviceMissingException($"study {study}: {missing}");
        }

        var names = await _services.Results.ReadStudyJobsAsync(study, cancellationToken);
        await _engine.RunAsync(study, names, options.Workers ?? _services.Pool.Threads, progress, cancellationToken);
        return await GetAsync(study, cancellationToken);
    }

    public Task<WorkSummary> WorkAsync(WorkOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _engine.WorkAsync(options.Slots ?? _services.Pool.Threads, options.UntilIdle, options.Lease, cancellationToken);
    }

    public async Task<StudySummary> WatchAsync(string study, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        await FindAsync(study, cancellationToken);
        await new StudyWatcher(_services, _engineOptions).WatchAsync(study, progress, cancellationToken);
        return await GetAsync(study, cancellationToken);
    }

    public Task<IReadOnlyList<WorkerLine>> ListWorkersAsync(CancellationToken cancellationToken) => new WorkerReader(_services).ListAsync(cancellationToken);

    public Task<IReadOnlyList<SiloLine>> ListSilosAsync(CancellationToken cancellationToken) => throw new NotAClusterException();

    public Task<SiloLine> DrainSiloAsync(string silo, CancellationToken cancellationToken) => throw new NotAClusterException();

    public async Task<VerifyReport> VerifyAsync(string study, double share, IProgress<VerifyProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (!(share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, $"share is {share}; it must be more than 0 and at most 1.");
        }

        await FindAsync(study, cancellationToken);
        return await new StudyVerifier(_services).VerifyAsync(study, share, progress, cancellationToken);
    }

    public Task<int> CancelAsync(string study, CancellationToken cancellationToken) => _services.Ledger.CancelAsync(study, cancellationToken);

    public Task<int> ResumeAsync(string study, CancellationToken cancellationToken) => _services.Ledger.ResumeAsync(study, cancellationToken);

    public Task<int> RetryFailedAsync(string study, CancellationToken cancellationToken) => _services.Ledger.RetryFailedAsync(study, cancellationToken);

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
        string study, ResultTable table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
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
        return await new PictureReader(_services, _inputs).ReadAsync(rows, table, new TransferRowName(source, attack), count, cancellationToken);
    }

    public async IAsyncEnumerable<UnitPictures> ReadUnitPicturesAsync(
        string study, int draws, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
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

    private async Task<StoredStudy> FindAsync(string study, CancellationToken cancellationToken) =>
        await _services.Results.FindStudyAsync(study, cancellationToken)
        ?? throw new StudyNotFoundException(study, [.. (await _services.Results.ListStudiesAsync(cancellationToken)).Select(s => s.Name)]);

    private async Task<StudySummary> SummariseAsync(StoredStudy study, CancellationToken cancellationToken) => new()
    {
        Name = study.Name,
        Title = study.Title,
        SubmittedAt = study.SubmittedAt,
        Jobs = await _services.Ledger.CountAsync(study.Name, cancellationToken),
    };
}
