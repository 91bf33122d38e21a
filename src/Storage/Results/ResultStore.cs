using System.Runtime.CompilerServices;
using Experiments.Contracts;
using Experiments.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Experiments.Storage;

/// <summary>Result rows through EF Core's model, untracked. Within a job the order is that of the table's primary key.</summary>
internal sealed class ResultStore(RelationalDatabase database) : IResultStore
{
    // Enough to make the round trips cheap, few enough to keep the rows in flight small.
    private const int JobsPerQuery = 64;

    public Task<IReadOnlyList<StoredStudy>> ListStudiesAsync(CancellationToken cancellationToken) => database.QueryAsync<IReadOnlyList<StoredStudy>>(
        async context => await Stored(context.Set<StudyRecord>().OrderByDescending(s => s.SubmittedAt).ThenBy(s => s.Name)).ToListAsync(cancellationToken),
        cancellationToken);

    public Task<StoredStudy?> FindStudyAsync(string name, CancellationToken cancellationToken) => database.QueryAsync(
        context => Stored(context.Set<StudyRecord>().Where(s => s.Name == name)).FirstOrDefaultAsync(cancellationToken),
        cancellationToken);

    public Task<IReadOnlyList<StudyJob>> ReadStudyJobsAsync(string study, CancellationToken cancellationToken) => database.QueryAsync<IReadOnlyList<StudyJob>>(
        async context => (await context.Set<StudyJobRecord>().AsNoTracking().Where(s => s.Study == study).OrderBy(s => s.Position).ToListAsync(cancellationToken))
            .ConvertAll(s => s.ToStudyJob()),
        cancellationToken);

    public async Task<IReadOnlyDictionary<JobKey, NamedJob>> FindNamesAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var names = new Dictionary<JobKey, NamedJob>();
        foreach (var chunk in jobs.Distinct().Chunk(JobsPerQuery))
        {
            var records = await database.QueryAsync(
                context => context.Set<StudyJobRecord>().AsNoTracking().Where(s => chunk.Contains(s.Job)).OrderBy(s => s.Study).ThenBy(s => s.Position)
                    .ToListAsync(cancellationToken),
                cancellationToken);
            foreach (var record in records)
            {
                names.TryAdd(record.Job, new NamedJob(record.Study, record.ToStudyJob()));
            }
        }

        return names;
    }

    public Task<IReadOnlyList<TRow>> ReadRowsAsync<TRow>(string study, CancellationToken cancellationToken)
        where TRow : ResultRow
        => database.QueryAsync<IReadOnlyList<TRow>>(
            async context =>
            {
                var jobs = context.Set<StudyJobRecord>().Where(s => s.Study == study);
                var place = new Dictionary<JobKey, int>();
                await foreach (var job in jobs.OrderBy(s => s.Position).Select(s => s.Job).AsAsyncEnumerable().WithCancellation(cancellationToken))
                {
                    place.TryAdd(job, place.Count);
                }

                var rows = await InKeyOrder(context, context.Set<TRow>().Where(row => jobs.Select(s => s.Job).Contains(row.Job))).ToListAsync(cancellationToken);
                // A stable sort: rows of one job keep the order of their key. A job that the study gained since the first query is left out.
                return [.. rows.Where(row => place.ContainsKey(row.Job)).OrderBy(row => place[row.Job])];
            },
            cancellationToken);

    public async IAsyncEnumerable<TRow> StreamRowsAsync<TRow>(
        IReadOnlyList<JobKey> jobs, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRow : ResultRow
    {
        ArgumentNullException.ThrowIfNull(jobs);
        foreach (var chunk in jobs.Distinct().Chunk(JobsPerQuery))
        {
            var rows = await database.QueryAsync(
                async context => (await InKeyOrder(context, context.Set<TRow>().Where(row => chunk.Contains(row.Job))).ToListAsync(cancellationToken))
                    .ToLookup(row => row.Job),
                cancellationToken);
            foreach (var row in chunk.SelectMany(job => rows[job]))
            {
                yield return row;
            }
        }
    }

    public Task<IReadOnlyList<ModelRow>> FindModelsAsync(string keyPrefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keyPrefix);
        return database.QueryAsync<IReadOnlyList<ModelRow>>(
            async context => await context.Set<ModelRow>()
                .FromSql($"SELECT * FROM models WHERE substr(job, 1, {keyPrefix.Length}) = {keyPrefix}")
                .AsNoTracking()
                .OrderBy(m => m.Job)
                .ToListAsync(cancellationToken),
            cancellationToken);
    }

    private static IQueryable<StoredStudy> Stored(IQueryable<StudyRecord> studies) =>
        studies.Select(s => new StoredStudy(s.Name, s.Title, s.Definition, DateTimeOffset.FromUnixTimeMilliseconds(s.SubmittedAt)));

    private static IOrderedQueryable<TRow> InKeyOrder<TRow>(ExperimentsContext context, IQueryable<TRow> rows)
        where TRow : ResultRow
    {
        var ordered = rows.AsNoTracking().OrderBy(row => row.Job);
        foreach (var property in KeyOf<TRow>(context).Skip(1))
        {
            ordered = ordered.ThenBy(row => EF.Property<object>(row, property.Name));
        }

        return ordered;
    }

    private static IReadOnlyList<IProperty> KeyOf<TRow>(ExperimentsContext context) =>
        context.Model.FindEntityType(typeof(TRow))?.FindPrimaryKey()?.Properties
        ?? throw new ArgumentException($"row type is {typeof(TRow).Name}; it must be one that has a table.");
}
