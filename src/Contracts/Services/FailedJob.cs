namespace Experiments.Contracts;

/// <param name="Job">The job's key.</param>
/// <param name="Name">For people: <c>craft lbfgs on FC10(1)</c>.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">What went wrong in the last try.</param>
public sealed record FailedJob(JobKey Job, string Name, int Attempts, string Error);
