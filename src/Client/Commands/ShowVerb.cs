using System.CommandLine;
using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>show STUDY</c>: the tables as they stand.</summary>
internal static class ShowVerb
{
    private static readonly string[] Tables = [.. StudyTable.All.Select(table => table.Name)];

    private static readonly string[] Formats = [.. Enum.GetNames<TableFormat>().Select(name => name.ToLowerInvariant())];

    internal static Verb Create()
    {
        var study = StudyFile.AddressArgument();
        var table = CheckedOptions.Choice("--table", "TABLE", "One table in full; without it, the study as the paper prints it.", Tables);
        var format = CheckedOptions.Choice("--format", "FORMAT", "What to write (default: text, or json with --json).", Formats);
        var replicates = new Option<bool>("--replicates") { Description = "Each replicate by itself, in tables for people too." };
        return new Verb("show", "Prints a study's tables as they stand; cells without a result are marked.",
        [
            ("experiments show szegedy2013", "The tables as the paper prints them, its values beside ours."),
            ("experiments show szegedy2013 --table transfer --format json", "An array of flat objects; rates are fractions of 1."),
            ("experiments show szegedy2013@1", "An earlier revision; 'experiments list szegedy2013' has them all."),
            ("experiments show szegedy2013 --table distortion --format latex", "For a paper (needs the booktabs package)."),
        ])
        {
            Arguments = { study },
            Options = { table, format, replicates },
            Run = (context, cancellationToken) => RunAsync(
                context, context.Line.GetRequiredValue(study), context.Line.GetValue(table), Format(context, context.Line.GetValue(format)),
                context.Line.GetValue(replicates), cancellationToken),
        };
    }

    private static TableFormat Format(VerbContext context, string? name) => name is not null
        ? Enum.Parse<TableFormat>(name, ignoreCase: true)
        : context.Settings.Json ? TableFormat.Json : TableFormat.Text;

    private static async Task<int> RunAsync(
        VerbContext context, string nameOrFile, string? table, TableFormat format, bool replicates,
        CancellationToken cancellationToken)
    {
        if (table is null && format == TableFormat.Csv)
        {
            throw new UsageException($"--table is missing; with --format csv it must be one of {string.Join(", ", Tables)}.");
        }

        var study = StudyFile.NameOf(context, nameOrFile);
        await using var session = await context.OpenSessionAsync(cancellationToken);
        await FileNote.WriteAsync(context, session, nameOrFile, cancellationToken);
        if (table is not null && StudyTable.Get(table) is { Streamed: true } streamed)
        {
            await WriteAsync(context, streamed, session.Studies.StreamRowsAsync(study, streamed.Declaration, cancellationToken), format);
            return ExitCode.Done;
        }

        var tables = await session.Studies.ReadTablesAsync(study, cancellationToken);
        if (!replicates && format is not (TableFormat.Csv or TableFormat.Json))
        {
            tables = tables.Summarised();
        }

        if (table is not null)
        {
            WriteTable(context.Results, tables, StudyTable.Get(table), format);
        }
        else if (format == TableFormat.Text && !replicates)
        {
            context.Results.WriteLine(tables.Title is { Length: > 0 } title ? $"{tables.Study}: {title}" : tables.Study, Tone.Heading);
            context.Results.WriteLine();
            context.Results.WriteLines(StudyView.Lines(tables, context.Results.Width));
            await WriteFailuresAsync(context, session.Studies, study, cancellationToken);
        }
        else if (format == TableFormat.Json)
        {
            StudyJson.WriteObject(context.Results.Writer, StudyJson.Members(tables));
        }
        else
        {
            WriteAll(context.Results, tables, format);
        }

        return ExitCode.Done;
    }

    /// <summary>Why cells are missing that will not come by themselves.</summary>
    private static async Task WriteFailuresAsync(
        VerbContext context, IStudyReader studies, string study, CancellationToken cancellationToken)
    {
        var failures = await studies.ReadFailuresAsync(study, cancellationToken);
        if (failures.Count > 0)
        {
            context.Results.WriteLines([StyledLine.Empty, StyledLine.Empty, .. FailureText.Lines(failures, context.Results.Width)]);
        }
    }

    private static void WriteTable(ResultOutput results, StudyTables tables, StudyTable table, TableFormat format) =>
        table.Write(tables, format, results.Writer, results.Width);

    private static void WriteAll(ResultOutput results, StudyTables tables, TableFormat format)
    {
        var separator = "";
        foreach (var table in StudyTable.In(tables))
        {
            results.Writer.Write(separator);
            WriteTable(results, tables, table, format);
            separator = "\n";
        }
    }

    private static async Task WriteAsync(VerbContext context, StudyTable table, IAsyncEnumerable<StudyRow> rows, TableFormat format)
    {
        var writer = TableWriters.Create(format, table.Define(tables: null), context.Results.Writer, context.Results.Width);
        var any = false;
        await foreach (var row in rows)
        {
            // Begun with the first row, so that an unknown study writes nothing but its error.
            if (!any)
            {
                writer.Begin();
                any = true;
            }

            writer.Write(row);
        }

        if (!any)
        {
            writer.Begin();
        }

        writer.End();
    }
}
