using System.Collections.Concurrent;
using System.Data.Common;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

internal sealed partial class Ledger
{
    // A worker's row says when it was last seen; renewals come every few seconds, so finer would only be more writes.
    private static readonly TimeSpan SeenEvery = TimeSpan.FromSeconds(5);

    // How often ended leases and dead processes are looked for: both cost more than a lease.
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<WorkerId, long> _seen = new();
    private long _leasesChecked = long.MinValue;
    private long _processesChecked = long.MinValue;

    public async Task<IReadOnlyList<JobLease>> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(request.Duration, TimeSpan.Zero);
        var first = _processesChecked == long.MinValue;
        if (IsDue(ref _leasesChecked) | !IsSeen(request.Worker))
        {
            await WriteWithChargesAsync(session => KeepHouseAsync(session, request.Worker, first, cancellationToken), cancellationToken);
        }

        var picked = await PickAsync(request, request.Count, cancellationToken);
        if (picked.Count < request.Count && !first && IsDue(ref _processesChecked)
            && await _database.WriteAsync(
                session => EndLeasesOfDeadAsync(session, request.Worker.Host, cancellationToken), cancellationToken) > 0)
        {
            picked.AddRange(await PickAsync(request, request.Count - picked.Count, cancellationToken));
        }

        return [.. picked.OrderByDescending(p => p.Priority).ThenBy(p => p.Sequence).Select(p => p.Lease)];
    }

    public async Task<bool> WaitForJobsAsync(LeaseRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = _database.Time.GetTimestamp();
        while (true)
        {
            // Taken before the look: what is announced between the look and the wait is heard.
            var announced = _database.NextAnnouncement();
            if (await CanLeaseAsync(request, cancellationToken))
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

    public Task<(int Jobs, long LeastBytes)> FindTooLargeAsync(long memoryBytes, CancellationToken cancellationToken)
    {
        var known = _database.Options.Kinds is { } kinds ? $" AND NOT ({LeaseSql.Unknown(kinds)})" : "";
        return _database.ReadAsync(
            async session => (await session.QueryAsync(
                $"SELECT COUNT(*), COALESCE(MIN(memory_bytes), 0) FROM jobs WHERE state = 'ready' AND memory_bytes > @memory{known}",
                reader => (reader.GetInt32(0), reader.GetInt64(1)), cancellationToken, ("@memory", memoryBytes)))[0],
            cancellationToken);
    }

    public async Task<IReadOnlyList<JobLease>> RenewAsync(
        IReadOnlyList<JobLease> leases, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leases);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        if (leases.Count == 0)
        {
            return [];
        }

        return await _database.WriteAsync(
            async session =>
            {
                var now = _database.Now();
                var first = leases[0];
                var renewed = (await session.BatchAsync(
                    [
                        .. leases.OrderBy(c => c.Job.Key).Select(jobLease => new SqlStatement(
                            "UPDATE jobs SET lease_expires_at = @expires WHERE key = @key AND token = @token AND state "
                                + "= 'leased' RETURNING key",
                            ("@expires", now + (long)lease.TotalMilliseconds), ("@key", jobLease.Job.Key.Value),
                            ("@token", jobLease.Token))),
                        new(
                            "UPDATE workers SET last_seen_at = @now WHERE id IN (SELECT worker FROM jobs WHERE key = "
                                + "@key AND token = @token)",
                            ("@now", now), ("@key", first.Job.Key.Value), ("@token", first.Token)),
                    ],
                    ReadKey,
                    cancellationToken)).ToHashSet();
                return leases.Where(c => !renewed.Contains(c.Job.Key)).ToList();
            },
            cancellationToken);
    }

    public async Task ReleaseAsync(IReadOnlyList<JobLease> leases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leases);
        if (leases.Count == 0)
        {
            return;
        }

        await _database.WriteAsync(
            async session =>
            {
                foreach (var lease in leases.OrderBy(c => c.Job.Key))
                {
                    var released = await session.ExecuteAsync(
                        """
                        UPDATE jobs SET state = CASE WHEN missing_inputs > 0 THEN 'waiting' ELSE 'ready' END, lease_expires_at = NULL,
                            worker = NULL, attempts = attempts - 1
                        WHERE key = @key AND token = @token AND state = 'leased'
                        """,
                        cancellationToken,
                        ("@key", lease.Job.Key.Value), ("@token", lease.Token));
                    if (released > 0)
                    {
                        session.OnCommitted(() => Charge(lease));
                    }
                }

                await AnnounceWorkAsync(session, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private Task<int> AnnounceWorkAsync(SqlSession session, CancellationToken cancellationToken) =>
        session.ExecuteAsync($"SELECT {_database.AnnounceWork}", cancellationToken);

    private async Task<bool> CanLeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        var found = await _database.ReadAsync(
            session => session.QueryAsync(
                new SqlStatement(
                    $"""
                    {LeaseSql.Ready(
                        _database, request.Study is null ? LeaseScope.All : LeaseScope.OfStudy, count: 1, skipLocked: false,
                        request.Abilities)}
                    SELECT key, 0 FROM picked
                    UNION ALL
                    SELECT key, 1 FROM (
                        SELECT key FROM jobs WHERE lease_expires_at IS NOT NULL AND lease_expires_at <= @now LIMIT 1) AS ended
                    """,
                    ReadyParameters(request.Study)),
                reader => reader.GetInt32(1) == 1,
                cancellationToken),
            cancellationToken);
        return found.Contains(true) || (found.Count > 0 && await MayLeaseAsync(request, cancellationToken));
    }

    private (string Name, object? Value)[] ReadyParameters(string? study) =>
        study is null ? [("@now", _database.Now())] : [("@now", _database.Now()), ("@study", study)];

    /// <summary>Whether this caller has to do what one caller per second has to.</summary>
    private bool IsDue(ref long last)
    {
        var before = Interlocked.Read(ref last);
        return (before == long.MinValue || _database.Time.GetElapsedTime(before) >= CheckEvery)
            && Interlocked.CompareExchange(ref last, _database.Time.GetTimestamp(), before) == before;
    }

    private bool IsSeen(WorkerId worker) => _seen.TryGetValue(worker, out var seen) && _database.Time.GetElapsedTime(seen) < SeenEvery;

    private async Task<bool> KeepHouseAsync(SqlSession session, WorkerId worker, bool checkProcesses, CancellationToken cancellationToken)
    {
        await SeeAsync(session, worker, cancellationToken);
        await EndLeasesAsync(session, "lease_expires_at <= @bound", _database.Now(), cancellationToken);
        if (checkProcesses)
        {
            await EndLeasesOfDeadAsync(session, worker.Host, cancellationToken);
        }

        return true;
    }

    private async Task SeeAsync(SqlSession session, WorkerId worker, CancellationToken cancellationToken)
    {
        if (IsSeen(worker))
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
    private async Task<int> EndLeasesAsync(SqlSession session, string which, object bound, CancellationToken cancellationToken)
    {
        var now = _database.Now();
        var ended = await session.QueryAsync(
            $"""
            UPDATE jobs SET
                state = CASE WHEN losses >= @max - 1 THEN 'failed' WHEN missing_inputs > 0 THEN 'waiting' ELSE 'ready' END,
                error = CASE WHEN losses >= @max - 1 THEN @error ELSE error END,
                losses = {LeaseSql.OneMore("losses")}, lease_expires_at = NULL
            WHERE key IN (SELECT key FROM jobs WHERE lease_expires_at IS NOT NULL AND {which}{_database.SkipLocked})
            RETURNING lease_study, leased_at
            """,
            reader => (Study: Text(reader, 0), Milliseconds: reader.IsDBNull(1) ? 0 : now - reader.GetInt64(1)),
            cancellationToken,
            ("@max", _database.Options.MaxLosses),
            ("@error",
                $"its worker ended {_database.Options.MaxLosses} times without an answer; the job may use more memory than there is."),
            ("@bound", bound));
        session.OnCommitted(() => ended.ForEach(lease => Charge(lease.Study, lease.Milliseconds)));
        return ended.Count;
    }

    private async Task<int> EndLeasesOfDeadAsync(SqlSession session, string host, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _processesChecked, _database.Time.GetTimestamp());
        var holders = await session.QueryAsync(
            """
            SELECT id, process_id, started_at FROM workers
            WHERE host = @host AND id IN (SELECT worker FROM jobs WHERE lease_expires_at IS NOT NULL)
            """,
            reader => (Id: reader.GetString(0), Process: reader.GetInt64(1), StartedAt: reader.GetInt64(2)),
            cancellationToken,
            ("@host", host));
        var ended = 0;
        foreach (var (id, _, _) in holders.Where(h => !IsAlive(host, h.Process, h.StartedAt)))
        {
            ended += await EndLeasesAsync(session, "worker = @bound", id, cancellationToken);
        }

        return ended;
    }

    /// <summary>False for numbers that no process has: such a worker will not answer either.</summary>
    private bool IsAlive(string host, long process, long startedAt) =>
        process is >= 0 and <= int.MaxValue && startedAt >= 0 && startedAt <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        && _isAlive(new WorkerId(host, (int)process, DateTimeOffset.FromUnixTimeMilliseconds(startedAt)));

    /// <summary>Rows that are no jobs fail; the others are leased.</summary>
    private static async Task<List<PickedJob>> KeepJobsAsync(IReadOnlyList<LeasedRow> rows, Func<RefusedRow, Task> refuse)
    {
        foreach (var refused in rows.OfType<RefusedRow>())
        {
            await refuse(refused);
        }

        return [.. rows.OfType<PickedJob>()];
    }

    /// <summary>A leased row that is no job fails for good: nobody can run it, and whoever leases goes on with others.</summary>
    private async Task<bool> RefuseAsync(SqlSession session, RefusedRow refused, CancellationToken cancellationToken)
    {
        session.OnCommitted(() => RowRefused(refused.Why));
        return await session.ExecuteAsync(
            $"""
            UPDATE jobs SET state = 'failed', failures = {LeaseSql.OneMore("failures")}, error = @error, lease_expires_at = NULL
            WHERE key = @key AND token = @token AND state = 'leased'
            """,
            cancellationToken,
            ("@error", refused.Why), ("@key", refused.Key), ("@token", refused.Token)) > 0;
    }

    /// <summary>The leased job, or why the row is none.</summary>
    private static LeasedRow ReadPickedRow(DbDataReader reader)
    {
        try
        {
            return StoredText.Row(reader, ReadPicked);
        }
        catch (StorageException fault)
        {
            return new RefusedRow(reader.GetString(0), reader.GetInt64(4), fault.Message);
        }
    }

    private static PickedJob ReadPicked(DbDataReader reader) => new(
        new JobLease(
            new Job
            {
                Key = ReadKey(reader),
                Kind = reader.GetString(1),
                Version = reader.GetInt32(2),
                Settings = StoredText.Settings(reader, 3),
                Inputs = Text(reader, 8) is { } inputs ? LeaseSql.ParseInputs(ReadKey(reader), inputs) : [],
            },
            reader.GetInt64(4),
            reader.GetInt32(5))
        {
            MemoryBytes = reader.GetInt64(9),
            ChargedTo = Text(reader, 10),
            LeasedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.IsDBNull(11) ? 0 : reader.GetInt64(11)),
        },
        reader.GetDouble(6),
        reader.GetInt64(7));

    private abstract record LeasedRow;

    private sealed record PickedJob(JobLease Lease, double Priority, long Sequence) : LeasedRow;

    /// <param name="Key">As it stands in the row.</param>
    /// <param name="Token">Of its lease.</param>
    /// <param name="Why">One line that names the row.</param>
    private sealed record RefusedRow(string Key, long Token, string Why) : LeasedRow;
}
