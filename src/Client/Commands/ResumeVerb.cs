using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>resume STUDY</c>: lets a cancelled study go on.</summary>
internal static class ResumeVerb
{
    internal static Verb Create()
    {
        var study = StudyFile.NameArgument();
        return new Verb("resume", "Lets a cancelled study go on.",
        [
            ("experiments resume szegedy2013", "Its open jobs can be claimed by workers again.")
        ])
        {
            Arguments = { study },
            Run = (context, cancellationToken) => RunAsync(context, StudyFile.NameOf(context, context.Line.GetRequiredValue(study)), cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, string study, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var jobs = await session.Studies.ResumeAsync(study, cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer, [StudyJson.Member("study", study), StudyJson.Member("jobs", jobs)]);
        }
        else
        {
            context.Results.WriteLine($"{study}: {HumanFormat.Plural(jobs, "job")} can run again: {context.Settings.Next(study)}");
        }

        return ExitCode.Done;
    }
}
