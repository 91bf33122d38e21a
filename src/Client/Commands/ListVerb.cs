using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>list</c>: the studies of the database.</summary>
internal static class ListVerb
{
    internal static Verb Create() => new("list", "Lists the studies in the database, the latest first.",
    [
        ("experiments list", "What was submitted, and how far it is."),
        ("experiments list --home /data/experiments --json", "The same of another database, for programs."),
    ])
    {
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var studies = await session.Studies.ListAsync(cancellationToken);
        if (context.Settings.Json)
        {
            context.Results.WriteTable(TableFormat.Json, ClientTables.Studies, studies);
        }
        else if (studies.Count == 0)
        {
            context.Results.WriteLine($"No study in {context.Place} yet: experiments run FILE.");
        }
        else
        {
            context.Results.WriteTable(TableFormat.Text, ClientTables.Studies, studies);
        }

        return ExitCode.Done;
    }
}
