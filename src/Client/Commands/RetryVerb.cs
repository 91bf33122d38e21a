using System.CommandLine;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>retry STUDY</c>: lets the failed jobs of a study run again.</summary>
internal static class RetryVerb
{
    internal static Verb Create()
    {
        var study = StudyFile.NameArgument();
        var failed = new Option<bool>("--failed") { Description = "Jobs that are quarantined with an error." };
        return new Verb("retry", "Lets the failed jobs of a study run again.",
        [
            ("experiments retry szegedy2013 --failed", "After the cause is mended; with all their tries.")
        ])
        {
            Arguments = { study },
            Options = { failed },
            Run = (context, cancellationToken) => context.Line.GetValue(failed)
                ? RunAsync(context, StudyFile.NameOf(context, context.Line.GetRequiredValue(study)), cancellationToken)
                : throw new UsageException("--failed is missing; retry must be told which jobs."),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, string study, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var jobs = await session.Studies.RetryFailedAsync(study, cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer, [StudyJson.Member("study", study), StudyJson.Member("jobs", jobs)]);
        }
        else
        {
            context.Results.WriteLine($"{study}: {HumanFormat.Plural(jobs, "failed job")} can run again{(jobs > 0 ? $": {context.Settings.Next(study)}" : "")}");
        }

        return ExitCode.Done;
    }
}
