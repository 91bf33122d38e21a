using System.Data.Common;
using Experiments.Contracts;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Storage;

/// <summary>
/// The ledger in SQL. Every method is one transaction. Invariants that hold between any two of them: <c>missing_inputs</c> of a job that is
/// not done counts its distinct inputs that are not done; a job is ready only when that is 0; a job has a lease exactly when its state is
/// leased; its token grows with every lease; a study finds its unfinished jobs by <c>jobs.study</c> or, where that is another, by its
/// newest revision's borrowed names. Times are the caller's <see cref="TimeProvider"/>: hosts' clocks have to agree to a fraction of a
/// lease, and where they do not, fencing keeps the results right and only work is lost.
/// </summary>
internal sealed partial class Ledger : ILedger
{
    private readonly RelationalDatabase _database;
    private readonly Func<WorkerId, bool> _isAlive;
    private readonly ILogger _log;

    /// <param name="database">Migrated.</param>
    /// <param name="isAlive">Whether the process of a worker of this host still runs.</param>
    internal Ledger(RelationalDatabase database, Func<WorkerId, bool> isAlive)
    {
        _database = database;
        _isAlive = isAlive;
        _log = database.Options.Logging.CreateLogger<Ledger>();
    }

    private static JobKey ReadKey(DbDataReader reader) => StoredText.Key(reader, 0);

    private static string ReadText(DbDataReader reader) => reader.GetString(0);

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static string WorkerKey(WorkerId worker) => $"{worker.Host}/{worker.ProcessId}/{worker.StartedAt.ToUnixTimeMilliseconds()}";

    /// <summary>The inputs of these jobs, in their order; jobs without inputs are left out.</summary>
    private async Task<Dictionary<JobKey, List<JobInput>>> ReadInputsAsync(
        SqlSession session, IEnumerable<JobKey> jobs, CancellationToken cancellationToken)
    {
        var inputs = new Dictionary<JobKey, List<JobInput>>();
        var rows = await session.QueryAsync(
            $"SELECT job, role, input FROM job_inputs WHERE job IN {_database.KeysIn("@jobs")} ORDER BY job, ordinal",
            reader => (Job: ReadKey(reader), Input: new JobInput(reader.GetString(1), StoredText.Key(reader, 2))),
            cancellationToken,
            ("@jobs", session.KeyList(jobs.Select(j => j.Value))));
        foreach (var (job, input) in rows)
        {
            if (!inputs.TryGetValue(job, out var list))
            {
                inputs.Add(job, list = []);
            }

            list.Add(input);
        }

        return inputs;
    }

    private static async Task RequireStudyAsync(SqlSession session, string study, CancellationToken cancellationToken)
    {
        var names = await session.QueryAsync(
            "SELECT name FROM studies WHERE superseded_at IS NULL ORDER BY name", reader => reader.GetString(0), cancellationToken);
        if (!names.Contains(study))
        {
            throw new StudyNotFoundException(study, names);
        }
    }
}
