using System.CommandLine;
using Experiments.Contracts;

namespace Experiments.Client;

/// <summary><c>priority STUDY N</c>: a study's weight among the studies of its user.</summary>
internal static class PriorityVerb
{
    internal static Verb Create()
    {
        var study = StudyFile.NameArgument();
        var priority = new Argument<int?>("N")
        {
            Description = $"From {StudyPriority.Least} to {StudyPriority.Most}; {StudyPriority.Default} is what a study has at first.",
            CustomParser = result => CheckedOptions.ParseRange(result, "priority", StudyPriority.Least, StudyPriority.Most),
        };
        return new Verb("priority", "Gives a study more or less of the device time that its user's studies have together.",
        [
            ("experiments priority szegedy2013 20", "Twice the device time of a study with 10, from the next free place on."),
        ])
        {
            Arguments = { study, priority },
            Run = (context, cancellationToken) => RunAsync(
                context, StudyFile.NewestOf(context, context.Line.GetRequiredValue(study)), context.Line.GetRequiredValue(priority)!.Value,
                cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, string study, int priority, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        await session.Engine.SetPriorityAsync(study, priority, cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer, [StudyJson.Member("study", study), StudyJson.Member("priority", priority)]);
        }
        else
        {
            context.Results.WriteLine($"{study}: priority {priority}.");
        }

        return ExitCode.Done;
    }
}
