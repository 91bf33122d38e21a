using System.Globalization;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

internal sealed partial class Ledger
{
    public Task<JobCounts> CountAsync(string? study, CancellationToken cancellationToken) => _database.ReadAsync(
        async session =>
        {
            var address = StudyAddress.Parse(study ?? "");
            var ofStudy = study is null ? "" : $"WHERE key IN ({StudySql.Jobs(address)})";
            var counts = (await session.QueryAsync(
                $"SELECT state, COUNT(*) FROM jobs {ofStudy} GROUP BY state",
                reader => (State: reader.GetString(0), Count: reader.GetInt32(1)),
                cancellationToken,
                study is null ? [] : [("@study", address.Name)])).ToDictionary(c => c.State, c => c.Count);
            var known = new JobCounts(
                counts.GetValueOrDefault("waiting"), counts.GetValueOrDefault("ready"), counts.GetValueOrDefault("leased"),
                counts.GetValueOrDefault("done"), counts.GetValueOrDefault("failed"), counts.GetValueOrDefault("cancelled"));

            // Only where nothing is in hand does it matter who could run what is ready.
            return known is { Ready: > 0, Leased: 0 } ? await WithUnknownAsync(session, known, study, cancellationToken) : known;
        },
        cancellationToken);

    private async Task<JobCounts> WithUnknownAsync(SqlSession session, JobCounts counts, string? study, CancellationToken cancellationToken)
    {
        if (_database.Options.Kinds is not { } kinds)
        {
            return counts;
        }

        var address = StudyAddress.Parse(study ?? "");
        var unknown = await session.QueryAsync(
            $"""
            SELECT kind, version, COUNT(*) FROM jobs
            WHERE {LeaseSql.Unknown(kinds)}{(study is null ? "" : $" AND key IN ({StudySql.Jobs(address)})")}
            GROUP BY kind, version ORDER BY kind, version
            """,
            reader => (Kind: string.Create(CultureInfo.InvariantCulture, $"{reader.GetString(0)} version {reader.GetValue(1)}"),
                Count: reader.GetInt32(2)),
            cancellationToken,
            study is null ? [] : [("@study", address.Name)]);
        return unknown.Count == 0 ? counts : counts with { Unknown = unknown.Sum(u => u.Count), UnknownKind = unknown[0].Kind };
    }

    public Task<IReadOnlyDictionary<JobKey, Job>> FindJobsAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyDictionary<JobKey, Job>>(
            async session =>
            {
                var inputs = await ReadInputsAsync(session, jobs, cancellationToken);
                var found = await session.QueryAsync(
                    $"SELECT key, kind, version, settings FROM jobs WHERE key IN {_database.KeysIn("@keys")}",
                    reader => new Job
                    {
                        Key = ReadKey(reader),
                        Kind = reader.GetString(1),
                        Version = reader.GetInt32(2),
                        Settings = StoredText.Settings(reader, 3),
                        Inputs = inputs.GetValueOrDefault(ReadKey(reader)) ?? [],
                    },
                    cancellationToken,
                    ("@keys", session.KeyList(jobs.Select(j => j.Value))));
                return found.ToDictionary(job => job.Key);
            },
            cancellationToken);

    public Task<IReadOnlySet<JobKey>> FindDoneAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlySet<JobKey>>(
            // The state is judged here: in SQL it would tempt the planner to walk over every finished job.
            async session => (await session.QueryAsync(
                $"SELECT key, state FROM jobs WHERE key IN {_database.KeysIn("@keys")}",
                reader => (Key: ReadKey(reader), State: reader.GetString(1)),
                cancellationToken,
                ("@keys", session.KeyList(jobs.Select(j => j.Value))))).Where(j => j.State == "done").Select(j => j.Key).ToHashSet(),
            cancellationToken);

    public Task<IReadOnlyDictionary<JobKey, IReadOnlyList<JobArtifact>>> FindArtifactsAsync(
        IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyDictionary<JobKey, IReadOnlyList<JobArtifact>>>(
            async session => (await session.QueryAsync(
                $"""
                SELECT r.job, r.role, r.hash, a.bytes FROM job_artifacts r JOIN artifacts a ON a.hash = r.hash
                WHERE r.job IN {_database.KeysIn("@keys")} ORDER BY r.job, r.role
                """,
                reader => (Job: ReadKey(reader),
                    Artifact: new JobArtifact(reader.GetString(1), StoredText.Hash(reader, 2), reader.GetInt64(3))),
                cancellationToken,
                ("@keys", session.KeyList(jobs.Select(j => j.Value)))))
                .GroupBy(r => r.Job, r => r.Artifact)
                .ToDictionary(g => g.Key, g => (IReadOnlyList<JobArtifact>)[.. g]),
            cancellationToken);

    public Task<IReadOnlyDictionary<JobKey, JobSize>> FindOpenAsync(string study, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyDictionary<JobKey, JobSize>>(
            async session => (await session.QueryAsync(
                $"SELECT key, kind, device, cost FROM jobs WHERE state <> 'done' AND key IN ({StudySql.Jobs(new(study, null))})",
                reader => (Key: ReadKey(reader), Size: new JobSize(reader.GetString(1), reader.GetString(2), reader.GetDouble(3))),
                cancellationToken,
                ("@study", study))).ToDictionary(j => j.Key, j => j.Size),
            cancellationToken);

    public Task<IReadOnlyList<MeasuredRate>> MeasureRatesAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<MeasuredRate>>(
            async session =>
            [
                .. (await session.QueryAsync(
                    """
                    SELECT kind, device, COUNT(*), SUM(duration_ms) / 1000.0, SUM(cost), SUM(cost * cost), SUM(cost * duration_ms) / 1000.0
                    FROM jobs WHERE state = 'done' AND cost > 0 GROUP BY kind, device ORDER BY kind, device
                    """,
                    reader => new JobTimes(
                        reader.GetInt64(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5), reader.GetDouble(6))
                        .Fit(reader.GetString(0), reader.GetString(1)),
                    cancellationToken)).OfType<MeasuredRate>(),
            ],
            cancellationToken);

    public Task<IReadOnlyList<FailedJob>> FindFailuresAsync(string study, CancellationToken cancellationToken)
    {
        var address = StudyAddress.Parse(study);
        return _database.ReadAsync<IReadOnlyList<FailedJob>>(
            async session => (await session.QueryAsync(
                $"""
                SELECT j.key, j.attempts, j.error, s.kind, s.model, s.attack, s.source, s.victim, s.data
                FROM study_jobs s JOIN jobs j ON j.key = s.job
                WHERE s.study = @study AND s.revision = {StudySql.Revision(address)} AND j.state = 'failed' ORDER BY s.position
                """,
                reader => new FailedJob(ReadKey(reader), NameOf(reader), reader.GetInt32(1), Text(reader, 2) ?? ""),
                cancellationToken,
                ("@study", address.Name))).DistinctBy(f => f.Job).ToList(),
            cancellationToken);
    }

    public Task<IReadOnlyList<WorkerStatus>> ListWorkersAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<WorkerStatus>>(
            async session => await session.QueryAsync(
                """
                SELECT w.host, w.process_id, w.started_at, w.last_seen_at,
                    COUNT(CASE WHEN j.state = 'leased' THEN 1 END), COUNT(CASE WHEN j.state = 'done' THEN 1 END),
                    COALESCE(SUM(CASE WHEN j.state = 'done' THEN j.duration_ms END), 0),
                    MAX(r.slots), COALESCE(MAX(r.images_per_second), 0), COALESCE(MAX(r.gradient_evaluations_per_second), 0)
                FROM workers w LEFT JOIN jobs j ON j.worker = w.id LEFT JOIN worker_reports r ON r.worker = w.id
                GROUP BY w.id, w.host, w.process_id, w.started_at, w.last_seen_at
                ORDER BY w.last_seen_at DESC, w.id
                """,
                reader => new WorkerStatus(
                    new WorkerId(reader.GetString(0), reader.GetInt32(1), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2))),
                    DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3)),
                    reader.GetInt32(4), reader.GetInt32(5), TimeSpan.FromMilliseconds(reader.GetDouble(6)))
                {
                    Slots = reader.IsDBNull(7) ? null : reader.GetInt32(7),
                    ImagesPerSecond = reader.GetDouble(8),
                    GradientEvaluationsPerSecond = reader.GetDouble(9),
                },
                cancellationToken),
            cancellationToken);

    /// <summary>What the study calls the job, for people: <c>craft lbfgs on FC10(1)</c>.</summary>
    private static string NameOf(System.Data.Common.DbDataReader reader)
    {
        string?[] parts =
        [
            reader.GetString(3), Text(reader, 4), Text(reader, 5), Prefixed("on", 6), Prefixed("against", 7), Prefixed("over", 8),
        ];
        return string.Join(' ', parts.OfType<string>());

        string? Prefixed(string word, int column) => Text(reader, column) is { } text ? $"{word} {text}" : null;
    }
}
