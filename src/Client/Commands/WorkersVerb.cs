using System.CommandLine;
using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>workers</c>: who works on the database, on what, and how fast.</summary>
internal static class WorkersVerb
{
    internal static Verb Create()
    {
        var all = new Option<bool>("--all") { Description = "Also workers that have ended." };
        return new Verb("workers", "Lists the workers of the database: who is alive, what they run, how fast.",
        [
            ("experiments workers --db postgres://me:secret@db.lab/experiments", "One line per worker and one per job in hand."),
            ("experiments workers --all --json", "All that ever worked here, for programs."),
        ])
        {
            Options = { all },
            Run = (context, cancellationToken) => RunAsync(context, context.Line.GetValue(all), cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, bool all, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var workers = (await session.Studies.ListWorkersAsync(cancellationToken)).Where(w => all || w.State != WorkerState.Ended).ToList();
        if (context.Settings.Json)
        {
            context.Results.WriteTable(TableFormat.Json, ClientTables.Workers, workers);
            return ExitCode.Done;
        }

        if (workers.Count == 0)
        {
            context.Results.WriteLine($"No worker is up; start one with: experiments work{context.Settings.SameDatabase}");
            return ExitCode.Done;
        }

        context.Results.WriteTable(TableFormat.Text, ClientTables.Workers, workers);
        foreach (var worker in workers.Where(w => w.Running.Count > 0))
        {
            context.Results.WriteLines([StyledLine.Empty, StyledLine.Of(worker.Worker, Tone.Heading),
                .. worker.Running.Select(job => StyledLine.Of($"  {ProgressText.Job(job)}"))]);
        }

        return ExitCode.Done;
    }
}
