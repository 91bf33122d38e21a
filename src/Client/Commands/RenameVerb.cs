using System.CommandLine;

namespace Experiments.Client;

/// <summary><c>rename STUDY NAME</c>: gives a study and its revisions another name.</summary>
internal static class RenameVerb
{
    internal static Verb Create()
    {
        var study = new Argument<string>("STUDY") { Description = "The study's name." };
        var name = new Argument<string>("NAME") { Description = "The new one, which no study has." };
        return new Verb("rename", "Gives a study another name, with all its revisions. Nothing is computed again.",
        [
            ("experiments rename quick first-try", "Whose file says \"quick\" makes a new study from then on."),
        ])
        {
            Arguments = { study, name },
            Run = (context, cancellationToken) => RunAsync(
                context, StudyFile.NewestOf(context, context.Line.GetRequiredValue(study)), context.Line.GetRequiredValue(name),
                cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, string study, string name, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        await session.Engine.RenameAsync(study, name, cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer, [StudyJson.Member("study", name), StudyJson.Member("before", study)]);
        }
        else
        {
            context.Results.WriteLine($"{study} is {name} now.");
        }

        return ExitCode.Done;
    }
}
