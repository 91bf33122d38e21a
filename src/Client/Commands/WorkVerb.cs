using System.CommandLine;
using Experiments.Contracts;
using Experiments.Reporting;
using Microsoft.Extensions.Logging;

namespace Experiments.Client;

/// <summary><c>work</c>: runs jobs of all studies of the database.</summary>
internal static partial class WorkVerb
{
    internal static Verb Create()
    {
        var slots = CheckedOptions.Count("--slots", "Jobs run at the same time (default: one per core).");
        var untilIdle = new Option<bool>("--until-idle") { Description = "End when no job of the database can run any more." };
        var lease = CheckedOptions.Seconds(
            "--lease", "How long a job stays this worker's without a sign of life before another takes it over (default: 60).");
        return new Verb(
            "work",
            "Runs jobs of every study in the database until it is asked to stop. Any number of workers share a database.",
            [
                ("experiments work --db postgres://worker:secret@db.lab/experiments",
                    "Serves a shared database; Ctrl-C or SIGTERM gives the jobs in hand back."),
                ("experiments work --slots 2 --until-idle", "Two jobs at a time; ends with the last one."),
                ("experiments work --json 2> worker.log", "The log as one JSON object per line."),
            ])
        {
            MakesHome = true,
            Computes = true,
            Options = { slots, untilIdle, lease },
            Run = (context, cancellationToken) =>
                RunAsync(
                    context,
                    new WorkOptions(context.Line.GetValue(slots), context.Line.GetValue(untilIdle), context.Line.GetValue(lease)),
                    cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, WorkOptions options, CancellationToken cancellationToken)
    {
        using var log = new LogLines(
            context.Host.Error, context.Host.Time, context.Settings.Quiet ? LogLevel.Warning : LogLevel.Information, context.Settings.Json);
        using var telemetry = context.Host.Observe();
        await using var session = await context.OpenSessionAsync(log, cancellationToken);
        Started(log, session.Database);
        var summary = await session.Engine.WorkAsync(options, cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer,
            [
                StudyJson.Member("done", summary.Done),
                StudyJson.Member("failed", summary.Failed),
                StudyJson.Member("givenBack", summary.GivenBack),
            ]);
        }
        else
        {
            context.Results.WriteLine(
                $"{HumanFormat.Plural(summary.Done, "job")} done here, {summary.Failed} failed meanwhile, {summary.GivenBack} given back.");
        }

        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : summary.Failed > 0 ? ExitCode.Incomplete : ExitCode.Done;
    }
}
