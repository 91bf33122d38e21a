using Experiments.Contracts;
using Experiments.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Experiments.Client;

/// <summary>Runs a study and shows how far it is: one live view in a terminal, otherwise a line now and then.</summary>
internal static class StudyRun
{
    // The terminal echoes ^C at the end of the view; wrapped, it would move the view by a line.
    private const int RoomForCtrlC = 3;

    private static readonly TimeSpan ViewPeriod = TimeSpan.FromMilliseconds(200);

    internal static Task<StudySummary> RunAsync(
        ClientHost host, ClientSettings settings, IStudyService studies, string study, RunOptions options, CancellationToken cancellationToken)
    {
        if (settings.Quiet)
        {
            return studies.RunAsync(study, options, new LatestProgress(), cancellationToken);
        }

        return host.IsTerminal && settings.Colour
            ? RunLiveAsync(host, studies, study, options, cancellationToken)
            : studies.RunAsync(study, options, new PlainProgress(host.Error), cancellationToken);
    }

    private static Task<StudySummary> RunLiveAsync(
        ClientHost host, IStudyService studies, string study, RunOptions options, CancellationToken cancellationToken)
    {
        var console = ResultOutput.Terminal(host.Error, host.Width);
        var latest = new LatestProgress();
        var unicode = host.Error.Encoding.CodePage == System.Text.Encoding.UTF8.CodePage;
        return console.Live(Text.Empty).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async view =>
        {
            // On a thread of its own: whatever the engine does before its first await must not hold the view up.
            var run = Task.Run(() => studies.RunAsync(study, options, latest, cancellationToken), CancellationToken.None);
            while (!run.IsCompleted)
            {
                if (latest.Value is { } progress)
                {
                    view.UpdateTarget(Render(ProgressText.View(study, progress, host.Width - RoomForCtrlC, unicode)));
                }

                await Task.WhenAny(run, Task.Delay(ViewPeriod, host.Time, CancellationToken.None));
            }

            return await run;
        });
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
