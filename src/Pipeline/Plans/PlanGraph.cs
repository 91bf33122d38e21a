using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline.Plans;

/// <summary>Jobs and their estimated costs, each job once, inputs before the jobs that read them.</summary>
internal sealed class PlanGraph
{
    private readonly List<(Job Job, double Cost)> _jobs = [];
    private readonly Dictionary<JobKey, int> _index = [];

    /// <summary>Adds the job unless an equal one is there; returns the one that is.</summary>
    internal Job Add(Job job, double cost)
    {
        if (_index.TryGetValue(job.Key, out var known))
        {
            return _jobs[known].Job;
        }

        _index[job.Key] = _jobs.Count;
        _jobs.Add((job, cost));
        return job;
    }

    /// <summary>A job's priority is its own cost plus that of the costliest chain of jobs that wait for it.</summary>
    internal IReadOnlyList<PlannedJob> Prioritise()
    {
        var behind = new double[_jobs.Count];
        var planned = new PlannedJob[_jobs.Count];
        for (var i = _jobs.Count - 1; i >= 0; i--)
        {
            var (job, cost) = _jobs[i];
            var chain = cost + behind[i];
            planned[i] = new PlannedJob(job, chain) { Cost = cost };
            foreach (var input in job.Inputs)
            {
                var at = _index[input.Key];
                behind[at] = Math.Max(behind[at], chain);
            }
        }

        return planned;
    }
}
