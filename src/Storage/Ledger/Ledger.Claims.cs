using System.Collections.Concurrent;
using Experiments.Contracts;
using Experiments.Pipeline;

namespace Experiments.Storage;

internal sealed partial class Ledger
{
    // A worker's row says when it was last seen; renewals come every few seconds, so finer would only be more writes.
    private static readonly TimeSpan SeenEvery = TimeSpan.FromSeconds(5);

    // Asking the operating system about processes costs more than a claim.
    private static readonly TimeSpan CheckProcessesEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<WorkerId, long> _seen = new();
    private long _processesChecked = long.MinValue;

    public async Task<IReadOnlyList<Claim>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(request.Lease, TimeSpan.Zero);
        return await _database.WriteAsync(
            async session =>
            {
                await SeeAsync(session, request.Worker, cancellationToken);
                await EndLeasesAsync(session, "lease_expires_at <= @bound", _database.Now(), cancellationToken);
                var checkProcesses = _processesChecked == long.MinValue;
                if (checkProcesses)
                {
                    await EndLeasesOfDeadAsync(session, request.Worker.Host, cancellationToken);
                }

                var picked = await PickAsync(session, request, request.Count, cancellationToken);
                if (picked.Count < request.Count && !checkProcesses && _database.Time.GetElapsedTime(_processesChecked) >= CheckProcessesEvery
                    && await EndLeasesOfDeadAsync(session, request.Worker.Host, cancellationToken) > 0)
                {
                    picked.AddRange(await PickAsync(session, request, request.Count - picked.Count, cancellationToken));
                }

                return await ToClaimsAsync(session, picked, cancellationToken);
            },
            cancellationToken);
    }

    public async Task<bool> WaitForWorkAsync(string? study, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = _database.Time.GetTimestamp();
        while (true)
        {
            // Taken before the look: what is announced between the look and the wait is heard.
            var announced = _database.NextAnnouncement();
            if (await CanClaimAsync(study, cancellationToken))
            {
                return true;
            }

            var left = timeout - _database.Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var wait = left < _database.LookAgainAfter ? left : _database.LookAgainAfter;
            await Task.WhenAny(announced, Task.Delay(wait, _database.Time, enough.Token));
            await enough.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async Task<IReadOnlyList<Claim>> RenewAsync(IReadOnlyList<Claim> claims, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        if (claims.Count == 0)
        {
            return [];
        }

        return await _database.WriteAsync(
            async session =>
            {
                var now = _database.Now();
                var lost = new List<Claim>();
                foreach (var claim in claims.OrderBy(c => c.Job.Key))
                {
                    var renewed = await session.ExecuteAsync(
                        "UPDATE jobs SET lease_expires_at = @expires WHERE key = @key AND token = @token AND state = 'leased'",
                        cancellationToken,
                        ("@expires", now + (long)lease.TotalMilliseconds), ("@key", claim.Job.Key.Value), ("@token", claim.Token));
                    if (renewed == 0)
                    {
                        lost.Add(claim);
                    }
                }

                await session.ExecuteAsync(
                    "UPDATE workers SET last_seen_at = @now WHERE id IN (SELECT worker FROM jobs WHERE key = @key AND token = @token)",
                    cancellationToken,
                    ("@now", now), ("@key", claims[0].Job.Key.Value), ("@token", claims[0].Token));
                return lost;
            },
            cancellationToken);
    }

    public async Task ReleaseAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claims);
        if (claims.Count == 0)
        {
            return;
        }

        await _database.WriteAsync(
            async session =>
            {
                foreach (var claim in claims.OrderBy(c => c.Job.Key))
                {
                    await session.ExecuteAsync(
                        """
                        UPDATE jobs SET state = CASE WHEN missing_inputs > 0 THEN 'waiting' ELSE 'ready' END, lease_expires_at = NULL, worker = NULL,
                            attempts = attempts - 1
                        WHERE key = @key AND token = @token AND state = 'leased'
                        """,
                        cancellationToken,
                        ("@key", claim.Job.Key.Value), ("@token", claim.Token));
                }

                await _database.AnnounceWorkAsync(session, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private Task<bool> CanClaimAsync(string? study, CancellationToken cancellationToken)
    {
        var ofStudy = study is null ? "" : "AND EXISTS (SELECT 1 FROM study_jobs s WHERE s.job = j.key AND s.study = @study)";
        List<(string, object?)> parameters = [("@now", _database.Now())];
        if (study is not null)
        {
            parameters.Add(("@study", study));
        }

        return _database.ReadAsync(
            async session => (await session.QueryAsync(
                $"""
                SELECT 1 WHERE EXISTS (SELECT 1 FROM jobs j WHERE j.state = 'ready' AND j.not_before <= @now {ofStudy})
                    OR EXISTS (SELECT 1 FROM jobs j WHERE j.lease_expires_at IS NOT NULL AND j.lease_expires_at <= @now {ofStudy})
                """,
                reader => reader.GetInt32(0),
                cancellationToken,
                [.. parameters])).Count > 0,
            cancellationToken);
    }

    private async Task SeeAsync(SqlSession session, WorkerId worker, CancellationToken cancellationToken)
    {
        if (_seen.TryGetValue(worker, out var seen) && _database.Time.GetElapsedTime(seen) < SeenEvery)
        {
            return;
        }

        await session.ExecuteAsync(
            """
            INSERT INTO workers (id, host, process_id, started_at, last_seen_at) VALUES (@id, @host, @process, @started, @now)
            ON CONFLICT (id) DO UPDATE SET last_seen_at = excluded.last_seen_at
            """,
            cancellationToken,
            ("@id", WorkerKey(worker)), ("@host", worker.Host), ("@process", worker.ProcessId),
            ("@started", worker.StartedAt.ToUnixTimeMilliseconds()), ("@now", _database.Now()));
        session.OnCommitted(() => _seen[worker] = _database.Time.GetTimestamp());
    }

    /// <summary>Takes jobs back whose worker will not answer any more.</summary>
    private Task<int> EndLeasesAsync(SqlSession session, string which, object bound, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $"""
            UPDATE jobs SET
                state = CASE WHEN losses + 1 >= @max THEN 'failed' WHEN missing_inputs > 0 THEN 'waiting' ELSE 'ready' END,
                error = CASE WHEN losses + 1 >= @max THEN @error ELSE error END,
                losses = losses + 1, lease_expires_at = NULL
            WHERE key IN (SELECT key FROM jobs WHERE lease_expires_at IS NOT NULL AND {which}{_database.SkipLocked})
            """,
            cancellationToken,
            ("@max", _database.Options.MaxLosses),
            ("@error", $"its worker ended {_database.Options.MaxLosses} times without an answer; the job may use more memory than there is."),
            ("@bound", bound));

    private async Task<int> EndLeasesOfDeadAsync(SqlSession session, string host, CancellationToken cancellationToken)
    {
        _processesChecked = _database.Time.GetTimestamp();
        var holders = await session.QueryAsync(
            """
            SELECT id, process_id, started_at FROM workers
            WHERE host = @host AND id IN (SELECT worker FROM jobs WHERE lease_expires_at IS NOT NULL)
            """,
            reader => (Id: reader.GetString(0), Worker: new WorkerId(host, reader.GetInt32(1), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)))),
            cancellationToken,
            ("@host", host));
        var ended = 0;
        foreach (var (id, _) in holders.Where(h => !_isAlive(h.Worker)))
        {
            ended += await EndLeasesAsync(session, "worker = @bound", id, cancellationToken);
        }

        return ended;
    }

    private Task<List<PickedJob>> PickAsync(SqlSession session, ClaimRequest request, int count, CancellationToken cancellationToken)
    {
        var now = _database.Now();
        var ofStudy = request.Study is null ? "" : "AND EXISTS (SELECT 1 FROM study_jobs s WHERE s.job = j.key AND s.study = @study)";
        List<(string, object?)> parameters =
        [
            ("@now", now), ("@count", count), ("@worker", WorkerKey(request.Worker)), ("@expires", now + (long)request.Lease.TotalMilliseconds),
        ];
        if (request.Study is not null)
        {
            parameters.Add(("@study", request.Study));
        }

        // Materialised: as a plain subquery PostgreSQL may run it more than once and take more than @count rows.
        return session.QueryAsync(
            $"""
            WITH picked AS MATERIALIZED (
                SELECT j.key FROM jobs j WHERE j.state = 'ready' AND j.not_before <= @now {ofStudy}
                ORDER BY j.priority DESC, j.sequence LIMIT @count{_database.SkipLocked})
            UPDATE jobs SET state = 'leased', worker = @worker, lease_expires_at = @expires, token = token + 1, attempts = attempts + 1
            WHERE key IN (SELECT key FROM picked)
            RETURNING key, kind, version, settings, token, attempts, priority, sequence
            """,
            reader => new PickedJob(
                ReadKey(reader), reader.GetString(1), reader.GetInt32(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt32(5),
                reader.GetDouble(6), reader.GetInt64(7)),
            cancellationToken,
            [.. parameters]);
    }

    private async Task<IReadOnlyList<Claim>> ToClaimsAsync(SqlSession session, List<PickedJob> picked, CancellationToken cancellationToken)
    {
        if (picked.Count == 0)
        {
            return [];
        }

        var inputs = await ReadInputsAsync(session, picked.Select(p => p.Key), cancellationToken);
        return
        [
            .. picked.OrderByDescending(p => p.Priority).ThenBy(p => p.Sequence).Select(p => new Claim(
                new Job
                {
                    Key = p.Key,
                    Kind = p.Kind,
                    Version = p.Version,
                    Settings = ParseSettings(p.Settings),
                    Inputs = inputs.GetValueOrDefault(p.Key) ?? [],
                },
                p.Token,
                p.Attempts)),
        ];
    }

    private sealed record PickedJob(
        JobKey Key, string Kind, int Version, string Settings, long Token, int Attempts, double Priority, long Sequence);
}
