using System.Globalization;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Which ready jobs a lease looks at.</summary>
internal enum LeaseScope
{
    All,

    /// <summary>Those that the study brought, and those that it shares with another.</summary>
    OfStudy,

    /// <summary>Those that the study brought.</summary>
    OwnOfStudy,

    /// <summary>Those that their study has dropped and another still wants.</summary>
    Nobodys,
}

/// <summary>The SQL of leases. It stays on the indexes of ready jobs whatever else the tables hold: a study's leases do not walk over other
/// studies' jobs. Counts are written out: as a parameter they would make PostgreSQL plan anew for every lease.</summary>
internal static class LeaseSql
{
    private const char Separator = '\n';

    private const string IsReady = "state = 'ready' AND not_before <= @now";

    // Not a condition of the indexes of ready jobs: their order would tempt planners away from the keys.
    private const string IsReadyByKey = "COALESCE(state, '') = 'ready' AND not_before <= @now";

    private static readonly string Returning =
        $"""
        RETURNING key, kind, version, settings, token, attempts, priority, sequence,
            (SELECT string_agg(i.input || ' ' || i.role, '{Separator}' ORDER BY i.ordinal) FROM job_inputs i WHERE i.job = jobs.key),
            memory_bytes, lease_study, leased_at
        """;

    // A row that somebody else wrote may have the largest token: the next one has to be another, and a number.
    private const string NextToken = "CASE WHEN token < 9223372036854775807 THEN token + 1 ELSE 1 END";

    private const string MostUrgentFirst = "ORDER BY priority DESC, sequence";

    /// <summary>Leases jobs in one statement; its rows are key, kind, version, settings, token, attempts, priority, sequence, the
    /// inputs' text, the memory, the study that is charged and the time.</summary>
    internal static string Lease(RelationalDatabase database, LeaseScope scope, int count, JobAbilities? abilities) =>
        $"""
        {Ready(database, scope, count, skipLocked: true, abilities)}
        UPDATE jobs SET state = 'leased', worker = @worker, lease_expires_at = @expires, token = {NextToken},
            attempts = {OneMore("attempts")}, lease_study = {(scope == LeaseScope.Nobodys ? "NULL" : "@study")}, leased_at = @now
        WHERE key {database.KeyIsOneOf("picked")}
        {Returning}
        """;

    /// <summary>A count of one more, and none that the column has no place for.</summary>
    internal static string OneMore(string count) => $"CASE WHEN {count} < 2147483647 THEN {count} + 1 ELSE {count} END";

    /// <summary>Leases a job of one worker to another; the same rows as <see cref="Lease"/>.</summary>
    internal static string TakeOver() =>
        $"""
        UPDATE jobs SET worker = @worker, lease_expires_at = @expires WHERE key = @key AND token = @token AND state = 'leased'
        {Returning}
        """;

    /// <summary>The common table expression <c>picked</c>: keys of ready jobs.</summary>
    /// <remarks>Materialised: as a plain subquery PostgreSQL may run it more than once and take more rows than the count.</remarks>
    internal static string Ready(RelationalDatabase database, LeaseScope scope, int count, bool skipLocked, JobAbilities? abilities)
    {
        var runnable = abilities is null ? "" : Runnable(abilities);
        var locking = skipLocked ? database.SkipLocked : "";
        if (scope != LeaseScope.OfStudy)
        {
            var of = scope switch { LeaseScope.OwnOfStudy => "study = @study AND ", LeaseScope.Nobodys => "study IS NULL AND ", _ => "" };
            return $"""
                WITH picked AS MATERIALIZED (
                    SELECT key FROM jobs WHERE {of}{IsReady}{runnable} {MostUrgentFirst} LIMIT {count}{locking})
                """;
        }

        return $"""
            WITH own AS MATERIALIZED (
                SELECT key, priority, sequence FROM jobs WHERE study = @study AND {IsReady}{runnable}
                {MostUrgentFirst} LIMIT {count}{locking}),
            shared AS (SELECT job AS key FROM study_jobs WHERE study = @study AND borrowed AND borrowed = TRUE),
            borrowed AS MATERIALIZED (
                SELECT key, priority, sequence FROM jobs WHERE key {database.KeyIsOneOf("shared")} AND {IsReadyByKey}{runnable}
                {MostUrgentFirst} LIMIT {count}{locking}),
            picked AS MATERIALIZED (
                SELECT key FROM (SELECT * FROM own UNION ALL SELECT * FROM borrowed) AS both_kinds {MostUrgentFirst} LIMIT {count})
            """;
    }

    /// <summary>A condition that only jobs fulfil which a process can run. Written out like the counts; the program's own names, but quoted
    /// all the same. Jobs that the process cannot run are walked over.</summary>
    private static string Runnable(JobAbilities abilities) =>
        $" AND device IN ({string.Join(", ", abilities.Devices.Select(Quote))})"
        + $" AND (kind, version) IN {Values(abilities.Kinds)}"
        + (abilities.MemoryBytes is { } most ? string.Create(CultureInfo.InvariantCulture, $" AND memory_bytes <= {most}") : "");

    /// <summary>A condition that ready jobs fulfil which no process of this program can run, ever.</summary>
    internal static string Unknown(IReadOnlyList<(string Kind, int Version)> kinds) =>
        $"state = 'ready' AND (kind, version) NOT IN {Values(kinds)}";

    private static string Values(IReadOnlyList<(string Kind, int Version)> kinds) =>
        $"(VALUES {string.Join(", ", kinds.Select(k => string.Create(CultureInfo.InvariantCulture, $"({Quote(k.Kind)}, {k.Version})")))})";

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Reads what <see cref="Lease"/> says of a job's inputs: key and role, the one line each.</summary>
    /// <exception cref="StorageException">It says something else.</exception>
    internal static IReadOnlyList<JobInput> ParseInputs(JobKey job, string text)
    {
        try
        {
            return
            [
                .. text.Split(Separator).Select(input => input.Split(' ', 2))
                    .Select(parts => new JobInput(parts.ElementAtOrDefault(1) ?? "", JobKey.Parse(parts[0]))),
            ];
        }
        catch (FormatException fault)
        {
            throw StoredText.NotOurs($"an input of job '{job}'", fault.Message);
        }
    }
}
