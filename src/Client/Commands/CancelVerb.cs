using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>cancel STUDY</c>: stops a study: its open jobs are not run any more, what is finished stays.</summary>
internal static class CancelVerb
{
    internal static Verb Create()
    {
        var study = StudyFile.NameArgument();
        return new Verb("cancel", "Stops a study: its open jobs are not run any more, what is finished stays.",
        [
            ("experiments cancel szegedy2013", "Jobs that another study wants still run; 'experiments resume' goes on.")
        ])
        {
            Arguments = { study },
            Run = (context, cancellationToken) => RunAsync(context, StudyFile.NameOf(context, context.Line.GetRequiredValue(study)), cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, string study, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var jobs = await session.Studies.CancelAsync(study, cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer, [StudyJson.Member("study", study), StudyJson.Member("jobs", jobs)]);
        }
        else
        {
            context.Results.WriteLine($"{study}: {HumanFormat.Plural(jobs, "job")} cancelled; go on with: experiments resume {study}{context.Settings.SameDatabase}");
        }

        return ExitCode.Done;
    }
}
