namespace Experiments.Storage;

/// <summary>The SQL of shares. None of it walks over ready jobs: of each study a few index entries are looked at, however many
/// wait.</summary>
internal static class ShareSql
{
    /// <summary>Studies that brought jobs which are ready; null for ready jobs that their study has dropped.</summary>
    internal const string Ready =
        """
        WITH RECURSIVE found (study) AS (
            SELECT (SELECT j.study FROM jobs j WHERE j.state = 'ready' AND j.study IS NOT NULL ORDER BY j.study LIMIT 1)
            UNION ALL
            SELECT (SELECT j.study FROM jobs j WHERE j.state = 'ready' AND j.study > f.study ORDER BY j.study LIMIT 1)
            FROM found f WHERE f.study IS NOT NULL)
        SELECT f.study FROM found f WHERE f.study IS NOT NULL
            AND EXISTS (SELECT 1 FROM jobs j WHERE j.study = f.study AND j.state = 'ready' AND j.not_before <= @now)
        UNION ALL
        SELECT CAST(NULL AS text)
        WHERE EXISTS (SELECT 1 FROM jobs j WHERE j.study IS NULL AND j.state = 'ready' AND j.not_before <= @now)
        """;

    /// <summary>Jobs in hand by the study that they count against, and for how long they have been leased together.</summary>
    internal const string Held =
        """
        SELECT lease_study, COUNT(*), CAST(COALESCE(SUM(@now - leased_at), 0) AS double precision)
        FROM jobs WHERE lease_expires_at IS NOT NULL GROUP BY lease_study
        """;

    /// <summary>Jobs that the workers run at once that were seen lately.</summary>
    internal const string Places =
        """
        SELECT CAST(COALESCE(SUM(r.slots), 0) AS integer) FROM workers w JOIN worker_reports r ON r.worker = w.id
        WHERE w.last_seen_at > @seen
        """;

    /// <summary>Quotas and what is used of them. Times of jobs in hand count as far as they are of today.</summary>
    internal const string Quotas =
        """
        SELECT q.owner, q.jobs, q.device_hours, CAST(COALESCE(u.device_ms, 0) AS double precision),
            CAST(COALESCE(h.jobs, 0) AS integer), CAST(COALESCE(h.ms, 0) AS double precision)
        FROM quotas q
        LEFT JOIN device_usage u ON u.owner = q.owner AND u.day = @day
        LEFT JOIN (
            SELECT t.submitted_by AS owner, COUNT(*) AS jobs,
                SUM(@now - CASE WHEN j.leased_at < @midnight THEN @midnight ELSE j.leased_at END) AS ms
            FROM jobs j JOIN studies t ON t.name = j.lease_study AND t.superseded_at IS NULL
            WHERE j.lease_expires_at IS NOT NULL GROUP BY t.submitted_by) h ON h.owner = q.owner
        """;

    internal static string Rows(RelationalDatabase database) =>
        $"""
        SELECT {Tables.Of<ShareRecord>().ColumnList} FROM shares
        WHERE study = '' OR active OR study IN {database.KeysIn("@studies")}
        """;
}
