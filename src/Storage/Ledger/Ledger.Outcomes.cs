using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

internal sealed partial class Ledger
{
    public async Task<bool> CommitAsync(JobLease lease, JobResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(result);
        var key = lease.Job.Key;
        if (result.Rows.FirstOrDefault(row => row.Job != key) is { } foreign)
        {
            throw new ArgumentException($"row's job is {foreign.Job}; it must be the committed job {key}.", nameof(result));
        }

        RowRules.Require(result.Rows);
        var done = MarkDone(lease, result.Duration);
        if (result is { Rows: [], Artifacts: [] } && _database.WrittenHere is not null)
        {
            if (await _database.WriteInOneCallAsync(
                async session => (await session.BatchAsync([done, Unlock(key)], ReadText, cancellationToken)).Contains("done"),
                cancellationToken))
            {
                Charge(lease.ChargedTo, result.Duration.TotalMilliseconds);
                return true;
            }

            return await _database.ReadAsync(session => IsDoneByAsync(session, lease, cancellationToken), cancellationToken);
        }

        return await _database.WriteAsync(
            async session =>
            {
                if (await session.QueryAsync(done, ReadText, cancellationToken) is [])
                {
                    return await IsDoneByAsync(session, lease, cancellationToken);
                }

                await InsertArtifactsAsync(session, key, result.Artifacts, cancellationToken);
                await InsertRowsAsync(session, result.Rows, cancellationToken);
                await session.ExecuteAsync(Unlock(key), cancellationToken);
                session.OnCommitted(() => Charge(lease.ChargedTo, result.Duration.TotalMilliseconds));
                return true;
            },
            cancellationToken);
    }

    public async Task<bool> FailAsync(JobLease lease, JobFailure failure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(failure);
        return await _database.WriteAsync(session => FailAsync(session, lease, failure, cancellationToken), cancellationToken);
    }

    public async Task<bool> RedoInputsAsync(JobLease lease, ArtifactHash damaged, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return await _database.WriteAsync(
            async session =>
            {
                if (await FailuresOfAsync(session, lease, cancellationToken) is null)
                {
                    return false;
                }

                await ReopenProducersAsync(session, damaged, cancellationToken);
                var waits = await session.ExecuteAsync(
                    """
                    UPDATE jobs SET state = 'waiting', lease_expires_at = NULL, worker = NULL, attempts = attempts - 1
                    WHERE key = @key AND missing_inputs > 0
                    """,
                    cancellationToken,
                    ("@key", lease.Job.Key.Value));
                if (waits > 0)
                {
                    session.OnCommitted(() => Charge(lease));
                }

                return waits > 0 || await FailAsync(
                    session, lease,
                    JobFailure.Retryable($"artifact {damaged} is missing or damaged, and none of the job's inputs made it."),
                    cancellationToken);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<JobKey>> ReopenProducersAsync(ArtifactHash artifact, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => ReopenProducersAsync(session, artifact, cancellationToken), cancellationToken);

    private SqlStatement MarkDone(JobLease lease, TimeSpan duration) => new(
        """
        UPDATE jobs SET state = 'done', lease_expires_at = NULL, finished_at = @now, duration_ms = @duration, error = NULL
        WHERE key = @key AND token = @token AND state = 'leased' RETURNING state
        """,
        ("@now", _database.Now()), ("@duration", duration.TotalMilliseconds), ("@key", lease.Job.Key.Value), ("@token", lease.Token));

    /// <summary>The very same lease was committed before, and its answer was lost.</summary>
    private static async Task<bool> IsDoneByAsync(SqlSession session, JobLease lease, CancellationToken cancellationToken)
    {
        var tokens = await session.QueryAsync(
            "SELECT token FROM jobs WHERE key = @key AND state = 'done'",
            reader => reader.GetInt64(0),
            cancellationToken,
            ("@key", lease.Job.Key.Value));
        return tokens is [var token] && token == lease.Token;
    }

    private static async Task InsertArtifactsAsync(
        SqlSession session, JobKey job, IReadOnlyList<JobArtifact> artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Count == 0)
        {
            return;
        }

        foreach (var artifact in artifacts)
        {
            await session.ExecuteAsync(
                "INSERT INTO artifacts (hash, bytes) VALUES (@hash, @bytes) ON CONFLICT (hash) DO NOTHING",
                cancellationToken,
                ("@hash", artifact.Hash.Value), ("@bytes", artifact.Bytes));
        }

        JobArtifactRecord[] references = [.. artifacts.Select(a => new JobArtifactRecord { Job = job, Role = a.Role, Hash = a.Hash })];
        await session.InsertAsync(Tables.Of<JobArtifactRecord>(), references, cancellationToken);
    }

    private static async Task InsertRowsAsync(SqlSession session, IReadOnlyList<ResultRow> rows, CancellationToken cancellationToken)
    {
        foreach (var group in rows.GroupBy(row => row.GetType()))
        {
            await session.InsertAsync(Tables.Of(group.Key), [.. group], cancellationToken);
        }
    }

    /// <summary>
    /// Counts a job that was just marked done off its dependents. On PostgreSQL one statement, and nothing where the mark was refused. It
    /// is not one with the mark: dependents that a submission adds while the mark waits for its lock are seen only by a statement that
    /// starts later.
    /// </summary>
    private SqlStatement Unlock(JobKey key)
    {
        const string CountOff =
            """
            UPDATE jobs SET missing_inputs = missing_inputs - 1,
                state = CASE WHEN missing_inputs = 1 AND state = 'waiting' THEN 'ready' ELSE state END
            """;
        return new(
            _database.WrittenHere is not { } writtenHere
                ? $"{CountOff} WHERE key IN (SELECT job FROM job_inputs WHERE input = @key) AND state <> 'done'"
                // Two commits with common dependents lock them in one order, or they could wait for each other.
                : $"""
                WITH readers AS (
                    SELECT job AS key FROM job_inputs WHERE input = @key
                        AND EXISTS (SELECT 1 FROM jobs d WHERE d.key = @key AND {writtenHere})),
                locked AS MATERIALIZED (SELECT key FROM jobs WHERE key {_database.KeyIsOneOf("readers")} ORDER BY key{_database.ForUpdate}),
                unlocked AS ({CountOff} WHERE key {_database.KeyIsOneOf("locked")} AND state <> 'done' RETURNING state)
                SELECT {_database.AnnounceWork} FROM unlocked WHERE state = 'ready' LIMIT 1
                """,
            ("@key", key.Value));
    }

    /// <summary>How often the leased job has failed so far; null when the lease does not hold it any more. Locks the row.</summary>
    private async Task<int?> FailuresOfAsync(SqlSession session, JobLease lease, CancellationToken cancellationToken)
    {
        var failures = await session.QueryAsync(
            $"SELECT failures FROM jobs WHERE key = @key AND token = @token AND state = 'leased'{_database.ForUpdate}",
            reader => reader.GetInt32(0),
            cancellationToken,
            ("@key", lease.Job.Key.Value), ("@token", lease.Token));
        return failures is [var count] ? count : null;
    }

    private async Task<bool> FailAsync(SqlSession session, JobLease lease, JobFailure failure, CancellationToken cancellationToken)
    {
        if (await FailuresOfAsync(session, lease, cancellationToken) is not { } before)
        {
            return false;
        }

        var failures = before < int.MaxValue ? before + 1 : before;
        var now = _database.Now();
        var final = !failure.Transient || failures >= _database.Options.MaxFailures;
        await session.ExecuteAsync(
            """
            UPDATE jobs SET state = CASE WHEN @final = 1 THEN 'failed' WHEN missing_inputs > 0 THEN 'waiting' ELSE 'ready' END,
                failures = @failures, not_before = @notBefore, error = @error, lease_expires_at = NULL
            WHERE key = @key
            """,
            cancellationToken,
            ("@final", final ? 1 : 0), ("@failures", failures),
            ("@notBefore", now + (long)_database.Options.BackOffAfter(failures).TotalMilliseconds),
            ("@error", failure.Error), ("@key", lease.Job.Key.Value));
        session.OnCommitted(() => Charge(lease));
        return true;
    }

    private async Task<IReadOnlyList<JobKey>> ReopenProducersAsync(
        SqlSession session, ArtifactHash artifact, CancellationToken cancellationToken)
    {
        var makers = await session.QueryAsync(
            "SELECT key, state FROM jobs WHERE key IN (SELECT job FROM job_artifacts WHERE hash = @hash) ORDER BY "
                + $"key{_database.ForUpdate}",
            reader => (Key: ReadKey(reader), State: reader.GetString(1)),
            cancellationToken,
            ("@hash", artifact.Value));
        List<JobKey> producers = [.. makers.Where(m => m.State == "done").Select(m => m.Key)];
        foreach (var producer in producers)
        {
            await ReopenAsync(session, producer, cancellationToken);
        }

        await AnnounceWorkAsync(session, cancellationToken);
        return producers;
    }

    private static async Task ReopenAsync(SqlSession session, JobKey key, CancellationToken cancellationToken)
    {
        foreach (var table in Tables.OfResults.Append(Tables.Of<JobArtifactRecord>()))
        {
            await session.ExecuteAsync($"DELETE FROM {table.Name} WHERE job = @key", cancellationToken, ("@key", key.Value));
        }

        // Its own inputs were done when it ran, but may have been reopened since.
        await session.ExecuteAsync(
            """
            WITH missing AS (
                SELECT COUNT(DISTINCT i.input) AS count FROM job_inputs i JOIN jobs d ON d.key = i.input
                    WHERE i.job = @key AND d.state <> 'done')
            UPDATE jobs SET missing_inputs = (SELECT count FROM missing),
                state = CASE WHEN (SELECT count FROM missing) > 0 THEN 'waiting' ELSE 'ready' END,
                failures = 0, losses = 0, attempts = 0, not_before = 0, finished_at = NULL, duration_ms = NULL, worker = NULL
            WHERE key = @key
            """,
            cancellationToken,
            ("@key", key.Value));
        await session.ExecuteAsync(
            $"""
            UPDATE jobs SET missing_inputs = {LeaseSql.OneMore("missing_inputs")},
                state = CASE WHEN state = 'ready' THEN 'waiting' ELSE state END
            WHERE key IN (SELECT job FROM job_inputs WHERE input = @key) AND state <> 'done'
            """,
            cancellationToken,
            ("@key", key.Value));
        // A study that was submitted while the job was done did not have to borrow it.
        await session.ExecuteAsync(
            """
            UPDATE study_jobs SET borrowed = TRUE
            WHERE job = @key AND study IS DISTINCT FROM (SELECT study FROM jobs WHERE key = @key) AND revision = (
                SELECT t.revision FROM studies t WHERE t.name = study_jobs.study AND t.superseded_at IS NULL)
            """,
            cancellationToken,
            ("@key", key.Value));
    }
}
