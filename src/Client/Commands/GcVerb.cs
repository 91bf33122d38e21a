using System.CommandLine;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>gc</c>: removes what no study needs.</summary>
internal static class GcVerb
{
    internal static Verb Create()
    {
        var apply = new Option<bool>("--apply") { Description = "Remove it; without this, only count." };
        return new Verb(
            "gc",
            "Counts, and on request removes, jobs that no revision of a study names and files that none of its jobs left.",
        [
            ("experiments gc", "What could be removed; changes nothing."),
            ("experiments gc --apply", "Removes it. What is needed again later is computed again."),
        ])
        {
            Options = { apply },
            Run = (context, cancellationToken) => RunAsync(context, context.Line.GetValue(apply), cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, bool apply, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var garbage = await session.Tools.CollectGarbageAsync(apply, cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer,
            [
                StudyJson.Member("removed", apply),
                StudyJson.Member("jobs", garbage.Jobs),
                StudyJson.Member("rows", garbage.Rows),
                StudyJson.Member("artifacts", garbage.Artifacts),
                StudyJson.Member("bytes", garbage.Bytes),
                StudyJson.Member("running", garbage.Running),
            ]);
            return ExitCode.Done;
        }

        var found = $"{HumanFormat.Plural(garbage.Jobs, "job")} with {HumanFormat.Plural(garbage.Rows, "row")}";
        var files = garbage.Running > 0
            ? $"files are left alone while {HumanFormat.Plural(garbage.Running, "job")} run{(garbage.Running == 1 ? "s" : "")}"
            : $"{HumanFormat.Plural(garbage.Artifacts, "file")} of {HumanFormat.Count(garbage.Bytes)} bytes";
        context.Results.WriteLine(apply
            ? $"Removed {found}; {files}."
            : $"No study needs {found}; {files}. Nothing was removed: experiments gc --apply{context.Settings.SameDatabase}");
        return ExitCode.Done;
    }
}
