using Experiments.Contracts;

namespace Experiments.Client;

/// <summary>How much of a study is done, and what is missing and why, in words.</summary>
internal static class MissingText
{
    /// <summary><c>76 of 80 jobs are done, 1 failed, 3 wait for them</c>.</summary>
    internal static string Of(JobCounts jobs)
    {
        List<string> parts = [$"{jobs.Done} of {jobs.Total} jobs are done"];
        Add(jobs.Failed, "failed");
        Add(jobs.Cancelled, "cancelled");
        Add(jobs.Runnable + jobs.Leased, "not run");
        Add(jobs.Unknown, $"of a kind that this program does not know ({jobs.UnknownKind})");
        Add(jobs.Waiting, jobs.Waiting == 1 ? "waits for them" : "wait for them");
        return string.Join(", ", parts);

        void Add(int count, string what)
        {
            if (count > 0)
            {
                parts.Add($"{count} {what}");
            }
        }
    }

    /// <summary>The command that makes what is missing run again; null where nothing is, or where it runs by itself.</summary>
    internal static string? Remedy(StudySummary study, ClientSettings settings) => study.State switch
    {
        StudyState.Cancelled => $"experiments resume {study.Name}{settings.SameDatabase}",
        StudyState.Failed => $"experiments retry {study.Name} --failed{settings.SameDatabase}",
        _ => null,
    };
}
