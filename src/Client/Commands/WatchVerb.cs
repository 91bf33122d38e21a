using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>watch STUDY</c>: how far a study is, live, whoever runs it.</summary>
internal static class WatchVerb
{
    internal static Verb Create()
    {
        var study = StudyFile.NameArgument();
        return new Verb("watch", "Shows how far a study is until it is over. Runs nothing; can be left and joined again.",
        [
            ("experiments watch szegedy2013 --db postgres://me:secret@db.lab/experiments", "The jobs of all workers in one live view."),
            ("experiments watch szegedy2013 --quiet && experiments show szegedy2013", "Waits for the end, then prints the tables."),
        ])
        {
            Arguments = { study },
            Run = (context, cancellationToken) => RunAsync(
                context, StudyFile.NewestOf(context, context.Line.GetRequiredValue(study)), cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, string study, CancellationToken cancellationToken)
    {
        using var notices = context.Notices();
        await using var session = await context.OpenSessionAsync(notices, cancellationToken);
        await WarnOfNoWorkerAsync(context, session.Studies, study, cancellationToken);
        StudySummary after;
        try
        {
            after = await StudyRun.ShowAsync(
                context.Host, context.Settings, notices, study, (progress, stop) => session.Engine.WatchAsync(study, progress, stop),
                cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Host.Error.Say(
                $"left; the study goes on where it runs, and so does: experiments watch {study}{context.Settings.SameDatabase}");
            return ExitCode.Interrupted;
        }

        var failures = after.Jobs.Failed == 0 ? [] : await session.Studies.ReadFailuresAsync(study, cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer,
            [
                StudyJson.Member("study", after.Name),
                StudyJson.Member("state", ClientTables.State(after.State)),
                StudyJson.Member("jobs", after.Jobs.Total),
                StudyJson.Member("done", after.Jobs.Done),
                StudyJson.Member("failed", after.Jobs.Failed),
                StudyJson.Member("cancelled", after.Jobs.Cancelled),
                StudyJson.Member("waits", after.Waits),
                StudyJson.Member(ClientTables.Failures, failures),
            ]);
        }
        else
        {
            context.Results.WriteLines(FailureText.Lines(failures, context.Results.Width));
            context.Results.WriteLine(
                $"{after.Name}: {ClientTables.State(after.State)}, {MissingText.Of(after.Jobs)}.{GoOn(context, after)}",
                after.Jobs.Complete ? Tone.Plain : Tone.Warning);
        }

        return after.Jobs.Complete ? ExitCode.Done : ExitCode.Incomplete;
    }

    private static string GoOn(VerbContext context, StudySummary study) =>
        MissingText.Remedy(study, context.Settings) is { } remedy ? $" Go on with: {remedy}" : "";

    private static async Task WarnOfNoWorkerAsync(
        VerbContext context, IStudyReader studies, string study, CancellationToken cancellationToken)
    {
        var jobs = (await studies.GetAsync(study, cancellationToken)).Jobs;
        if (!context.Settings.Quiet && jobs.Runnable > 0
            && !(await studies.ListWorkersAsync(cancellationToken)).Any(w => w.State == WorkerState.Alive))
        {
            context.Host.Error.Say($"no worker is up; start one with: experiments work{context.Settings.SameDatabase}");
        }
    }
}
