using Experiments.Ports;

namespace Experiments.Storage;

internal sealed partial class Ledger
{
    public Task ReportAsync(WorkerReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        return WriteWithChargesAsync(
            async session =>
            {
                await SeeAsync(session, report.Worker, cancellationToken);
                var worker = WorkerKey(report.Worker);
                await session.ExecuteAsync(
                    """
                    INSERT INTO worker_reports (worker, slots, images_per_second, gradient_evaluations_per_second)
                    VALUES (@worker, @slots, @images, @gradients)
                    ON CONFLICT (worker) DO UPDATE SET slots = excluded.slots, images_per_second = excluded.images_per_second,
                        gradient_evaluations_per_second = excluded.gradient_evaluations_per_second
                    """,
                    cancellationToken,
                    ("@worker", worker), ("@slots", report.Slots), ("@images", report.ImagesPerSecond),
                    ("@gradients", report.GradientEvaluationsPerSecond));
                await session.ExecuteAsync("DELETE FROM activities WHERE worker = @worker", cancellationToken, ("@worker", worker));
                foreach (var job in report.Jobs.OrderBy(j => j.Job))
                {
                    await session.ExecuteAsync(
                        """
                        INSERT INTO activities (job, worker, started_at, done, total, unit, note)
                        VALUES (@job, @worker, @started, @done, @total, @unit, CAST(@note AS text))
                        ON CONFLICT (job) DO UPDATE SET worker = excluded.worker, started_at = excluded.started_at, done = excluded.done,
                            total = excluded.total, unit = excluded.unit, note = excluded.note
                        """,
                        cancellationToken,
                        ("@job", job.Job.Value), ("@worker", worker), ("@started", job.StartedAt.ToUnixTimeMilliseconds()),
                        ("@done", job.Activity.Done), ("@total", job.Activity.Total), ("@unit", job.Activity.Unit),
                        ("@note", job.Activity.Note));
                }

                return true;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<LeasedJob>> ListLeasedAsync(string? study, CancellationToken cancellationToken)
    {
        var ofStudy = study is null
            ? ""
            : "AND EXISTS (SELECT 1 FROM study_jobs s WHERE s.job = j.key AND s.study = @study "
                + $"AND s.revision = {StudySql.Revision(new(study, null))})";
        return _database.ReadAsync<IReadOnlyList<LeasedJob>>(
            async session => await session.QueryAsync(
                $"""
                SELECT j.key, w.host, w.process_id, w.started_at, a.started_at, a.done, a.total, a.unit, a.note
                FROM jobs j JOIN workers w ON w.id = j.worker LEFT JOIN activities a ON a.job = j.key AND a.worker = j.worker
                WHERE j.lease_expires_at IS NOT NULL {ofStudy}
                ORDER BY COALESCE(a.started_at, {long.MaxValue}), j.sequence
                """,
                reader => new LeasedJob(
                    ReadKey(reader),
                    new WorkerId(reader.GetString(1), reader.GetInt32(2), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3))),
                    reader.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4)),
                    reader.IsDBNull(4) ? JobActivity.Started : new JobActivity(
                        reader.GetInt32(5), reader.GetInt32(6), reader.GetString(7), Text(reader, 8))),
                cancellationToken,
                study is null ? [] : [("@study", study)]),
            cancellationToken);
    }
}
