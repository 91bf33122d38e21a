using System.CommandLine;
using System.Text;
using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>export STUDY --out DIR</c>: every table as CSV, JSON and LaTeX. The bytes depend on the study's results only: no time,
/// machine or row id is in them, and every database gives the same.</summary>
internal static class ExportVerb
{
    private static readonly (TableFormat Format, string Extension)[] Formats =
        [(TableFormat.Csv, "csv"), (TableFormat.Json, "json"), (TableFormat.Latex, "tex")];

    internal static Verb Create()
    {
        var study = StudyFile.AddressArgument();
        var output = new Option<string>("--out")
        {
            Description = "The folder to write to; made if it is missing. Files of the same names are replaced.",
            HelpName = "DIR", Required = true
        };
        return new Verb("export", "Writes every table of a study as CSV, JSON and LaTeX. The same results give the same bytes.",
        [
            ("experiments export szegedy2013@1 --out before", "The tables of an earlier revision."),
            ("experiments export szegedy2013 --out tables", "models.csv, models.json, models.tex, and so on."),
        ])
        {
            Arguments = { study },
            Options = { output },
            Run = (context, cancellationToken) =>
                RunAsync(context, context.Line.GetRequiredValue(study), context.Line.GetRequiredValue(output), cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, string nameOrFile, string path, CancellationToken cancellationToken)
    {
        var folder = context.FullPath(path);
        if (File.Exists(folder))
        {
            throw new UsageException($"--out is '{path}', a file; it must be a folder.");
        }

        var study = StudyFile.NameOf(context, nameOrFile);
        await using var session = await context.OpenSessionAsync(cancellationToken);
        await FileNote.WriteAsync(context, session, nameOrFile, cancellationToken);
        var tables = await session.Studies.ReadTablesAsync(study, cancellationToken);
        Directory.CreateDirectory(folder);
        List<string> files = [];
        foreach (var table in StudyTable.In(tables))
        {
            files.AddRange(await WriteAsync(folder, table.Name, texts =>
            {
                for (var i = 0; i < Formats.Length; i++)
                {
                    table.Write(tables, Formats[i].Format, texts[i], ClientHost.RedirectedWidth);
                }

                return Task.CompletedTask;
            }));
        }

        foreach (var table in StudyTable.All.Where(table => table.Streamed))
        {
            var rows = session.Studies.StreamRowsAsync(study, table.Declaration, cancellationToken);
            if (!table.Declaration.Always && !await rows.AnyAsync(cancellationToken))
            {
                continue;
            }

            files.AddRange(await WriteAsync(folder, table.Name, texts => WriteRowsAsync(table, texts, rows, cancellationToken)));
        }

        if (context.Settings.Json)
        {
            var table =
                new TableDefinition<string>("files", "Files", [new("file", "file", ColumnFormat.Text, name => Path.Combine(folder, name))]);
            StudyJson.WriteObject(context.Results.Writer, [StudyJson.Member("study", study), StudyJson.Member(table, files)]);
        }
        else
        {
            context.Results.WriteLine($"{study}: {HumanFormat.Plural(files.Count, "file")} in {context.Display(folder)}");
        }

        return ExitCode.Done;
    }

    /// <summary>All formats in one pass over the rows.</summary>
    private static async Task WriteRowsAsync(
        StudyTable table, IReadOnlyList<TextWriter> texts, IAsyncEnumerable<StudyRow> rows, CancellationToken cancellationToken)
    {
        var writers = Formats.Select(
            (f, i) => TableWriters.Create(f.Format, table.Define(tables: null), texts[i], ClientHost.RedirectedWidth)).ToList();
        writers.ForEach(writer => writer.Begin());
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            writers.ForEach(writer => writer.Write(row));
        }

        writers.ForEach(writer => writer.End());
    }

    /// <summary>One file for each format; they appear under their names only when all are complete.</summary>
    private static async Task<IReadOnlyList<string>> WriteAsync(string folder, string table, Func<IReadOnlyList<TextWriter>, Task> write)
    {
        var names = Formats.Select(f => $"{table}.{f.Extension}").ToList();
        await WholeFiles.WriteAsync(names.ConvertAll(name => Path.Combine(folder, name)), async streams =>
        {
            List<StreamWriter> texts =
            [
                .. streams.Select(stream => new StreamWriter(
                    stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" }),
            ];
            await write(texts);
            foreach (var text in texts)
            {
                await text.FlushAsync();
            }
        });
        return names;
    }
}
