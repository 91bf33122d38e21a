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
                ? StudyChange.RunAsync(
                    context, context.Line.GetRequiredValue(study),
                    (engine, name) => engine.RetryFailedAsync(name, cancellationToken),
                    (name, jobs) =>
                        $"{HumanFormat.Plural(jobs, "failed job")} can run again{(jobs > 0 ? $": {context.Settings.Next(name)}" : "")}",
                    cancellationToken)
                : throw new UsageException("--failed is missing; retry must be told which jobs."),
        };
    }
}
