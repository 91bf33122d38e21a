using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

// Who is next is decided in memory, from what the database had a moment ago and what this process has leased and committed since: reading
// it costs more than a lease. Device time is written in sums, because a row that every commit writes would be what commits wait for.
internal sealed partial class Ledger
{
    private static readonly TimeSpan SharesAge = TimeSpan.FromMilliseconds(250);

    // A coordinator that is refused reads anew, and coordinators ask often.
    private static readonly TimeSpan RefusalAge = TimeSpan.FromMilliseconds(50);

    // As long as a worker may be silent.
    private static readonly TimeSpan PlacesAge = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(2);

    private static readonly long Day = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    private readonly Lock _shareGate = new();
    private readonly Dictionary<string, double> _charges = [];
    private KnownShares? _shares;
    private long _chargesWritten = long.MinValue;

    public Task KeepPlacesAsync(string study, TimeSpan time, CancellationToken cancellationToken) => _database.WriteAsync(
        session => session.ExecuteAsync(
            $"""
            INSERT INTO shares ({Tables.Of<ShareRecord>().ColumnList})
            SELECT COALESCE(submitted_by, ''), name, 0, FALSE, @until FROM studies WHERE name = @study AND superseded_at IS NULL
            ON CONFLICT (owner, study) DO UPDATE SET kept_until = excluded.kept_until
            """,
            cancellationToken,
            ("@until", time > TimeSpan.Zero ? _database.Now() + (long)time.TotalMilliseconds : 0L), ("@study", study)),
        cancellationToken);

    /// <summary>Writes the device time that is not written yet: the process ends.</summary>
    internal async Task SettleAsync()
    {
        lock (_shareGate)
        {
            if (_charges.Count == 0)
            {
                return;
            }
        }

        using var patience = new CancellationTokenSource(LongestSettling, _database.Time);
        try
        {
            await WriteWithChargesAsync(_ => Task.FromResult(true), patience.Token);
        }
        catch (Exception fault) when (fault is StorageException or OperationCanceledException)
        {
            // A second of device time, for which nobody waits.
        }
    }

    private void ForgetShares()
    {
        lock (_shareGate)
        {
            _shares = null;
        }
    }

    /// <summary>A lease has ended, and its study is charged.</summary>
    private void Charge(string? study, double milliseconds)
    {
        lock (_shareGate)
        {
            var charge = Math.Max(0, milliseconds);
            _charges[study ?? ""] = _charges.GetValueOrDefault(study ?? "") + charge;
            if (_shares is { } known && known.Studies.TryGetValue(study ?? "", out var found))
            {
                // What it had when the shares were read is in them.
                charge = Math.Min(charge, _database.Time.GetElapsedTime(known.ReadAt).TotalMilliseconds);
                found.Study.Held = Math.Max(0, found.Study.Held - 1);
                found.Study.Used += charge / found.Study.Priority;
                found.User.Used += charge;
            }
        }
    }

    private void Charge(JobLease lease) => Charge(lease.ChargedTo, (_database.Time.GetUtcNow() - lease.LeasedAt).TotalMilliseconds);

    /// <summary>A writing transaction that writes the device time too.</summary>
    private async Task<T> WriteWithChargesAsync<T>(Func<SqlSession, Task<T>> body, CancellationToken cancellationToken)
    {
        KeyValuePair<string, double>[] charges;
        lock (_shareGate)
        {
            charges = [.. _charges];
            _charges.Clear();
        }

        try
        {
            return await _database.WriteAsync(
                async session =>
                {
                    var result = await body(session);
                    await AddChargesAsync(session, charges, cancellationToken);
                    return result;
                },
                cancellationToken);
        }
        catch
        {
            lock (_shareGate)
            {
                foreach (var (study, milliseconds) in charges)
                {
                    _charges[study] = _charges.GetValueOrDefault(study) + milliseconds;
                }
            }

            throw;
        }
    }

    private async Task AddChargesAsync(SqlSession session, KeyValuePair<string, double>[] charges, CancellationToken cancellationToken)
    {
        if (charges.Length == 0)
        {
            return;
        }

        var owners = await OwnersAsync(session, charges.Select(charge => charge.Key), cancellationToken);
        var day = _database.Now() / Day;
        List<(string Owner, SqlStatement Statement)> changes = [];
        foreach (var (study, milliseconds) in charges)
        {
            var (owner, priority) = owners.GetValueOrDefault(study, ("", StudyPriority.Default));
            if (study.Length > 0)
            {
                changes.Add((owner, AddUsed(owner, study, milliseconds / priority)));
            }

            changes.Add((owner, AddUsed(owner, "", milliseconds)));
            changes.Add((owner, new(
                """
                INSERT INTO device_usage (owner, day, device_ms) VALUES (@owner, @day, @used)
                ON CONFLICT (owner, day) DO UPDATE SET device_ms = device_usage.device_ms + excluded.device_ms
                """,
                ("@owner", owner), ("@day", day), ("@used", milliseconds))));
        }

        // Two processes lock common rows in one order.
        await session.BatchAsync(
            [.. changes.OrderBy(change => change.Owner, StringComparer.Ordinal).Select(change => change.Statement)], ReadText,
            cancellationToken);
    }

    private static SqlStatement AddUsed(string owner, string study, double used) => new(
        """
        INSERT INTO shares (owner, study, used_ms, active, kept_until) VALUES (@owner, @study, @used, FALSE, 0)
        ON CONFLICT (owner, study) DO UPDATE SET used_ms = shares.used_ms + excluded.used_ms
        """,
        ("@owner", owner), ("@study", study), ("@used", used));

    private async Task<Dictionary<string, (string Owner, int Priority)>> OwnersAsync(
        SqlSession session, IEnumerable<string> studies, CancellationToken cancellationToken) =>
        (await session.QueryAsync(
            $"""
            SELECT name, submitted_by, priority FROM studies WHERE superseded_at IS NULL AND name IN {_database.KeysIn("@studies")}
            """,
            reader => (Name: reader.GetString(0), Owner: Text(reader, 1) ?? "", Priority: reader.GetInt32(2)),
            cancellationToken,
            ("@studies", session.KeyList(studies)))).ToDictionary(study => study.Name, study => (study.Owner, study.Priority));

    /// <summary>Leases by shares and quotas.</summary>
    private async Task<List<PickedJob>> PickAsync(LeaseRequest request, int count, CancellationToken cancellationToken)
    {
        List<PickedJob> picked = [];
        var (known, isNew) = await SharesAsync(request.Study, SharesAge, cancellationToken);
        while (true)
        {
            while (picked.Count < count && Reserve(known, request, count - picked.Count) is { Count: > 0 } turns)
            {
                foreach (var (turn, most) in turns)
                {
                    var jobs = await PickAsync(request, turn, most, cancellationToken);
                    Keep(known, turn, most, jobs.Count);
                    picked.AddRange(jobs);
                }

                if (request.Study is not null)
                {
                    break;
                }
            }

            if (picked.Count >= count || isNew)
            {
                return picked;
            }

            (known, isNew) = await SharesAsync(
                request.Study, request.ClusterPlaces is null ? TimeSpan.Zero : RefusalAge, cancellationToken);
            if (!isNew)
            {
                return picked;
            }
        }
    }

    /// <summary>Takes places for the studies whose turn it is.</summary>
    private List<(KnownShare Turn, int Count)> Reserve(KnownShares known, LeaseRequest request, int count)
    {
        lock (_shareGate)
        {
            var turns = TurnsOf(known, request, count);
            turns.ForEach(turn => turn.Turn.Study.Held += turn.Count);
            return turns;
        }
    }

    private static List<(KnownShare Turn, int Count)> TurnsOf(KnownShares known, LeaseRequest request, int count)
    {
        if (request.Study is null)
        {
            return [.. known.Shares.Divide(count).Select(granted => (known.Studies[granted.Study.Study ?? ""], granted.Count))];
        }

        if (!known.Studies.TryGetValue(request.Study, out var own))
        {
            return [];
        }

        var allowed = request.ClusterPlaces is { } all
            ? known.Shares.Allot(own.Study, Math.Max(known.Places, all), count)
            : Math.Min(count, own.User.Left);
        return allowed > 0 ? [(own, allowed + request.Beyond)] : [];
    }

    private void Keep(KnownShares known, KnownShare turn, int reserved, int taken)
    {
        lock (_shareGate)
        {
            turn.Study.Held -= reserved - taken;
            turn.Study.IsReady &= taken == reserved;
            if (known != _shares && _shares?.Studies.TryGetValue(turn.Study.Study ?? "", out var current) == true)
            {
                // Read anew by another call meanwhile, perhaps before these were leased.
                current.Study.Held = Math.Max(current.Study.Held, turn.Study.Held);
            }
        }
    }

    private async Task<List<PickedJob>> PickAsync(LeaseRequest request, KnownShare turn, int count, CancellationToken cancellationToken)
    {
        if (turn.User.Quota is not { Quota.Jobs: { } most })
        {
            var rows = await _database.WriteInOneCallAsync(
                session => session.QueryAsync(Lease(request, turn.Study.Study, count), ReadPickedRow, cancellationToken),
                cancellationToken);
            return await KeepJobsAsync(
                rows,
                refused => _database.WriteAsync(session => RefuseAsync(session, refused, cancellationToken), cancellationToken));
        }

        return await _database.WriteAsync(
            async session =>
            {
                // Others lease for this user too: only while its row is this transaction's is a count of jobs what it will be.
                await session.ExecuteAsync(AddUsed(turn.User.User, "", used: 0), cancellationToken);
                var left = Math.Min(count, most - await LeasedOfAsync(session, turn.User.User, cancellationToken));
                return left <= 0
                    ? []
                    : await KeepJobsAsync(
                        await session.QueryAsync(Lease(request, turn.Study.Study, left), ReadPickedRow, cancellationToken),
                        refused => RefuseAsync(session, refused, cancellationToken));
            },
            cancellationToken);
    }

    private SqlStatement Lease(LeaseRequest request, string? turn, int count)
    {
        var now = _database.Now();
        var scope = request.Study is not null ? LeaseScope.OfStudy : turn is not null ? LeaseScope.OwnOfStudy : LeaseScope.Nobodys;
        return new SqlStatement(
            LeaseSql.Lease(_database, scope, count, request.Abilities),
            [
                .. ReadyParameters(turn), ("@worker", WorkerKey(request.Worker)),
                ("@expires", now + (long)request.Duration.TotalMilliseconds),
            ]);
    }

    private static async Task<int> LeasedOfAsync(SqlSession session, string user, CancellationToken cancellationToken) =>
        (await session.QueryAsync(
            """
            SELECT COUNT(*) FROM jobs j JOIN studies t ON t.name = j.lease_study AND t.superseded_at IS NULL
            WHERE j.lease_expires_at IS NOT NULL AND t.submitted_by = @user
            """,
            reader => reader.GetInt32(0), cancellationToken, ("@user", user)))[0];

    /// <param name="study">Has to be among them, whatever it has to do; null for none in particular.</param>
    /// <param name="age">Older ones are read anew.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The shares, and whether they were read just now.</returns>
    private async Task<(KnownShares Shares, bool IsNew)> SharesAsync(string? study, TimeSpan age, CancellationToken cancellationToken)
    {
        if (Known(study, age) is { } known)
        {
            return (known, false);
        }

        var read = await _database.ReadAsync(session => ReadSharesAsync(session, study, cancellationToken), cancellationToken);
        if (read.Marks.Count > 0)
        {
            await _database.WriteAsync(session => session.BatchAsync(read.Marks, ReadText, cancellationToken), cancellationToken);
        }

        lock (_shareGate)
        {
            _shares = read;
        }

        return (read, true);
    }

    private KnownShares? Known(string? study, TimeSpan age)
    {
        lock (_shareGate)
        {
            return _shares is { } known && _database.Time.GetElapsedTime(known.ReadAt) < age
                && (study is null || known.Studies.ContainsKey(study)) ? known : null;
        }
    }

    private async Task<bool> MayLeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        if (Known(request.Study, SharesAge) is { } known && May(known))
        {
            return true;
        }

        return May(await _database.ReadAsync(session => ReadSharesAsync(session, request.Study, cancellationToken), cancellationToken));

        bool May(KnownShares shares)
        {
            lock (_shareGate)
            {
                return TurnsOf(shares, request with { Beyond = 0 }, count: 1).Count > 0;
            }
        }
    }

    private async Task<KnownShares> ReadSharesAsync(SqlSession session, string? study, CancellationToken cancellationToken)
    {
        var (now, readAt) = (_database.Now(), _database.Time.GetTimestamp());
        var ready = (await session.QueryAsync(
            ShareSql.Ready, reader => Text(reader, 0) ?? "", cancellationToken, ("@now", now))).ToHashSet();
        var held = (await session.QueryAsync(
            ShareSql.Held, reader => (Study: Text(reader, 0) ?? "", Jobs: reader.GetInt32(1), Milliseconds: reader.GetDouble(2)),
            cancellationToken, ("@now", now))).ToDictionary(row => row.Study);
        var names = ready.Concat(held.Keys).Concat(study is null ? [] : [study]).Distinct().Order(StringComparer.Ordinal).ToList();
        var owners = await OwnersAsync(session, names, cancellationToken);
        var rows = (await session.QueryAsync(
            ShareSql.Rows(_database), Tables.Of<ShareRecord>().Read, cancellationToken, ("@studies", session.KeyList(names))))
            .ToDictionary(row => (row.Owner, row.Study));
        var quotas = (await ReadQuotasAsync(session, cancellationToken)).ToDictionary(quota => quota.Quota.User);
        var places = (await session.QueryAsync(
            ShareSql.Places, reader => reader.GetInt32(0), cancellationToken,
            ("@seen", now - (long)PlacesAge.TotalMilliseconds)))[0];
        var users = names.GroupBy(name => owners.GetValueOrDefault(name, ("", StudyPriority.Default)).Item1)
            .Select(group => UserOf(group.Key, [.. group.Select(name => StudyOf(group.Key, name))])).ToList();
        return new KnownShares(new FairShares(users), places, readAt, MarksOf(users, rows));

        StudyShare StudyOf(string owner, string name)
        {
            var priority = owners.GetValueOrDefault(name, ("", StudyPriority.Default)).Item2;
            var (row, has) = (rows.GetValueOrDefault((owner, name)), held.GetValueOrDefault(name));
            return new StudyShare
            {
                Study = name.Length == 0 ? null : name,
                Priority = priority,
                Held = has.Jobs,
                Used = (row?.UsedMs ?? 0) + (has.Milliseconds + PendingOf([name])) / priority,
                IsReady = ready.Contains(name),
                WasReady = row?.Active == true && name.Length > 0,
                IsCoordinated = row?.KeptUntil > now,
            };
        }

        UserShare UserOf(string user, IReadOnlyList<StudyShare> studies)
        {
            var (row, own) = (rows.GetValueOrDefault((user, "")), studies.Select(share => share.Study ?? "").ToList());
            return new UserShare
            {
                User = user,
                Studies = studies,
                Used = (row?.UsedMs ?? 0) + own.Sum(name => held.GetValueOrDefault(name).Milliseconds) + PendingOf(own),
                WasReady = row?.Active == true,
                Quota = quotas.GetValueOrDefault(user),
            };
        }
    }

    private double PendingOf(IEnumerable<string> studies)
    {
        lock (_shareGate)
        {
            return studies.Sum(study => _charges.GetValueOrDefault(study));
        }
    }

    /// <summary>Who has begun or stopped to wait for places, and how far the former are lifted.</summary>
    private static List<SqlStatement> MarksOf(
        IReadOnlyList<UserShare> users, Dictionary<(string Owner, string Study), ShareRecord> rows)
    {
        List<SqlStatement> marks = [];
        var open = rows.Values.Where(row => row.Active).Select(row => (row.Owner, row.Study)).ToHashSet();
        foreach (var user in users)
        {
            Mark(user.User, "", user.IsReady, user.WasReady, user.Lift);
            foreach (var study in user.Studies.Where(study => study.Study is not null))
            {
                Mark(user.User, study.Study!, user.Left > 0 && study.IsReady, study.WasReady, study.Lift);
            }
        }

        marks.AddRange(open.Select(row => MarkOf(row.Owner, row.Study, isReady: false, lift: 0)));
        return marks;

        void Mark(string owner, string study, bool isReady, bool wasReady, double lift)
        {
            open.Remove((owner, study));
            if (isReady != wasReady)
            {
                marks.Add(MarkOf(owner, study, isReady, lift));
            }
        }
    }

    private static SqlStatement MarkOf(string owner, string study, bool isReady, double lift) => new(
        """
        INSERT INTO shares (owner, study, used_ms, active, kept_until) VALUES (@owner, @study, @lift, @ready, 0)
        ON CONFLICT (owner, study) DO UPDATE SET used_ms = shares.used_ms + excluded.used_ms, active = excluded.active
            WHERE shares.active <> excluded.active
        """,
        ("@owner", owner), ("@study", study), ("@lift", lift), ("@ready", isReady));

    private sealed record KnownShare(UserShare User, StudyShare Study);

    /// <param name="Shares">Behind the gate.</param>
    /// <param name="Places">That workers have said they have.</param>
    /// <param name="ReadAt">A timestamp.</param>
    /// <param name="Marks">What the database does not say yet.</param>
    private sealed record KnownShares(FairShares Shares, int Places, long ReadAt, IReadOnlyList<SqlStatement> Marks)
    {
        internal Dictionary<string, KnownShare> Studies { get; } = Shares.Users
            .SelectMany(user => user.Studies.Select(study => new KnownShare(user, study))).ToDictionary(share => share.Study.Study ?? "");
    }
}
