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
