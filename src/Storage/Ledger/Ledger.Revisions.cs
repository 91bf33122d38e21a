using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

internal sealed partial class Ledger
{
    public Task<RemovedStudy> RemoveAsync(StudyAddress study, SubmitOptions submission, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        return _database.WriteAsync(
            async session =>
            {
                await _database.LockSubmissionsAsync(session, cancellationToken);
                await RequireStudyAsync(session, study.Name, cancellationToken);
                var revisions = await RevisionsAsync(session, study.Name, cancellationToken);
                var newest = revisions[0];
                var gone = study.Revision is { } one ? revisions.Where(r => r.Number == one).ToList() : revisions;
                if (gone.Count == 0)
                {
                    throw new StudyNotFoundException(
                        study.ToString(), [.. revisions.Select(r => new StudyAddress(study.Name, r.Number).ToString())]);
                }

                var jobs = await RemoveNamesAsync(session, study, cancellationToken);
                if (gone.Contains(newest) && gone.Count < revisions.Count)
                {
                    await ReviveAsync(session, study.Name, revisions[1].Number, jobs, cancellationToken);
                }

                if (gone.Count == revisions.Count)
                {
                    await session.ExecuteAsync("DELETE FROM shares WHERE study = @study", cancellationToken, ("@study", study.Name));
                }

                var cancelled = gone.Contains(newest) ? await DisownAsync(session, study.Name, jobs, cancellationToken) : 0;
                RequireOwn(study.Name, newest, cancelled, submission, "--force removes it all the same");
                return new RemovedStudy(gone.Count, cancelled);
            },
            cancellationToken);
    }

    public Task RenameAsync(string study, string name, Func<string, string> redefine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(redefine);
        return _database.WriteAsync(
            async session =>
            {
                await _database.LockSubmissionsAsync(session, cancellationToken);
                await RequireStudyAsync(session, study, cancellationToken);
                await RequireFreeAsync(session, study, name, cancellationToken);
                foreach (var row in await session.QueryAsync(
                    $"SELECT {Tables.Of<StudyRecord>().ColumnList} FROM studies WHERE name = @study", Tables.Of<StudyRecord>().Read,
                    cancellationToken, ("@study", study)))
                {
                    await session.InsertAsync(Tables.Of<StudyRecord>(), [Renamed(row, name, redefine)], cancellationToken);
                }

                foreach (var change in (string[])
                    [
                        "UPDATE study_jobs SET study = @name WHERE study = @study", "UPDATE jobs SET study = @name WHERE study = @study",
                        "DELETE FROM shares WHERE study = @name", "UPDATE shares SET study = @name WHERE study = @study",
                    ])
                {
                    await session.ExecuteAsync(change, cancellationToken, ("@name", name), ("@study", study));
                }

                await session.ExecuteAsync("DELETE FROM studies WHERE name = @study", cancellationToken, ("@study", study));
                return true;
            },
            cancellationToken);
    }

    /// <summary>Puts a plan in the place of the study's newest revision, if there is one.</summary>
    /// <param name="session">With the submissions locked.</param>
    /// <param name="plan">Its jobs are in the database.</param>
    /// <param name="known">Those that were there before.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="StudyConflictException">It would cancel open jobs of somebody else's.</exception>
    private async Task AddRevisionAsync(
        SqlSession session, Plan plan, Dictionary<JobKey, KnownJob> known, CancellationToken cancellationToken)
    {
        var study = plan.Study;
        var newest = (await RevisionsAsync(session, study, cancellationToken)).FirstOrDefault();
        var dropped = (await session.QueryAsync(StudySql.Jobs(new(study, null)), ReadKey, cancellationToken, ("@study", study)))
            .Except(plan.Jobs.Select(j => j.Job.Key)).ToList();
        await session.ExecuteAsync(
            "UPDATE studies SET superseded_at = @now WHERE name = @study AND superseded_at IS NULL", cancellationToken,
            ("@now", _database.Now()), ("@study", study));
        // Whoever runs the study runs its newest revision.
        await session.ExecuteAsync(
            "UPDATE study_jobs SET borrowed = FALSE WHERE study = @study AND borrowed AND borrowed = TRUE", cancellationToken,
            ("@study", study));
        var revision = (newest?.Number ?? 0) + 1;
        await session.InsertAsync(Tables.Of<StudyRecord>(), [NewRevision(plan, revision, newest?.Priority)], cancellationToken);
        StudyJobRecord[] names = [.. plan.Names.Select((name, position) => StudyJobRecord.From(
            study, revision, position, name,
            borrowed: known.TryGetValue(name.Job, out var job) && job.Study != study && job.State != "done"))];
        await session.InsertAsync(Tables.Of<StudyJobRecord>(), names, cancellationToken);
        if (newest is not null && dropped.Count > 0)
        {
            var cancelled = await DisownAsync(session, study, dropped, cancellationToken);
            RequireOwn(study, newest, cancelled, plan.Submission, "--replace drops them");
        }
    }

    private StudyRecord NewRevision(Plan plan, int revision, int? priority) => new()
    {
        Name = plan.Study,
        Revision = revision,
        Title = plan.Title,
        Definition = plan.Definition,
        SubmittedAt = _database.Now(),
        SubmittedBy = plan.Submission.By?.User,
        SubmittedFrom = plan.Submission.By?.Host,
        SupersededAt = null,
        CancelledAt = null,
        Priority = priority ?? StudyPriority.Default,
    };

    private static StudyRecord Renamed(StudyRecord row, string name, Func<string, string> redefine) => new()
    {
        Name = name,
        Revision = row.Revision,
        Title = row.Title,
        Definition = redefine(row.Definition),
        SubmittedAt = row.SubmittedAt,
        SubmittedBy = row.SubmittedBy,
        SubmittedFrom = row.SubmittedFrom,
        SupersededAt = row.SupersededAt,
        CancelledAt = row.CancelledAt,
        Priority = row.Priority,
    };

    private static Task<List<KnownRevision>> RevisionsAsync(SqlSession session, string study, CancellationToken cancellationToken) =>
        session.QueryAsync(
            "SELECT revision, submitted_by, submitted_from, priority FROM studies WHERE name = @study ORDER BY revision DESC",
            reader => new KnownRevision(
                reader.GetInt32(0), Text(reader, 1) is { } user ? new Submitter(user, Text(reader, 2) ?? "") : null, reader.GetInt32(3)),
            cancellationToken,
            ("@study", study));

    /// <returns>The jobs that they stood for.</returns>
    private static async Task<List<JobKey>> RemoveNamesAsync(
        SqlSession session, StudyAddress study, CancellationToken cancellationToken)
    {
        var revision = study.Revision is null ? "" : $" AND revision = {StudySql.Revision(study)}";
        var jobs = await session.QueryAsync(
            $"SELECT DISTINCT job FROM study_jobs WHERE study = @study{revision}", ReadKey, cancellationToken, ("@study", study.Name));
        await session.ExecuteAsync($"DELETE FROM study_jobs WHERE study = @study{revision}", cancellationToken, ("@study", study.Name));
        await session.ExecuteAsync($"DELETE FROM studies WHERE name = @study{revision}", cancellationToken, ("@study", study.Name));
        return jobs;
    }

    /// <summary>An earlier revision is the newest again. Jobs that it lost to the later one stay cancelled until it is resumed.</summary>
    /// <param name="session">With the submissions locked.</param>
    /// <param name="study">The study's name.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="jobs">Those of the later one; what both want is the study's still.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private static async Task ReviveAsync(
        SqlSession session, string study, int revision, List<JobKey> jobs, CancellationToken cancellationToken)
    {
        var parameters = new (string, object?)[] { ("@study", study), ("@revision", revision) };
        await session.ExecuteAsync(
            "UPDATE studies SET superseded_at = NULL WHERE name = @study AND revision = @revision", cancellationToken, parameters);
        await session.ExecuteAsync(
            """
            UPDATE study_jobs SET borrowed = TRUE WHERE study = @study AND revision = @revision
                AND job IN (SELECT key FROM jobs WHERE state <> 'done' AND study IS DISTINCT FROM @study)
            """,
            cancellationToken, parameters);
        var kept = (await session.QueryAsync(
            "SELECT job FROM study_jobs WHERE study = @study AND revision = @revision", ReadKey, cancellationToken, parameters))
            .ToHashSet();
        jobs.RemoveAll(kept.Contains);
    }

    /// <summary>The study does not want these jobs any more.</summary>
    /// <returns>How many are cancelled, because nobody else does.</returns>
    private async Task<int> DisownAsync(SqlSession session, string study, List<JobKey> jobs, CancellationToken cancellationToken)
    {
        var keys = session.KeyList(jobs.Select(j => j.Value));
        await session.ExecuteAsync(
            $"UPDATE jobs SET study = NULL WHERE study = @study AND key IN {_database.KeysIn("@keys")}", cancellationToken,
            ("@study", study), ("@keys", keys));
        return await CancelUnwantedAsync(
            session, $"SELECT key FROM jobs WHERE key IN {_database.KeysIn("@which")}", ("@which", keys), cancellationToken);
    }

    /// <summary>Nobody loses open jobs without a word; thrown, it undoes the transaction.</summary>
    private static void RequireOwn(string study, KnownRevision newest, int cancelled, SubmitOptions submission, string remedy)
    {
        if (cancelled > 0 && newest.By is { } owner && owner.User != submission.By?.User && !submission.Replace)
        {
            throw new StudyConflictException(
                $"study {study}: revision {newest.Number} is {owner}'s, and {cancelled} of its open jobs would not run any more; "
                    + $"{remedy}.");
        }
    }

    private static async Task RequireFreeAsync(SqlSession session, string study, string name, CancellationToken cancellationToken)
    {
        if (await RevisionsAsync(session, name, cancellationToken) is not [])
        {
            throw new StudyConflictException($"name is '{name}'; it must be one that no study has.");
        }

        var leased = (await session.QueryAsync(
            $"SELECT COUNT(*) FROM jobs WHERE lease_expires_at IS NOT NULL AND key IN ({StudySql.Jobs(new(study, null))})",
            reader => reader.GetInt64(0), cancellationToken, ("@study", study)))[0];
        if (leased > 0)
        {
            throw new StudyConflictException(
                $"study {study}: {leased} of its jobs are in workers' hands; it must be cancelled or wait for them before it is renamed.");
        }
    }

    private sealed record KnownRevision(int Number, Submitter? By, int Priority);
}
