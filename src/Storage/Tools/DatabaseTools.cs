using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Queries and the removal of what nobody needs.</summary>
/// <param name="database">Migrated.</param>
/// <param name="files">Where the artifacts are; null where they are rows.</param>
internal sealed class DatabaseTools(RelationalDatabase database, FileArtifactStore? files) : IDatabaseTools
{
    private const string LiveArtifacts = "SELECT r.hash FROM job_artifacts r JOIN study_jobs s ON s.job = r.job";

    public Task<bool> QueryAsync(
        string sql, QueryLimits limits, Func<QueryBatch, ValueTask> take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(take);
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.Rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limits.Time, TimeSpan.Zero);
        ReadOnlyText.Check(sql);
        return database.QueryReadOnlyAsync(sql, limits, take, cancellationToken);
    }

    public async Task<GarbageSummary> CollectGarbageAsync(bool apply, CancellationToken cancellationToken)
    {
        HashSet<string> live = [];
        var summary = await database.WriteAsync(
            async session =>
            {
                // No study can come to need a job while it is being removed.
                await database.LockSubmissionsAsync(session, cancellationToken);
                var running =
                    (int)await CountAsync(session, "SELECT COUNT(*) FROM jobs WHERE lease_expires_at IS NOT NULL", cancellationToken);
                var (jobs, rows) = await CollectJobsAsync(session, apply, cancellationToken);
                if (running > 0)
                {
                    return new GarbageSummary(jobs, rows, 0, 0, running);
                }

                live = files is null ? [] : [.. await session.QueryAsync(LiveArtifacts, reader => reader.GetString(0), cancellationToken)];
                var (artifacts, bytes) = await CollectArtifactsAsync(session, apply, cancellationToken);
                return new GarbageSummary(jobs, rows, artifacts, bytes, 0);
            },
            cancellationToken);
        if (files is null || summary.Running > 0)
        {
            return summary;
        }

        // After the commit: a file without a row is found again the next time, a row without its file would be a damaged artifact.
        var (count, size) = files.Sweep(live, apply);
        return summary with { Artifacts = count, Bytes = size };
    }

    private static string IsUnnamed(string key) => $"NOT EXISTS (SELECT 1 FROM study_jobs s WHERE s.job = {key})";

    private static async Task<(int Jobs, long Rows)> CollectJobsAsync(SqlSession session, bool apply, CancellationToken cancellationToken)
    {
        var unnamedJob = IsUnnamed("jobs.key");
        var rows = 0L;
        foreach (var table in Tables.OfResults)
        {
            var unnamedRow = IsUnnamed($"{table.Name}.job");
            rows += apply
                ? await session.ExecuteAsync($"DELETE FROM {table.Name} WHERE {unnamedRow}", cancellationToken)
                : await CountAsync(session, $"SELECT COUNT(*) FROM {table.Name} WHERE {unnamedRow}", cancellationToken);
        }

        if (!apply)
        {
            return ((int)await CountAsync(session, $"SELECT COUNT(*) FROM jobs WHERE {unnamedJob}", cancellationToken), rows);
        }

        foreach (var table in new[] { "job_artifacts", "job_inputs" })
        {
            await session.ExecuteAsync(
                $"DELETE FROM {table} WHERE job IN (SELECT key FROM jobs WHERE {unnamedJob})", cancellationToken);
        }

        return (await session.ExecuteAsync($"DELETE FROM jobs WHERE {unnamedJob}", cancellationToken), rows);
    }

    private static async Task<(int Artifacts, long Bytes)> CollectArtifactsAsync(
        SqlSession session, bool apply, CancellationToken cancellationToken)
    {
        const string Dead = $"hash NOT IN ({LiveArtifacts})";
        var found = (await session.QueryAsync(
            $"SELECT COUNT(*), CAST(COALESCE(SUM(bytes), 0) AS bigint) FROM artifacts WHERE {Dead}",
            reader => (reader.GetInt32(0), reader.GetInt64(1)), cancellationToken))[0];
        if (apply)
        {
            await session.ExecuteAsync($"DELETE FROM artifacts WHERE {Dead}", cancellationToken);
        }

        return found;
    }

    private static async Task<long> CountAsync(SqlSession session, string sql, CancellationToken cancellationToken) =>
        (await session.QueryAsync(sql, reader => reader.GetInt64(0), cancellationToken))[0];
}
