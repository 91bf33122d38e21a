using System.CommandLine;
using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>rm STUDY[@n]</c>: removes a study or one of its revisions.</summary>
internal static class RmVerb
{
    internal static Verb Create()
    {
        var study = new Argument<string>("STUDY") { Description = "A study's name, or NAME@REVISION." };
        var force = new Option<bool>("--force") { Description = "Also where it has open jobs and somebody else has submitted it." };
        return new Verb("rm", "Removes a study with all its revisions, or one of them. Results stay until 'experiments gc --apply'.",
        [
            ("experiments rm quick", "The study; its open jobs are not run any more unless another study wants them."),
            ("experiments rm quick@2", "One revision; without its newest one a study is the one before."),
        ])
        {
            Arguments = { study },
            Options = { force },
            Run = (context, cancellationToken) => RunAsync(
                context, StudyAddress.Parse(context.Line.GetRequiredValue(study)), context.Line.GetValue(force), cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, StudyAddress study, bool force, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var removed = await session.Engine.RemoveAsync(study, new SubmitOptions(context.Host.By, force), cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer,
            [
                StudyJson.Member("study", study.ToString()),
                StudyJson.Member("revisions", removed.Revisions),
                StudyJson.Member("cancelled", removed.Cancelled),
            ]);
        }
        else
        {
            context.Results.WriteLine(
                $"{study}: {HumanFormat.Plural(removed.Revisions, "revision")} removed, "
                    + $"{HumanFormat.Plural(removed.Cancelled, "open job")} cancelled; "
                    + $"results stay until: experiments gc --apply{context.Settings.SameDatabase}");
        }

        return ExitCode.Done;
    }
}
