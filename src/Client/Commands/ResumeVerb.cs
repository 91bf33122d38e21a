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
            Run = (context, cancellationToken) => StudyChange.RunAsync(
                context, context.Line.GetRequiredValue(study),
                (engine, name) => engine.ResumeAsync(name, cancellationToken),
                (name, jobs) => $"{HumanFormat.Plural(jobs, "job")} can run again: {context.Settings.Next(name)}",
                cancellationToken),
        };
    }
}
