using System.CommandLine;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>list</c>: the studies of the database.</summary>
internal static class ListVerb
{
    internal static Verb Create()
    {
        var study = new Argument<string?>("STUDY")
        {
            Description = "Lists the revisions of this study.", Arity = ArgumentArity.ZeroOrOne,
        };
        return new Verb("list", "Lists the studies in the database, the latest first, or the revisions of one.",
        [
            ("experiments list", "What was submitted, by whom and when, and how far it is."),
            ("experiments list szegedy2013", "Its revisions, the newest first; 'experiments show szegedy2013@1' shows one."),
            ("experiments list --home /data/experiments --json", "The same of another database, for programs."),
        ])
        {
            Arguments = { study },
            Run = (context, cancellationToken) => RunAsync(context, context.Line.GetValue(study), cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, string? nameOrFile, CancellationToken cancellationToken)
    {
        var study = nameOrFile is null ? null : StudyFile.NewestOf(context, nameOrFile);
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var studies = study is null
            ? await session.Studies.ListAsync(cancellationToken)
            : await session.Studies.ListRevisionsAsync(study, cancellationToken);
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
