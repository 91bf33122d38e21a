using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

/// <summary>Passes every call on to a real ledger, after a chance to fail or to look.</summary>
internal sealed class FaultyLedger(ILedger inner) : ILedger
{
    /// <summary>Called before a commit is passed on; what it throws is what the engine sees.</summary>
    public Action<JobLease>? BeforeCommit { get; set; }

    /// <summary>What is committed in place of a job's result.</summary>
    public Func<JobLease, JobResult, JobResult>? Change { get; set; }

    /// <summary>Called after a commit was passed on: the answer can get lost here.</summary>
    public Action<JobLease>? AfterCommit { get; set; }

    /// <summary>Awaited before a commit is passed on.</summary>
    public Func<JobLease, Task>? Hold { get; set; }

    /// <summary>Called before jobs are counted; what it throws is what the caller sees.</summary>
    public Action? BeforeCount { get; set; }

    /// <summary>Answers in place of the real ledger's; null for those.</summary>
    public JobCounts? Counts { get; set; }

    public Action<LeaseRequest>? BeforeClaim { get; set; }

    /// <summary>Told what a worker gets, before it does.</summary>
    public Action<IReadOnlyList<JobLease>>? AfterClaim { get; set; }

    /// <summary>Chooses which renewed leases are reported lost.</summary>
    public Func<JobLease, bool>? Lost { get; set; }

    /// <summary>Called after a renewal was passed on.</summary>
    public Action? AfterRenewal { get; set; }

    public List<string> Calls { get; } = [];

    public Task SubmitAsync(Plan plan, CancellationToken cancellationToken) => inner.SubmitAsync(plan, cancellationToken);

    public async Task<IReadOnlyList<JobLease>> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        BeforeClaim?.Invoke(request);
        var leases = await inner.LeaseAsync(request, cancellationToken);
        AfterClaim?.Invoke(leases);
        return leases;
    }

    public Task<IReadOnlyList<JobDemand>> FindDemandsAsync(string study, CancellationToken cancellationToken) =>
        inner.FindDemandsAsync(study, cancellationToken);

    public Task<IReadOnlyList<DeviceLoad>> CountByDeviceAsync(CancellationToken cancellationToken) =>
        inner.CountByDeviceAsync(cancellationToken);

    public Task<IReadOnlyList<string>> FindActiveStudiesAsync(CancellationToken cancellationToken) =>
        inner.FindActiveStudiesAsync(cancellationToken);

    public async Task<IReadOnlyList<JobLease>> RenewAsync(
        IReadOnlyList<JobLease> leases, TimeSpan lease, CancellationToken cancellationToken)
    {
        Log($"renew {leases.Count}");
        var lost = await inner.RenewAsync(leases, lease, cancellationToken);
        AfterRenewal?.Invoke();
        return Lost is null ? lost : [.. leases.Where(Lost)];
    }

    public async Task<bool> CommitAsync(JobLease lease, JobResult result, CancellationToken cancellationToken)
    {
        if (Hold is not null)
        {
            await Hold(lease);
        }

        BeforeCommit?.Invoke(lease);
        var committed = await inner.CommitAsync(lease, Change?.Invoke(lease, result) ?? result, cancellationToken);
        AfterCommit?.Invoke(lease);
        return committed;
    }

    public Task<bool> FailAsync(JobLease lease, JobFailure failure, CancellationToken cancellationToken)
    {
        Log($"fail {lease.Job.Kind}");
        return inner.FailAsync(lease, failure, cancellationToken);
    }

    public Task<bool> RedoInputsAsync(JobLease lease, ArtifactHash damaged, CancellationToken cancellationToken)
    {
        Log($"redo for {lease.Job.Kind}");
        return inner.RedoInputsAsync(lease, damaged, cancellationToken);
    }

    public Task ReleaseAsync(IReadOnlyList<JobLease> leases, CancellationToken cancellationToken)
    {
        Log($"release {leases.Count}");
        return inner.ReleaseAsync(leases, cancellationToken);
    }

    public Task<JobLease?> HandOverAsync(JobKey job, long token, WorkerId worker, TimeSpan lease, CancellationToken cancellationToken) =>
        inner.HandOverAsync(job, token, worker, lease, cancellationToken);

    public Task<int> EndLeasesOfAsync(WorkerId gone, CancellationToken cancellationToken) =>
        inner.EndLeasesOfAsync(gone, cancellationToken);

    public Task<int> RetryFailedAsync(string study, CancellationToken cancellationToken) =>
        inner.RetryFailedAsync(study, cancellationToken);

    public Task<IReadOnlyList<JobKey>> ReopenProducersAsync(ArtifactHash artifact, CancellationToken cancellationToken) =>
        inner.ReopenProducersAsync(artifact, cancellationToken);

    public Task<RemovedStudy> RemoveAsync(StudyAddress study, SubmitOptions submission, CancellationToken cancellationToken) =>
        inner.RemoveAsync(study, submission, cancellationToken);

    public Task RenameAsync(string study, string name, Func<string, string> redefine, CancellationToken cancellationToken) =>
        inner.RenameAsync(study, name, redefine, cancellationToken);

    public Task<int> CancelAsync(string study, CancellationToken cancellationToken) => inner.CancelAsync(study, cancellationToken);

    public Task<int> ResumeAsync(string study, CancellationToken cancellationToken) => inner.ResumeAsync(study, cancellationToken);

    public Task<bool> WaitForJobsAsync(LeaseRequest request, TimeSpan timeout, CancellationToken cancellationToken) =>
        inner.WaitForJobsAsync(request, timeout, cancellationToken);

    public Task KeepPlacesAsync(string study, TimeSpan time, CancellationToken cancellationToken) =>
        inner.KeepPlacesAsync(study, time, cancellationToken);

    public Task SetPriorityAsync(string study, int priority, CancellationToken cancellationToken) =>
        inner.SetPriorityAsync(study, priority, cancellationToken);

    public Task SetQuotaAsync(Quota quota, CancellationToken cancellationToken) => inner.SetQuotaAsync(quota, cancellationToken);

    public Task<bool> RemoveQuotaAsync(string user, CancellationToken cancellationToken) => inner.RemoveQuotaAsync(user, cancellationToken);

    public Task<IReadOnlyList<QuotaLine>> ListQuotasAsync(CancellationToken cancellationToken) => inner.ListQuotasAsync(cancellationToken);

    public Task<QuotaLine?> FindQuotaAsync(string study, CancellationToken cancellationToken) =>
        inner.FindQuotaAsync(study, cancellationToken);

    public Task ReportAsync(WorkerReport report, CancellationToken cancellationToken) => inner.ReportAsync(report, cancellationToken);

    public Task<IReadOnlyList<LeasedJob>> ListLeasedAsync(string? study, CancellationToken cancellationToken) =>
        inner.ListLeasedAsync(study, cancellationToken);

    public Task<IReadOnlyList<WorkerStatus>> ListWorkersAsync(CancellationToken cancellationToken) =>
        inner.ListWorkersAsync(cancellationToken);

    public Task<JobCounts> CountAsync(string? study, CancellationToken cancellationToken)
    {
        BeforeCount?.Invoke();
        return Counts is { } counts ? Task.FromResult(counts) : inner.CountAsync(study, cancellationToken);
    }

    public Task<IReadOnlyDictionary<JobKey, Job>> FindJobsAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken) =>
        inner.FindJobsAsync(jobs, cancellationToken);

    public Task<IReadOnlySet<JobKey>> FindDoneAsync(IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken) =>
        inner.FindDoneAsync(jobs, cancellationToken);

    public Task<IReadOnlyDictionary<JobKey, IReadOnlyList<JobArtifact>>> FindArtifactsAsync(
        IReadOnlyCollection<JobKey> jobs, CancellationToken cancellationToken) =>
        inner.FindArtifactsAsync(jobs, cancellationToken);

    public Task<IReadOnlyDictionary<JobKey, JobSize>> FindOpenAsync(string study, CancellationToken cancellationToken) =>
        inner.FindOpenAsync(study, cancellationToken);

    public Task<(int Jobs, long LeastBytes)> FindTooLargeAsync(long memoryBytes, CancellationToken cancellationToken) =>
        inner.FindTooLargeAsync(memoryBytes, cancellationToken);

    public Task<IReadOnlyList<MeasuredRate>> MeasureRatesAsync(CancellationToken cancellationToken) =>
        inner.MeasureRatesAsync(cancellationToken);

    public Task<IReadOnlyList<FailedJob>> FindFailuresAsync(string study, CancellationToken cancellationToken) =>
        inner.FindFailuresAsync(study, cancellationToken);

    private void Log(string call)
    {
        lock (Calls)
        {
            Calls.Add(call);
        }
    }
}
