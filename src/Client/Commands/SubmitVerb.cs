using Experiments.Contracts;

namespace Experiments.Client;

/// <summary><c>submit STUDY</c>: makes a study durable; workers run it.</summary>
internal static class SubmitVerb
{
    internal static Verb Create()
    {
        var study = StudyFile.Argument();
        var images = StudyFile.ImagesOption();
        var set = StudyFile.SetOption();
        var strict = StudyFile.StrictOption();
        var replace = StudyFile.ReplaceOption();
        var priority = StudyFile.PriorityOption();
        return new Verb("submit", "Puts a study into the database for workers to run. Needs no worker to be up, runs nothing itself.",
        [
            ("experiments submit studies/szegedy2013.json", "Into the file of the home folder; 'experiments work' runs it."),
            ("experiments submit studies/szegedy2013.json --db postgres://me:secret@db.lab/experiments",
                "Into a database that workers of many hosts share."),
        ])
        {
            MakesHome = true,
            Arguments = { study },
            Options = { images, set, strict, replace, priority },
            Run = (context, cancellationToken) =>
                RunAsync(
                    context,
                    StudyFile.Read(context, study, images, set, strict) with
                    {
                        Submission = new SubmitOptions(context.Host.By, context.Line.GetValue(replace))
                        {
                            Priority = context.Line.GetValue(priority),
                        },
                    },
                    cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, StudyDocument document, CancellationToken cancellationToken)
    {
        using var notices = context.Notices();
        await using var session = await context.OpenSessionAsync(notices, cancellationToken);
        var study = await session.Engine.SubmitAsync(document, cancellationToken);
        WarningText.Write(context, document.File, study.Warnings);
        var (jobs, options) = (study.Jobs, context.Settings.SameDatabase);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer,
            [
                StudyJson.Member("study", study.Name),
                StudyJson.Member("revision", study.Revision),
                .. StudyJson.Members(study.Change),
                StudyJson.Member("jobs", jobs.Total),
                StudyJson.Member("done", jobs.Done),
                StudyJson.Member("failed", jobs.Failed),
                StudyJson.Member("priority", study.Priority),
                StudyJson.Member("waits", study.Waits),
                StudyJson.Member("missing", study.Missing),
                StudyJson.Member(ClientTables.Warnings, study.Warnings),
            ]);
            return ExitCode.Done;
        }

        foreach (var line in ChangeText.Lines(study))
        {
            context.Results.WriteLine(line);
        }

        var open = jobs.Total - jobs.Done - jobs.Failed;
        context.Results.WriteLine(
            $"{study.Name}: {jobs.Total} jobs, {jobs.Done} done before, {open} to "
                + $"run{(jobs.Failed > 0 ? $", {jobs.Failed} failed before" : "")}; kept in {session.Database}.");
        if (study.Waits is { } waits)
        {
            context.Results.WriteLine($"{study.Name} {waits}.");
        }

        if (study.Missing is { } missing)
        {
            context.Results.WriteLine($"Not here: {missing}");
        }

        if (open > 0)
        {
            var lead = context.Settings.Cluster is null ? "Run them with" : "The cluster runs them; follow with";
            context.Results.WriteLine($"{lead}: {context.Settings.Next(study.Name)}");
        }

        if (jobs.Failed > 0)
        {
            context.Results.WriteLine($"Try failed ones again with: experiments retry {study.Name} --failed{options}");
        }

        return ExitCode.Done;
    }
}
