using System.Runtime.CompilerServices;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Rows of the tables in <see cref="Tables"/>. Within a job the order is that of the table's primary key.</summary>
internal sealed class ResultStore(RelationalDatabase database) : IResultStore
{
    // Enough to make the round trips cheap, few enough to keep the rows in flight small.
    private const int JobsPerQuery = 64;

    public Task<IReadOnlyList<StoredStudy>> ListStudiesAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredStudy>>(
            async session => await session.QueryAsync(
                $"""
                SELECT {Tables.Of<StudyRecord>().ColumnList} FROM studies WHERE superseded_at IS NULL
                ORDER BY submitted_at DESC, name{database.Ordinal}
                """,
                ReadStudy,
                cancellationToken),
            cancellationToken);

    public Task<IReadOnlyList<StoredStudy>> ListRevisionsAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredStudy>>(
            async session => await session.QueryAsync(
                $"SELECT {Tables.Of<StudyRecord>().ColumnList} FROM studies WHERE name = @name ORDER BY revision DESC", ReadStudy,
                cancellationToken, ("@name", name)),
            cancellationToken);

    public Task<StoredStudy?> FindStudyAsync(string study, CancellationToken cancellationToken)
    {
        var address = StudyAddress.Parse(study);
        return database.ReadAsync(
            async session => (await session.QueryAsync(
                $"""
                SELECT {Tables.Of<StudyRecord>().ColumnList} FROM studies
                WHERE name = @study AND revision = {StudySql.Revision(address)}
                """,
                ReadStudy, cancellationToken, ("@study", address.Name))).SingleOrDefault(),
            cancellationToken);
    }

    public Task<IReadOnlyList<StudyJob>> ReadStudyJobsAsync(string study, CancellationToken cancellationToken)
    {
        var address = StudyAddress.Parse(study);
        return database.ReadAsync<IReadOnlyList<StudyJob>>(
            async session => await session.QueryAsync(
                $"""
                SELECT {Tables.Of<StudyJobRecord>().ColumnList} FROM study_jobs
                WHERE study = @study AND revision = {StudySql.Revision(address)} ORDER BY position
                """,
                reader => Tables.Of<StudyJobRecord>().Read(reader).ToStudyJob(),
                cancellationToken,
                ("@study", address.Name)),
            cancellationToken);
    }

    public Task<IReadOnlyDictionary<JobKey, NamedJob>> FindNamesAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        return database.ReadAsync<IReadOnlyDictionary<JobKey, NamedJob>>(
            async session => (await session.QueryAsync(
                $"""
                SELECT {Qualified(Tables.Of<StudyJobRecord>().Columns)}
                FROM study_jobs r JOIN studies t ON t.name = r.study AND t.revision = r.revision WHERE r.job IN {database.KeysIn("@jobs")}
                ORDER BY CASE WHEN t.superseded_at IS NULL THEN 0 ELSE 1 END, r.study{database.Ordinal}, r.revision DESC, r.position
                """,
                Tables.Of<StudyJobRecord>().Read,
                cancellationToken,
                ("@jobs", session.KeyList(jobs.Select(j => j.Value)))))
                .DistinctBy(name => name.Job)
                .ToDictionary(name => name.Job, name => new NamedJob(name.Study, name.ToStudyJob())),
            cancellationToken);
    }

    public Task<IReadOnlyList<TRow>> ReadRowsAsync<TRow>(string study, CancellationToken cancellationToken)
        where TRow : ResultRow
    {
        var (table, address) = (Tables.Of<TRow>(), StudyAddress.Parse(study));
        // A job that serves several tables has several names: its rows are wanted once, at the first.
        return database.ReadAsync<IReadOnlyList<TRow>>(
            async session => await session.QueryAsync(
                $"""
                SELECT {Qualified(table.Columns)}
                FROM (SELECT job, MIN(position) AS place FROM study_jobs
                    WHERE study = @study AND revision = {StudySql.Revision(address)} GROUP BY job) s
                JOIN {table.Name} r ON r.job = s.job
                ORDER BY s.place{ThenByKey(table)}
                """,
                table.Read,
                cancellationToken,
                ("@study", address.Name)),
            cancellationToken);
    }

    public async IAsyncEnumerable<TRow> StreamRowsAsync<TRow>(
        IReadOnlyList<JobKey> jobs, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRow : ResultRow
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var table = Tables.Of<TRow>();
        var sql =
            $"SELECT {Qualified(table.Columns)} FROM {table.Name} r WHERE r.job IN {database.KeysIn("@jobs")} ORDER BY "
                + $"r.job{ThenByKey(table)}";
        foreach (var chunk in jobs.Distinct().Chunk(JobsPerQuery))
        {
            var rows = (await database.ReadAsync(
                session => session.QueryAsync(sql, table.Read, cancellationToken, ("@jobs", session.KeyList(chunk.Select(j => j.Value)))),
                cancellationToken)).ToLookup(row => row.Job);
            foreach (var row in chunk.SelectMany(job => rows[job]))
            {
                yield return row;
            }
        }
    }

    public Task<IReadOnlyList<ResultRow>> ReadRowsOfAsync(JobKey job, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ResultRow>>(
            async session =>
            {
                var rows = new List<ResultRow>();
                foreach (var table in Tables.OfResults)
                {
                    rows.AddRange((await session.QueryAsync(
                        $"SELECT {Qualified(table.Columns)} FROM {table.Name} r WHERE r.job = @job ORDER BY r.job{ThenByKey(table)}",
                        table.ReadRow,
                        cancellationToken,
                        ("@job", job.Value))).Cast<ResultRow>());
                }

                return rows;
            },
            cancellationToken);

    public IReadOnlyList<string> KeyOf(Type row) => [.. Tables.Of(row).Key.Skip(1).Select(column => column.Property.Name)];

    public Task<IReadOnlyList<ModelRow>> FindModelsAsync(string keyPrefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keyPrefix);
        var table = Tables.Of<ModelRow>();
        return database.ReadAsync<IReadOnlyList<ModelRow>>(
            async session => await session.QueryAsync(
                $"SELECT {table.ColumnList} FROM {table.Name} WHERE substr(job, 1, @length) = @prefix ORDER BY job{database.Ordinal}",
                table.Read,
                cancellationToken,
                ("@length", keyPrefix.Length), ("@prefix", keyPrefix)),
            cancellationToken);
    }

    private static StoredStudy ReadStudy(System.Data.Common.DbDataReader reader)
    {
        var study = Tables.Of<StudyRecord>().Read(reader);
        return new StoredStudy(study.Name, study.Title, study.Definition, DateTimeOffset.FromUnixTimeMilliseconds(study.SubmittedAt))
        {
            Revision = study.Revision,
            By = study.SubmittedBy is { } user ? new Submitter(user, study.SubmittedFrom ?? "") : null,
            Priority = study.Priority,
            IsCancelled = study.CancelledAt is not null,
            IsSuperseded = study.SupersededAt is not null,
        };
    }

    private static string Qualified(IEnumerable<Column> columns) => string.Join(", ", columns.Select(c => $"r.{c.Name}"));

    /// <summary>The rest of the primary key; every result table's begins with the job. Text in the order of its bytes: the same in every
    /// database.</summary>
    private string ThenByKey(Table table) =>
        string.Concat(table.Key.Skip(1).Select(c => $", r.{c.Name}{(c.ValueType == typeof(string) ? database.Ordinal : "")}"));
}
