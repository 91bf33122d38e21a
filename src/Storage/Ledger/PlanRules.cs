using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>What the ledger relies on in a plan.</summary>
internal static class PlanRules
{
    /// <exception cref="ArgumentException">The plan breaks a rule; the message names the job.</exception>
    internal static void Check(Plan plan)
    {
        var study = plan.Study;
        var planned = new HashSet<JobKey>();
        foreach (var (job, _) in plan.Jobs)
        {
            if (job.Inputs.FirstOrDefault(input => !planned.Contains(input.Key)) is { } late)
            {
                throw new ArgumentException(
                    $"input {late.Role} of job {job.Key.Short} ({job.Kind}) is {late.Key.Short}; it must come before the job in the "
                        + $"plan of study '{study}'.",
                    nameof(plan));
            }

            if (!planned.Add(job.Key))
            {
                throw new ArgumentException(
                    $"job {job.Key.Short} ({job.Kind}) is twice in the plan of study '{study}'; it must be there once.", nameof(plan));
            }
        }

        if (plan.Names.FirstOrDefault(name => !planned.Contains(name.Job)) is { } unknown)
        {
            throw new ArgumentException(
                $"job {unknown.Job.Short} ({unknown.Kind}) has a name in study '{study}'; it must be in its plan.", nameof(plan));
        }

        planned.ExceptWith(plan.Names.Select(name => name.Job));
        if (planned.Count > 0)
        {
            throw new ArgumentException(
                $"job {planned.Min().Short} has no name in study '{study}'; every job of the plan must have one.", nameof(plan));
        }
    }
}
