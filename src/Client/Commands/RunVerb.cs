using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>run STUDY</c>: does what is not done yet, then prints the tables.</summary>
internal static class RunVerb
{
    internal static Verb Create()
    {
        var study = StudyFile.Argument();
        var images = StudyFile.ImagesOption();
        var set = StudyFile.SetOption();
        var strict = StudyFile.StrictOption();
        var replace = StudyFile.ReplaceOption();
        var priority = StudyFile.PriorityOption();
        var workers = CheckedOptions.Count("--workers", "Jobs run at the same time (default: one per core).");
        return new Verb("run", "Runs what a study still needs, then prints its tables beside the published ones and writes its report.",
        [
            ("experiments run studies/szegedy2013.json", "Runs the study, or goes on with it where it was interrupted."),
            ("experiments run studies/szegedy2013.json --images 100", "A first look: perturbs only the first 100 images of each table."),
            ("experiments run studies/quick.json --set trainings.sigmoid.epochs=3", "A trial with another value, whatever the file says."),
            ("experiments run studies/quick.json --json --quiet", "For programs: one JSON object on the standard output, nothing else."),
        ])
        {
            MakesHome = true,
            Computes = true,
            Arguments = { study },
            Options = { images, set, workers, strict, replace, priority },
            Run = (context, cancellationToken) =>
                RunAsync(
                    context,
                    StudyFile.Read(context, study, images, set, strict) with
                    {
                        Submission = new SubmitOptions(context.Host.By, context.Line.GetValue(replace))
                        {
                            Runs = true, Priority = context.Line.GetValue(priority),
                        },
                    },
                    new RunOptions(context.Line.GetValue(workers)), cancellationToken),
        };
    }

    private static async Task<int> RunAsync(
        VerbContext context, StudyDocument document, RunOptions options, CancellationToken cancellationToken)
    {
        var start = context.Host.Time.GetTimestamp();
        using var telemetry = context.Host.Observe();
        using var notices = context.Notices();
        await using var session = await context.OpenSessionAsync(notices, cancellationToken);
        var before = await session.Engine.SubmitAsync(document, cancellationToken);
        WarningText.Write(context, document.File, before.Warnings);
        if (!context.Settings.Quiet)
        {
            foreach (var line in ChangeText.Lines(before))
            {
                context.Host.Error.Say(line);
            }
        }

        StudySummary after;
        try
        {
            after = before.Jobs.Complete
                ? before
                : await StudyRun.ShowAsync(
                    context.Host, context.Settings, notices, before.Name,
                    (progress, stop) => session.Engine.RunAsync(before.Name, options, progress, stop), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await WriteInterruptedAsync(context, session.Studies, before.Name);
            return ExitCode.Interrupted;
        }

        var tables = await session.Studies.ReadTablesAsync(after.Name, cancellationToken);
        if (!context.Settings.Json)
        {
            // Before the pictures: the tables are what the caller waits for.
            WriteTables(context, tables);
        }

        var failures = after.Jobs.Failed == 0 ? [] : await session.Studies.ReadFailuresAsync(after.Name, cancellationToken);
        var (pictures, report) = await Healing.DoAsync(
            context, session, after.Name,
            async () => (await PictureFiles.WriteAsync(session.Studies, tables, context.Settings.Home, cancellationToken),
                await ReportFile.WriteAsync(
                    context, session, after, tables, ReportFile.Default(context.Settings.Home, tables.Study), cancellationToken)),
            () => StudyRun.ShowAsync(
                context.Host, context.Settings, notices, before.Name,
                (progress, stop) => session.Engine.RunAsync(before.Name, options, progress, stop), cancellationToken),
            cancellationToken);
        var outcome = new Outcome(before, after, tables, failures, pictures, report, context.Host.Time.GetElapsedTime(start));
        if (context.Settings.Json)
        {
            WriteJson(context, outcome);
        }
        else
        {
            WritePictures(context, outcome);
            context.Results.WriteLines([StyledLine.Empty, StyledLine.Of($"Report in {context.Display(report)}", Tone.Heading)]);
            WriteFailures(context, outcome);
            context.Results.WriteLine();
            context.Results.WriteLine(Closing(context, outcome), after.Jobs.Complete ? Tone.Plain : Tone.Warning);
        }

        return after.Jobs.Complete ? ExitCode.Done : ExitCode.Incomplete;
    }

    private static async Task WriteInterruptedAsync(VerbContext context, IStudyReader studies, string study)
    {
        // The caller's token is cancelled; this one question is still worth its answer.
        var jobs = (await studies.GetAsync(study, CancellationToken.None)).Jobs;
        context.Host.Error.Say($"interrupted: {jobs.Done} of {jobs.Total} jobs are done and kept; run it again to go on.");
    }

    private static void WriteTables(VerbContext context, StudyTables tables)
    {
        context.Results.WriteLine(tables.Title is { Length: > 0 } title ? $"{tables.Study}: {title}" : tables.Study, Tone.Heading);
        context.Results.WriteLine();
        context.Results.WriteLines(StudyView.Lines(tables, context.Results.Width));
        context.Results.Writer.Flush();
    }

    private static void WritePictures(VerbContext context, Outcome outcome)
    {
        if (outcome.Pictures.Count == 0)
        {
            return;
        }

        var folder = context.Display(PictureFiles.Folder(context.Settings.Home, outcome.Tables.Study));
        context.Results.WriteLines([StyledLine.Empty, StyledLine.Empty,
            StyledLine.Of($"Pictures in {folder} (original, difference x10, perturbed)", Tone.Heading)]);
        context.Results.WriteLines(
            TextWrap.Lines(string.Join(' ', outcome.Pictures), context.Results.Width - 2, atHyphens: false).Select(
                line => StyledLine.Of($"  {line}")));
    }

    private static void WriteFailures(VerbContext context, Outcome outcome)
    {
        if (outcome.Failures.Count == 0)
        {
            return;
        }

        context.Results.WriteLines([StyledLine.Empty, StyledLine.Empty, .. FailureText.Lines(outcome.Failures, context.Results.Width)]);
    }

    private static string Closing(VerbContext context, Outcome outcome)
    {
        var (before, after) = (outcome.Before.Jobs, outcome.After.Jobs);
        var time = HumanFormat.Duration(outcome.Elapsed);
        if (!after.Complete)
        {
            var goOn = MissingText.Remedy(outcome.After, context.Settings) is { } remedy ? $" Go on with: {remedy}" : "";
            return $"{MissingText.Of(after)}. {time}.{goOn}";
        }

        return before.Done == after.Total
            ? $"All {after.Total} jobs were done before. {time}."
            : $"{after.Done - before.Done} jobs run{(before.Done > 0 ? $", {before.Done} were done before" : "")}. {time}.";
    }

    private static void WriteJson(VerbContext context, Outcome outcome)
    {
        var folder = PictureFiles.Folder(context.Settings.Home, outcome.Tables.Study);
        var pictures = new TableDefinition<string>(
            "pictures", "Pictures", [new("file", "file", ColumnFormat.Text, name => Path.Combine(folder, name))]);
        StudyJson.WriteObject(context.Results.Writer,
        [
            StudyJson.Member("study", outcome.Tables.Study),
            StudyJson.Member("title", outcome.Tables.Title),
            StudyJson.Member("revision", outcome.After.Revision),
            .. StudyJson.Members(outcome.Before.Change),
            StudyJson.Member("jobs", outcome.After.Jobs.Total),
            StudyJson.Member("doneBefore", outcome.Before.Jobs.Done),
            StudyJson.Member("done", outcome.After.Jobs.Done),
            StudyJson.Member("failed", outcome.After.Jobs.Failed),
            StudyJson.Member("cancelled", outcome.After.Jobs.Cancelled),
            StudyJson.Member("state", ClientTables.State(outcome.After.State)),
            StudyJson.Member("elapsedSeconds", Math.Round(outcome.Elapsed.TotalSeconds, 3)),
            StudyJson.Member(ClientTables.Warnings, outcome.Before.Warnings),
            .. StudyJson.Members(outcome.Tables),
            StudyJson.Member(ClientTables.Failures, outcome.Failures),
            StudyJson.Member(pictures, outcome.Pictures),
            StudyJson.Member("report", outcome.Report),
        ]);
    }

    private sealed record Outcome(
        StudySummary Before, StudySummary After, StudyTables Tables, IReadOnlyList<FailedJob> Failures, IReadOnlyList<string> Pictures,
        string Report, TimeSpan Elapsed);
}
