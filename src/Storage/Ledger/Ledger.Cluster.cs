using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

internal sealed partial class Ledger
{
    public Task<JobLease?> HandOverAsync(JobKey job, long token, WorkerId worker, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        // Silos lease nothing: what they have computed is written with what they take over.
        return IsDue(ref _chargesWritten) ? WriteWithChargesAsync(TakeAsync, cancellationToken) : _database.WriteAsync(
            TakeAsync, cancellationToken);

        async Task<JobLease?> TakeAsync(SqlSession session)
        {
            await SeeAsync(session, worker, cancellationToken);
            var statement = new SqlStatement(
                LeaseSql.TakeOver(),
                ("@worker", WorkerKey(worker)), ("@expires", _database.Now() + (long)lease.TotalMilliseconds), ("@key", job.Value),
                ("@token", token));
            var row = (await session.QueryAsync(statement, ReadPickedRow, cancellationToken)).SingleOrDefault();
            if (row is RefusedRow refused)
            {
                await RefuseAsync(session, refused, cancellationToken);
            }

            return (row as PickedJob)?.Lease;
        }
    }

    public Task<IReadOnlyList<JobDemand>> FindDemandsAsync(string study, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<JobDemand>>(
            async session => await session.QueryAsync(
                """
                SELECT kind, version, device, MIN(memory_bytes), MIN(key) FROM jobs
                WHERE state = 'ready'
                    AND (study = @study OR key IN (SELECT job FROM study_jobs WHERE study = @study AND borrowed AND borrowed = TRUE))
                GROUP BY kind, version, device ORDER BY kind, version, device
                """,
                reader => new JobDemand(
                    reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetInt64(3), StoredText.Key(reader, 4)),
                cancellationToken, ("@study", study)),
            cancellationToken);

    public Task<IReadOnlyList<DeviceLoad>> CountByDeviceAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<DeviceLoad>>(
            async session => await session.QueryAsync(
                """
                SELECT device, COUNT(CASE WHEN state = 'ready' THEN 1 END), COUNT(CASE WHEN state = 'leased' THEN 1 END)
                FROM jobs WHERE state IN ('ready', 'leased') GROUP BY device ORDER BY device
                """,
                reader => new DeviceLoad(reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2)), cancellationToken),
            cancellationToken);

    public Task<IReadOnlyList<string>> FindActiveStudiesAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<string>>(
            async session => await session.QueryAsync(
                """
                SELECT s.name FROM studies s WHERE s.superseded_at IS NULL AND s.cancelled_at IS NULL AND (
                    EXISTS (SELECT 1 FROM jobs j WHERE j.study = s.name AND j.state = 'ready')
                    OR EXISTS (SELECT 1 FROM jobs j WHERE j.study = s.name AND j.lease_expires_at IS NOT NULL)
                    OR EXISTS (
                        SELECT 1 FROM study_jobs b JOIN jobs j ON j.key = b.job
                        WHERE b.study = s.name AND b.borrowed AND b.borrowed = TRUE AND j.state IN ('ready', 'leased')))
                ORDER BY s.name
                """,
                ReadText, cancellationToken),
            cancellationToken);

    public Task<int> EndLeasesOfAsync(WorkerId gone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gone);
        return _database.WriteAsync(
            async session =>
            {
                var ended = await EndLeasesAsync(session, "worker = @bound", WorkerKey(gone), cancellationToken);
                await AnnounceWorkAsync(session, cancellationToken);
                return ended;
            },
            cancellationToken);
    }
}
