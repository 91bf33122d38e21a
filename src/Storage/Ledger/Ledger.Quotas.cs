using Experiments.Contracts;

namespace Experiments.Storage;

internal sealed partial class Ledger
{
    private static readonly double Hour = TimeSpan.FromHours(1).TotalMilliseconds;

    public async Task SetPriorityAsync(string study, int priority, CancellationToken cancellationToken)
    {
        StudyPriority.Require(priority);
        await _database.WriteAsync(
            async session =>
            {
                await RequireStudyAsync(session, study, cancellationToken);
                return await SetPriorityAsync(session, study, priority, cancellationToken);
            },
            cancellationToken);
        ForgetShares();
    }

    public async Task SetQuotaAsync(Quota quota, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(quota);
        quota.Require();
        await _database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("DELETE FROM quotas WHERE owner = @owner", cancellationToken, ("@owner", quota.User));
                var row = new QuotaRecord { Owner = quota.User, Jobs = quota.Jobs, DeviceHours = quota.DeviceHours };
                await session.InsertAsync(Tables.Of<QuotaRecord>(), [row], cancellationToken);
                await AnnounceWorkAsync(session, cancellationToken);
                return true;
            },
            cancellationToken);
        ForgetShares();
    }

    public async Task<bool> RemoveQuotaAsync(string user, CancellationToken cancellationToken)
    {
        var removed = await _database.WriteAsync(
            async session =>
            {
                await AnnounceWorkAsync(session, cancellationToken);
                return await session.ExecuteAsync("DELETE FROM quotas WHERE owner = @owner", cancellationToken, ("@owner", user));
            },
            cancellationToken);
        ForgetShares();
        return removed > 0;
    }

    public Task<IReadOnlyList<QuotaLine>> ListQuotasAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<QuotaLine>>(
            async session =>
            [
                .. (await ReadQuotasAsync(session, cancellationToken)).OrderBy(line => line.Quota.User, StringComparer.Ordinal),
            ],
            cancellationToken);

    public Task<QuotaLine?> FindQuotaAsync(string study, CancellationToken cancellationToken) => _database.ReadAsync(
        async session =>
        {
            var quotas = await ReadQuotasAsync(session, cancellationToken);
            var owner = quotas.Count == 0 ? null
                : (await OwnersAsync(session, [StudyAddress.Parse(study).Name], cancellationToken)).Values.SingleOrDefault().Owner;
            return quotas.Find(line => line.Quota.User == owner);
        },
        cancellationToken);

    private static Task<int> SetPriorityAsync(SqlSession session, string study, int priority, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE studies SET priority = @priority WHERE name = @study AND superseded_at IS NULL", cancellationToken,
            ("@priority", priority), ("@study", study));

    private Task<List<QuotaLine>> ReadQuotasAsync(SqlSession session, CancellationToken cancellationToken)
    {
        var now = _database.Now();
        return session.QueryAsync(
            ShareSql.Quotas,
            reader => new QuotaLine(
                new Quota(
                    reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetDouble(2)),
                reader.GetInt32(4), (reader.GetDouble(3) + reader.GetDouble(5)) / Hour),
            cancellationToken,
            ("@day", now / Day), ("@now", now), ("@midnight", now - now % Day));
    }
}
