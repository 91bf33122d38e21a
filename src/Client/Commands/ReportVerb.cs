using System.CommandLine;

namespace Experiments.Client;

/// <summary><c>report STUDY</c>: one HTML file with everything that the study found.</summary>
internal static class ReportVerb
{
    internal static Verb Create()
    {
        var study = StudyFile.AddressArgument();
        var output = new Option<string>("--out") { Description = "The file to write (default: reports/STUDY.html in the home folder).",
            HelpName = "FILE" };
        return new Verb(
            "report",
            "Writes a study's report: one HTML file that needs no network, with its claims, tables, charts and images.",
            [
                ("experiments report szegedy2013", "Writes .experiments/reports/szegedy2013.html."),
                ("experiments report szegedy2013 --out szegedy2013.html", "Writes it here."),
            ])
        {
            Arguments = { study },
            Options = { output },
            Run = (context, cancellationToken) =>
                RunAsync(context, context.Line.GetRequiredValue(study), context.Line.GetValue(output), cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, string nameOrFile, string? path, CancellationToken cancellationToken)
    {
        if (path is not null && Directory.Exists(context.FullPath(path)))
        {
            throw new UsageException($"--out is '{path}', a folder; it must be a file.");
        }

        var study = StudyFile.NameOf(context, nameOrFile);
        await using var session = await context.OpenSessionAsync(cancellationToken);
        await FileNote.WriteAsync(context, session, nameOrFile, cancellationToken);
        var summary = await session.Studies.GetAsync(study, cancellationToken);
        var tables = await session.Studies.ReadTablesAsync(study, cancellationToken);
        var file = path is null ? ReportFile.Default(context.Settings.Home, study) : context.FullPath(path);
        await ReportFile.WriteAsync(context, session, summary, tables, file, cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer, [StudyJson.Member("study", study), StudyJson.Member("report", file)]);
        }
        else
        {
            context.Results.WriteLine($"{study}: report in {context.Display(file)}");
        }

        return ExitCode.Done;
    }
}
