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
            Run = (context, cancellationToken) => StudyChange.RunAsync(
                context, context.Line.GetRequiredValue(study),
                (engine, name) => engine.CancelAsync(name, cancellationToken),
                (name, jobs) =>
                    $"{HumanFormat.Plural(jobs, "job")} cancelled; go on with: experiments resume {name}{context.Settings.SameDatabase}",
                cancellationToken),
        };
    }
}
