using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Experiments.Contracts;
using Experiments.Pipeline.Engine;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Services;

/// <summary>Runs finished jobs again, beside the database, and compares every value.</summary>
internal sealed class StudyVerifier(JobServices services)
{
    private const int MostDifferencesPerJob = 5;

    private readonly JobRunner _runner = new(services with { Artifacts = new HashedOnly(services.Artifacts) });

    internal async Task<VerifyReport> VerifyAsync(
        string study, double share, IProgress<VerifyProgress> progress, CancellationToken cancellationToken)
    {
        var names = (await services.Results.ReadStudyJobsAsync(study, cancellationToken)).DistinctBy(n => n.Job).ToList();
        var done = await services.Ledger.FindDoneAsync([.. names.Select(n => n.Job)], cancellationToken);
        var jobs = await services.Ledger.FindJobsAsync(done, cancellationToken);

        // Jobs of other devices give other bits by right.
        var sample = Sample(names.Where(n => done.Contains(n.Job) && jobs[n.Job].Device == Device.Cpu), share);
        var results = new JobComparison[sample.Count];
        var compared = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = services.Threads.Threads, CancellationToken = cancellationToken };
        progress.Report(new VerifyProgress(0, sample.Count));
        await Parallel.ForAsync(0, sample.Count, options, async (i, stop) =>
        {
            results[i] = await CompareAsync(sample[i], stop);
            progress.Report(new VerifyProgress(Interlocked.Increment(ref compared), sample.Count));
        });
        return new VerifyReport(
            done.Count, sample.Count, results.Sum(r => r.Rows), results.Sum(r => r.Artifacts), [.. results.SelectMany(r => r.Differences)]);
    }

    /// <summary>Of each kind the jobs with the smallest keys: keys are hashes, so that is a sample that chance drew, and the same one every
    /// time.</summary>
    private static List<StudyJob> Sample(IEnumerable<StudyJob> jobs, double share) =>
        [.. jobs.GroupBy(j => j.Kind).SelectMany(g => g.OrderBy(j => j.Job).Take((int)Math.Ceiling(share * g.Count()))).OrderBy(
            j => j.Ordinal)];

    private async Task<JobComparison> CompareAsync(StudyJob name, CancellationToken cancellationToken)
    {
        var job = (await services.Ledger.FindJobsAsync([name.Job], cancellationToken))[name.Job];
        var stored = (await services.Ledger.FindArtifactsAsync([name.Job], cancellationToken)).GetValueOrDefault(name.Job) ?? [];
        var differences = new List<Difference>();
        void Differ(string place, string was, string now) =>
            differences.Add(new Difference(name.Job, JobNames.Describe(name), place, was, now));

        foreach (var artifact in stored)
        {
            await CheckBytesAsync(artifact, Differ, cancellationToken);
        }

        var outcome = await _runner.RunAsync(job, _ => { }, cancellationToken);
        if (outcome.Result is not { } result)
        {
            Differ("the job", "done", outcome.Error!);
            return new JobComparison(0, stored.Count, differences);
        }

        CompareArtifacts(stored, result.Artifacts, Differ);
        var rows = await services.Results.ReadRowsOfAsync(name.Job, cancellationToken);
        foreach (var type in rows.Concat(result.Rows).Select(r => r.GetType()).Distinct().ToList())
        {
            List<PropertyInfo> key = [.. services.Results.KeyOf(type).Select(property => type.GetProperty(property)!)];
            CompareRows(type, key, Of(rows, type, key), Of(result.Rows, type, key), Differ);
        }

        return new JobComparison(rows.Count, stored.Count, [.. differences.Take(MostDifferencesPerJob)]);
    }

    private async Task CheckBytesAsync(JobArtifact artifact, Action<string, string, string> differ, CancellationToken cancellationToken)
    {
        try
        {
            await using var bytes = await services.Artifacts.OpenReadAsync(artifact.Hash, cancellationToken);
        }
        catch (ArtifactDamagedException damaged)
        {
            differ($"bytes of artifact {artifact.Role}", damaged.Message, artifact.Hash.Value);
        }
    }

    private static void CompareArtifacts(
        IReadOnlyList<JobArtifact> stored, IReadOnlyList<JobArtifact> now, Action<string, string, string> differ)
    {
        foreach (var role in stored.Concat(now).Select(a => a.Role).Distinct().Order(StringComparer.Ordinal))
        {
            var (was, isNow) = (stored.FirstOrDefault(a => a.Role == role)?.Hash.Value ?? "none",
                now.FirstOrDefault(a => a.Role == role)?.Hash.Value ?? "none");
            if (was != isNow)
            {
                differ($"artifact {role}", was, isNow);
            }
        }
    }

    private static void CompareRows(
        Type type, List<PropertyInfo> key, List<ResultRow> stored, List<ResultRow> now, Action<string, string, string> differ)
    {
        var table = type.Name.EndsWith("Row", StringComparison.Ordinal) ? type.Name[..^"Row".Length] : type.Name;
        if (stored.Count != now.Count)
        {
            differ($"{table} rows", Text(stored.Count), Text(now.Count));
            return;
        }

        // What is derived follows from these.
        var properties = type.GetProperties().Where(property => property.CanWrite).ToList();
        for (var i = 0; i < stored.Count; i++)
        {
            foreach (var property in properties)
            {
                var (was, isNow) = (property.GetValue(stored[i]), property.GetValue(now[i]));
                var isOlder = was is null && property.GetCustomAttribute<ColumnAttribute>() is { Added: true };
                if (!isOlder && !IsSame(was, isNow))
                {
                    differ($"{table}{Where(stored[i], key)}: {property.Name}", Text(was), Text(isNow));
                }
            }
        }
    }

    private static bool IsSame(object? was, object? isNow) =>
        was is byte[] before && isNow is byte[] now ? before.AsSpan().SequenceEqual(now) : Equals(was, isNow);

    private static List<ResultRow> Of(IEnumerable<ResultRow> rows, Type type, List<PropertyInfo> key) =>
        [.. rows.Where(r => r.GetType() == type).OrderBy(r => key.ConvertAll(k => k.GetValue(r)), ByParts.Instance)];

    private static string Where(ResultRow row, List<PropertyInfo> key) =>
        string.Concat(key.Select(k => $" {k.Name.ToLowerInvariant()} {Text(k.GetValue(row))}"));

    // A double is written so that it can be told from its neighbours.
    private static string Text(object? value) => value switch
    {
        null => "nothing",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private sealed record JobComparison(int Rows, int Artifacts, IReadOnlyList<Difference> Differences);

    private sealed class ByParts : IComparer<List<object?>>
    {
        internal static ByParts Instance { get; } = new();

        public int Compare(List<object?>? x, List<object?>? y) =>
            x!.Zip(y!, (a, b) => a is string s ? string.CompareOrdinal(s, (string?)b) : Comparer.Default.Compare(a, b))
                .FirstOrDefault(c => c != 0);
    }

    /// <summary>Reads from the real store; what is written is hashed and forgotten.</summary>
    private sealed class HashedOnly(IArtifactStore inner) : IArtifactStore
    {
        public async Task<JobArtifact> WriteAsync(
            string role, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
        {
            using var buffer = new MemoryStream();
            await write(buffer, cancellationToken);
            buffer.Position = 0;
            return new JobArtifact(
                role, new ArtifactHash(Convert.ToHexStringLower(await SHA256.HashDataAsync(buffer, cancellationToken))), buffer.Length);
        }

        public Task<Stream> OpenReadAsync(ArtifactHash hash, CancellationToken cancellationToken) =>
            inner.OpenReadAsync(hash, cancellationToken);
    }
}
