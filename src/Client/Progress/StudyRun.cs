using Experiments.Contracts;
using Experiments.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Experiments.Client;

/// <summary>Shows how far a study is: one live view in a terminal, otherwise a line now and then.</summary>
internal static class StudyRun
{
    // The terminal echoes ^C at the end of the view; wrapped, it would move the view by a line.
    private const int RoomForCtrlC = 3;

    private static readonly TimeSpan ViewPeriod = TimeSpan.FromMilliseconds(200);

    /// <param name="host">Where progress is shown.</param>
    /// <param name="settings">Whether and how.</param>
    /// <param name="notices">What the run waits for; shown above a live view.</param>
    /// <param name="study">The study's name.</param>
    /// <param name="follow">Runs or watches the study and tells how far it is.</param>
    /// <param name="cancellationToken">Handed to <paramref name="follow"/>.</param>
    internal static Task<StudySummary> ShowAsync(
        ClientHost host, ClientSettings settings, Notices notices, string study, Follow follow, CancellationToken cancellationToken)
    {
        if (settings.Quiet)
        {
            return follow(new LatestProgress(), cancellationToken);
        }

        return host.IsTerminal && settings.Colour
            ? ShowLiveAsync(host, notices, study, follow, cancellationToken)
            : follow(new PlainProgress(host.Error), cancellationToken);
    }

    private static async Task<StudySummary> ShowLiveAsync(
        ClientHost host, Notices notices, string study, Follow follow, CancellationToken cancellationToken)
    {
        var console = ResultOutput.Terminal(host.Error, host.Width);
        notices.Keep();
        try
        {
            return await console.Live(Text.Empty).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(
                view => ShowAsync(view, console, host, notices, study, follow, cancellationToken));
        }
        finally
        {
            notices.Release();
        }
    }

    private static async Task<StudySummary> ShowAsync(
        LiveDisplayContext view, IAnsiConsole console, ClientHost host, Notices notices, string study, Follow follow,
        CancellationToken cancellationToken)
    {
        var latest = new LatestProgress();
        var unicode = host.Error.Encoding.CodePage == System.Text.Encoding.UTF8.CodePage;

        // On a thread of its own: whatever the engine does before its first await must not hold the view up.
        var run = Task.Run(() => follow(latest, cancellationToken), CancellationToken.None);
        while (!run.IsCompleted)
        {
            while (notices.TryTake(out var line))
            {
                console.WriteLine(line!, ResultOutput.StyleOf(Tone.Warning));
            }

            if (latest.Value is { } progress)
            {
                view.UpdateTarget(Render(ProgressText.View(study, progress, host.Width - RoomForCtrlC, unicode)));
            }

            await Task.WhenAny(run, Task.Delay(ViewPeriod, host.Time, CancellationToken.None));
        }

        return await run;
    }

    private static Rows Render(IEnumerable<StyledLine> lines) => new(lines.Select(line =>
    {
        var paragraph = new Paragraph();
        foreach (var part in line.Parts)
        {
            paragraph.Append(part.Text, ResultOutput.StyleOf(part.Tone));
        }

        return (IRenderable)paragraph;
    }));
}

/// <summary>Runs or watches a study to its end.</summary>
internal delegate Task<StudySummary> Follow(IProgress<StudyProgress> progress, CancellationToken cancellationToken);
