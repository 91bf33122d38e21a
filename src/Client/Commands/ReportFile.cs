using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary>Writes a study's report: HOME/reports/STUDY.html, or where the caller says.</summary>
internal static class ReportFile
{
    private const int PicturesPerSet = 6;
    private const int UnitsPerSheet = 10;

    internal static string Default(string home, string study) => Path.Combine(home, "reports", $"{PictureFiles.FileName([study])}.html");

    /// <returns>The file.</returns>
    internal static async Task<string> WriteAsync(
        VerbContext context, IStudySession session, StudySummary summary, StudyTables tables, string file,
        CancellationToken cancellationToken)
    {
        tables = tables.Summarised();
        var (galleries, missing) = await GalleriesAsync(session.Studies, tables, cancellationToken);
        var content = new ReportContent
        {
            Tables = tables,
            Jobs = summary.Jobs,
            Failures = summary.Jobs.Failed == 0 ? [] : await session.Studies.ReadFailuresAsync(summary.Name, cancellationToken),
            Distortions = await DistortionSample.CollectAsync(
                session.Studies.StreamRowsAsync(summary.Name, ResultTable.Of(typeof(AdversarialExampleRow)), cancellationToken)
                    .Cast<StudyRow<AdversarialExampleRow>>(), tables, cancellationToken),
            Galleries = galleries,
            UnitSheets = missing is not null ? [] : await session.Studies
                .ReadUnitPicturesAsync(summary.Name, UnitsPerSheet, cancellationToken)
                .ToListAsync(cancellationToken),
            Run = Facts(context, session, summary, missing),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await WholeFiles.WriteAsync(file, async stream =>
        {
            var output =
                new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            StudyReport.Write(output, content);
            await output.FlushAsync(cancellationToken);
        });
        return file;
    }

    /// <returns>The first images of each set; and why there are none, where the clean images are not on this machine.</returns>
    private static async Task<(IReadOnlyList<Gallery> Galleries, string? Missing)> GalleriesAsync(
        IStudyReader studies, StudyTables tables, CancellationToken cancellationToken)
    {
        List<Gallery> galleries = [];
        try
        {
            foreach (var set in tables.Of<AdversarialSetRow>().Select(set => set.Names))
            {
                var pictures =
                    await studies.ReadPicturesAsync(tables.Study, set.Table!, set.Source, set.Attack!, PicturesPerSet, cancellationToken);
                if (pictures.Count > 0)
                {
                    galleries.Add(new Gallery(set.Table!, set.Source, set.Attack!, pictures));
                }
            }
        }
        catch (DatasetException missing)
        {
            // A reader of a shared database need not have the data: the tables are worth a report without pictures.
            return ([], $"left out: {missing.Message.Split('\n')[0]}");
        }

        return (galleries, null);
    }

    private static string? ProgramVersion =>
        typeof(ReportFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static string Claims(StudyAddress study) => study.Revision is { } revision
        ? FormattableString.Invariant($"v_claims_revisions WHERE study = '{study.Name}' AND revision = {revision}")
        : $"v_claims WHERE study = '{study.Name}'";

    private static RunFacts Facts(VerbContext context, IStudySession session, StudySummary summary, string? missing) => new(
        [
            ("study submitted", summary.SubmittedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ("revision", summary.By is { } by ? $"{summary.Revision}, submitted by {by}" : $"{summary.Revision}"),
            ("jobs", $"{summary.Jobs.Done} of {summary.Jobs.Total} done"),
            ("written by", $"experiments {ProgramVersion ?? "of an unknown version"}"),
            ("on",
                $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, "
                    + $"{HumanFormat.Plural(Environment.ProcessorCount, "processor")}"),
            ("from", session.Database),
            .. missing is null ? [] : new[] { ("images", missing) },
        ],
        [
            ($"experiments show {summary.Name}{context.Settings.SameDatabase}", "prints the same tables"),
            ($"experiments verify {summary.Name} --sample 5%{context.Settings.SameDatabase}",
                "runs a sample of the finished jobs again and compares every value and file with what is stored; 100% for all"),
            ($"experiments export {summary.Name} --out tables{context.Settings.SameDatabase}",
                "writes every table as CSV, JSON and LaTeX: the same bytes on every machine"),
            (
                $"experiments query \"SELECT * FROM {Claims(StudyAddress.Parse(summary.Name))} ORDER BY "
                    + $"position\"{context.Settings.SameDatabase}",
                "asks the database itself"),
        ]);
}
