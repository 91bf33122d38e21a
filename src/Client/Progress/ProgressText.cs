using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary>A moment of a running study in words.</summary>
internal static class ProgressText
{
    private const int MostJobsShown = 8;
    private const int LeastBar = 10;

    // Before that nothing in hand means that the run has only begun.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>For a log: one line.</summary>
    internal static string Line(StudyProgress progress)
    {
        var running = progress.Running.Count == 0
            ? Idle(progress) is { Length: > 0 } idle ? $"; {idle}" : ""
            : $"{(progress.Waits is { } waits ? $"; {waits}" : "")}; "
                + $"{string.Join("; ", progress.Running.Take(2).Select(job => $"{job.Name} {Amount(job)}{Note(job)}"))}";
        return $"{HumanFormat.Duration(progress.Elapsed)}: "
            + $"{Jobs(progress.Jobs)}{Failed(progress.Jobs)}{Rates(progress)}{Left(progress)}{running}";
    }

    /// <summary>For a live view: a bar, the times and rates, and the jobs in hand; no line is longer than the width.</summary>
    internal static IReadOnlyList<StyledLine> View(string study, StudyProgress progress, int width, bool unicode)
    {
        List<StyledLine> lines =
        [
            Bar(study, progress.Jobs, width, unicode),
            Cut(StyledLine.Of($"  {HumanFormat.Duration(progress.Elapsed)}{Left(progress)}{Rates(progress)}", Tone.Muted), width),
        ];
        if (Idle(progress) is { Length: > 0 } idle)
        {
            lines.Add(Cut(StyledLine.Of($"  {idle}", Tone.Muted), width));
        }

        var shown = progress.Running.Take(MostJobsShown).ToList();
        var nameWidth = shown.Select(job => job.Name.Length).DefaultIfEmpty().Max();
        var amountWidth = shown.Select(job => Amount(job).Length).DefaultIfEmpty().Max();
        lines.AddRange(shown.Select(job => Cut(new StyledLine(
        [
            new($"  {job.Name.PadRight(nameWidth)}  {(job.Note is null ? Amount(job) : Amount(job).PadRight(amountWidth))}"),
            new(job.Note is null ? "" : $"  {job.Note}", Tone.Muted),
            new(job.Worker is null ? "" : $"  {job.Worker}", Tone.Muted),
        ]), width)));
        if (progress.Running.Count > shown.Count)
        {
            lines.Add(StyledLine.Of($"  and {progress.Running.Count - shown.Count} more", Tone.Muted));
        }

        return lines;
    }

    /// <summary>One job in hand.</summary>
    internal static string Job(RunningJob job) => $"{job.Name} {Amount(job)}{Note(job)}";

    private static StyledLine Bar(string study, JobCounts jobs, int width, bool unicode)
    {
        var text = Jobs(jobs);
        var failed = Failed(jobs);
        var length = Math.Max(LeastBar, width - study.Length - text.Length - failed.Length - 4);
        var filled = jobs.Total == 0 ? 0 : (int)((long)length * jobs.Done / jobs.Total);
        var (full, empty) = unicode ? ('━', '━') : ('#', '.');
        return Cut(new StyledLine(
        [
            new($"{study}  ", Tone.Heading), new(new string(full, filled), Tone.Heading),
            new(new string(empty, length - filled), Tone.Muted), new($"  {text}"), new(failed, Tone.Warning),
        ]), width);
    }

    private static string Jobs(JobCounts jobs) => $"{HumanFormat.Count(jobs.Done)} of {HumanFormat.Count(jobs.Total)} jobs";

    private static string Failed(JobCounts jobs) => jobs.Failed == 0 ? "" : $", {HumanFormat.Count(jobs.Failed)} failed";

    /// <summary>Why nothing runs here although the study is not over; empty where something does.</summary>
    private static string Idle(StudyProgress progress) =>
        progress.Waits is { } waits ? waits
            : progress.Running.Count > 0 || progress.Elapsed < Settled ? ""
            : progress.Jobs.Leased > 0 ? $"waiting: {HumanFormat.Plural(progress.Jobs.Leased, "job")} in other workers' hands"
            : progress.Jobs.Runnable > 0 ? $"waiting: {HumanFormat.Plural(progress.Jobs.Runnable, "job")} for a worker or for another try"
            : "";

    private static string Left(StudyProgress progress) =>
        progress.Remaining is { } left ? $", about {HumanFormat.Duration(left)} left" : "";

    private static string Rates(StudyProgress progress) => progress.AttackImagesPerSecond <= 0
        ? ""
        : $", attack {HumanFormat.Count((long)Math.Round(progress.AttackImagesPerSecond))} images/s"
            + $" ({HumanFormat.Count((long)Math.Round(progress.GradientEvaluationsPerSecond))} gradients/s)";

    private static string Amount(RunningJob job) =>
        job.Total == 0 ? "starting" : $"{HumanFormat.Count(job.Done)} of {HumanFormat.Count(job.Total)} {job.Unit}";

    private static string Note(RunningJob job) => job.Note is null ? "" : $" ({job.Note})";

    private static StyledLine Cut(StyledLine line, int width)
    {
        List<StyledText> parts = [];
        var room = width;
        foreach (var part in line.Parts)
        {
            var text = part.Text.Length <= room ? part.Text : part.Text[..WholeCharacters(part.Text, room)];
            room -= text.Length;
            if (text.Length > 0)
            {
                parts.Add(part with { Text = text });
            }
        }

        return new StyledLine(parts);
    }

    /// <summary>No more than <paramref name="length"/>, and no half of a character.</summary>
    private static int WholeCharacters(string text, int length) =>
        length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
