using Experiments.Contracts;

namespace Experiments.Client;

/// <summary>Verbs that change which of a study's jobs can run, and say how many.</summary>
internal static class StudyChange
{
    /// <param name="context">Of the verb.</param>
    /// <param name="study">The study, by its name or its file.</param>
    /// <param name="change">Changes the study of this name and counts the jobs.</param>
    /// <param name="say">What is said of so many jobs of this study.</param>
    /// <param name="cancellationToken">Ends the verb.</param>
    internal static async Task<int> RunAsync(
        VerbContext context, string study, Func<IStudyEngine, string, Task<int>> change, Func<string, int, string> say,
        CancellationToken cancellationToken)
    {
        var name = StudyFile.NewestOf(context, study);
        using var notices = context.Notices();
        await using var session = await context.OpenSessionAsync(notices, cancellationToken);
        var jobs = await change(session.Engine, name);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer, [StudyJson.Member("study", name), StudyJson.Member("jobs", jobs)]);
        }
        else
        {
            context.Results.WriteLine($"{name}: {say(name, jobs)}");
        }

        return ExitCode.Done;
    }
}
