using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary>Failed jobs with their errors, for people.</summary>
internal static class FailureText
{
    private const int MostShown = 20;

    internal static IEnumerable<StyledLine> Lines(IReadOnlyList<FailedJob> failures, int width)
    {
        if (failures.Count == 0)
        {
            return [];
        }

        return
        [
            StyledLine.Of("Failed jobs", Tone.Heading),
            .. failures.Take(MostShown).SelectMany(job =>
                TextWrap.Lines(Text(job), width - 2, atHyphens: false).Select(line => StyledLine.Of($"  {line}", Tone.Warning))),
            .. failures.Count > MostShown
                ? [StyledLine.Of($"  and {failures.Count - MostShown} more", Tone.Warning)]
                : Array.Empty<StyledLine>(),
        ];
    }

    private static string Text(FailedJob job) =>
        $"{job.Name} ({job.Job.Short}, {job.Attempts} {(job.Attempts == 1 ? "try" : "tries")}): {VisibleText.Of(job.Error)}";
}
