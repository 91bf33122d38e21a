using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

internal sealed partial class Ledger
{
    private const string WantedByALiveStudy =
        """
        EXISTS (SELECT 1 FROM study_jobs s JOIN studies t ON t.name = s.study AND t.revision = s.revision
            WHERE s.job = jobs.key AND t.superseded_at IS NULL AND t.cancelled_at IS NULL)
        """;

    private const int ChangesPerBatch = 1000, JobsWorthAnalyzing = 1000;

    public async Task SubmitAsync(Plan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        PlanRules.Check(plan);
        if (plan.Submission.Priority is { } asked)
        {
            StudyPriority.Require(asked);
        }

        await _database.WriteAsync(
            async session =>
            {
                await _database.LockSubmissionsAsync(session, cancellationToken);
                var changed = await IsChangedAsync(session, plan, cancellationToken);
                if (changed)
                {
                    var known = await InsertJobsAsync(session, plan, cancellationToken);
                    await AddRevisionAsync(session, plan, known, cancellationToken);
                    if (plan.Jobs.Count - known.Count >= JobsWorthAnalyzing)
                    {
                        await _database.AnalyzeAsync(session, cancellationToken);
                    }
                }

                if (plan.Submission.Priority is { } priority)
                {
                    await SetPriorityAsync(session, plan.Study, priority, cancellationToken);
                }

                var woken = await WakeAsync(session, plan.Study, cancellationToken);
                if (changed || woken > 0)
                {
                    await AnnounceWorkAsync(session, cancellationToken);
                }

                return true;
            },
            cancellationToken);
        ForgetShares();
    }

    public Task<int> CancelAsync(string study, CancellationToken cancellationToken) => _database.WriteAsync(
        async session =>
        {
            await RequireStudyAsync(session, study, cancellationToken);
            await session.ExecuteAsync(
                "UPDATE studies SET cancelled_at = @now WHERE name = @study AND superseded_at IS NULL AND cancelled_at IS NULL",
                cancellationToken,
                ("@now", _database.Now()), ("@study", study));
            return await CancelUnwantedAsync(session, StudySql.Jobs(new(study, null)), ("@study", study), cancellationToken);
        },
        cancellationToken);

    public Task<int> ResumeAsync(string study, CancellationToken cancellationToken) => _database.WriteAsync(
        async session =>
        {
            await RequireStudyAsync(session, study, cancellationToken);
            await AnnounceWorkAsync(session, cancellationToken);
            return await WakeAsync(session, study, cancellationToken);
        },
        cancellationToken);

    public Task<int> RetryFailedAsync(string study, CancellationToken cancellationToken) => _database.WriteAsync(
        async session =>
        {
            await RequireStudyAsync(session, study, cancellationToken);
            await AnnounceWorkAsync(session, cancellationToken);
            return await session.ExecuteAsync(
                $"""
                UPDATE jobs SET state = CASE WHEN missing_inputs > 0 THEN 'waiting' ELSE 'ready' END,
                    failures = 0, losses = 0, attempts = 0, not_before = 0
                WHERE state = 'failed' AND key IN ({StudySql.Jobs(new(study, null))})
                """,
                cancellationToken,
                ("@study", study));
        },
        cancellationToken);

    /// <summary>The database lacks this study, or its newest revision is another.</summary>
    private static async Task<bool> IsChangedAsync(SqlSession session, Plan plan, CancellationToken cancellationToken)
    {
        var study = plan.Study;
        var definitions = await session.QueryAsync(
            "SELECT definition FROM studies WHERE name = @study AND superseded_at IS NULL", reader => reader.GetString(0),
            cancellationToken, ("@study", study));
        if (definitions is not [var definition] || definition != plan.Definition)
        {
            return true;
        }

        // An equal study can still mean other jobs: a program with a newer version of an algorithm plans other keys.
        var names = await session.QueryAsync(
            $"""
            SELECT {Tables.Of<StudyJobRecord>().ColumnList} FROM study_jobs
            WHERE study = @study AND revision = {StudySql.Revision(new(study, null))} ORDER BY position
            """,
            reader => Tables.Of<StudyJobRecord>().Read(reader).ToStudyJob(),
            cancellationToken,
            ("@study", study));
        return !names.SequenceEqual(plan.Names);
    }

    /// <returns>The plan's jobs that the database had before.</returns>
    private async Task<Dictionary<JobKey, KnownJob>> InsertJobsAsync(SqlSession session, Plan plan, CancellationToken cancellationToken)
    {
        // Locked until the end: an input that is committed at this moment is either seen as done here, or sees its new dependents there.
        var known = (await session.QueryAsync(
            $"SELECT key, state, priority, study FROM jobs WHERE key IN {_database.KeysIn("@keys")} ORDER BY key{_database.ForUpdate}",
            reader => new KnownJob(ReadKey(reader), reader.GetString(1), reader.GetDouble(2), Text(reader, 3)),
            cancellationToken,
            ("@keys", session.KeyList(plan.Jobs.Select(j => j.Job.Key.Value))))).ToDictionary(j => j.Key);
        var sequence =
            (await session.QueryAsync("SELECT COALESCE(MAX(sequence), 0) FROM jobs", reader => reader.GetInt64(0), cancellationToken))[0];
        var now = _database.Now();
        List<JobRecord> jobs = [];
        List<JobInputRecord> inputs = [];
        List<SqlStatement> changes = [];
        foreach (var planned in plan.Jobs)
        {
            var (job, priority) = planned;
            if (known.TryGetValue(job.Key, out var old))
            {
                if (priority > old.Priority && old.State != "done")
                {
                    changes.Add(
                        new("UPDATE jobs SET priority = @priority WHERE key = @key", ("@priority", priority), ("@key", job.Key.Value)));
                }

                continue;
            }

            var missing =
                job.Inputs.Select(i => i.Key).Distinct().Count(i => !known.TryGetValue(i, out var input) || input.State != "done");
            jobs.Add(NewJob(plan.Study, planned, ++sequence, missing, now));
            inputs.AddRange(
                job.Inputs.Select((input, i) => new JobInputRecord { Job = job.Key, Ordinal = i, Role = input.Role, Input = input.Key }));
        }

        foreach (var chunk in changes.Chunk(ChangesPerBatch))
        {
            await session.BatchAsync(chunk, ReadKey, cancellationToken);
        }

        await session.InsertAsync(Tables.Of<JobRecord>(), jobs, cancellationToken);
        await session.InsertAsync(Tables.Of<JobInputRecord>(), inputs, cancellationToken);
        return known;
    }

    private static JobRecord NewJob(string study, PlannedJob planned, long sequence, int missing, long now) => new()
    {
        Key = planned.Job.Key,
        Kind = planned.Job.Kind,
        Version = planned.Job.Version,
        Device = planned.Job.Device,
        State = missing == 0 ? "ready" : "waiting",
        Priority = planned.Priority,
        Sequence = sequence,
        MissingInputs = missing,
        Study = study,
        SubmittedAt = now,
        Settings = planned.Job.Settings.ToJsonString(),
        Cost = planned.Cost,
        MemoryBytes = planned.MemoryBytes,
    };

    private static Task<int> CancelUnwantedAsync(
        SqlSession session, string candidates, (string Name, object? Value) which, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $"""
            UPDATE jobs SET state = 'cancelled', lease_expires_at = NULL
            WHERE state IN ('waiting', 'ready', 'leased') AND key IN ({candidates}) AND NOT {WantedByALiveStudy}
            """,
            cancellationToken,
            which);

    /// <summary>The study is wanted (again): its cancelled jobs can run.</summary>
    private static async Task<int> WakeAsync(SqlSession session, string study, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "UPDATE studies SET cancelled_at = NULL WHERE name = @study AND superseded_at IS NULL", cancellationToken, ("@study", study));
        return await session.ExecuteAsync(
            $"""
            UPDATE jobs SET state = CASE WHEN missing_inputs > 0 THEN 'waiting' ELSE 'ready' END
            WHERE state = 'cancelled' AND key IN ({StudySql.Jobs(new(study, null))})
            """,
            cancellationToken,
            ("@study", study));
    }

    private sealed record KnownJob(JobKey Key, string State, double Priority, string? Study);
}
