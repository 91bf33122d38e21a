using System.CommandLine;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>diff STUDY@1 STUDY@2</c>: settings and tables of two studies or revisions side by side.</summary>
internal static class DiffVerb
{
    internal static Verb Create()
    {
        var before = new Argument<string>("BEFORE") { Description = "A study's name, or NAME@REVISION." };
        var after = new Argument<string>("AFTER") { Description = "Another, or another revision of the same." };
        var all = new Option<bool>("--all") { Description = "Values that are equal too." };
        return new Verb("diff", "Shows the settings and the values of the tables in which two studies or revisions differ, side by side.",
        [
            ("experiments diff quick@1 quick@2", "What the second revision changed, and what came of it."),
            ("experiments diff quick noisy --json", "Two studies, for programs."),
        ])
        {
            Arguments = { before, after },
            Options = { all },
            Run = (context, cancellationToken) => RunAsync(
                context, StudyFile.NameOf(context, context.Line.GetRequiredValue(before)),
                StudyFile.NameOf(context, context.Line.GetRequiredValue(after)), context.Line.GetValue(all), cancellationToken),
        };
    }

    private static async Task<int> RunAsync(
        VerbContext context, string before, string after, bool all, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var settings = await session.Studies.CompareAsync(before, after, cancellationToken);
        var (left, right) = (
            await session.Studies.ReadTablesAsync(before, cancellationToken),
            await session.Studies.ReadTablesAsync(after, cancellationToken));
        var values = TableDifferences.Between(left, right, all);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer,
            [
                StudyJson.Member("before", before),
                StudyJson.Member("after", after),
                StudyJson.Member(ClientTables.SettingChanges, settings),
                StudyJson.Member(ClientTables.TableDifferences("before", "after"), values),
            ]);
            return ExitCode.Done;
        }

        Write(context, "Settings", ClientTables.SettingsOf(before, after), settings);
        context.Results.WriteLine();
        Write(context, "Tables", ClientTables.TableDifferences(before, after), values);
        return ExitCode.Done;
    }

    private static void Write<TRow>(VerbContext context, string title, TableDefinition<TRow> table, IReadOnlyList<TRow> rows)
    {
        context.Results.WriteLine(rows.Count > 0 ? title : $"{title}: no difference", Tone.Heading);
        if (rows.Count > 0)
        {
            context.Results.WriteTable(TableFormat.Text, table, rows);
        }
    }
}
