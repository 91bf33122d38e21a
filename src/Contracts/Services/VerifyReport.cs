namespace Experiments.Contracts;

/// <param name="Done">Jobs compared.</param>
/// <param name="Total">Jobs of the sample.</param>
public sealed record VerifyProgress(int Done, int Total);

/// <summary>What became of a comparison.</summary>
/// <param name="Finished">Finished jobs of the study.</param>
/// <param name="Compared">Of these, jobs that were run again.</param>
/// <param name="Rows">Result rows compared.</param>
/// <param name="Artifacts">Files compared.</param>
/// <param name="Differences">In the order of the plan.</param>
public sealed record VerifyReport(int Finished, int Compared, int Rows, int Artifacts, IReadOnlyList<Difference> Differences);

/// <param name="Job">The job's key.</param>
/// <param name="Name">For people.</param>
/// <param name="Place">Which value: <c>AdversarialExample image 3 draw 0: distortion</c>, <c>artifact weights</c>.</param>
/// <param name="Stored">As the database has it.</param>
/// <param name="Recomputed">As the job gives it now.</param>
public sealed record Difference(JobKey Job, string Name, string Place, string Stored, string Recomputed);
