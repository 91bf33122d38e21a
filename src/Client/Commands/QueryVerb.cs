using System.CommandLine;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Experiments.Contracts;
using Experiments.Ports;
using Experiments.Reporting;
using Experiments.Settings;
using Experiments.Storage;

namespace Experiments.Client;

/// <summary><c>query SQL</c>: one statement that only reads.</summary>
internal static partial class QueryVerb
{
    private const int DefaultRows = 1000;
    private const int DefaultSeconds = 30;
    private const int BatchesOnTheWay = 16;

    private static readonly string[] Formats = [.. Enum.GetNames<TableFormat>().Select(name => name.ToLowerInvariant())];

    internal static Verb Create()
    {
        var sql = new Argument<string>("SQL")
        {
            Description = "One statement that only reads; docs/tables.md has the views, docs/schema.md the tables."
        };
        var format = CheckedOptions.Choice("--format", "FORMAT", "What to write (default: text, or json with --json).", Formats);
        var rows = CheckedOptions.Count("--rows", $"At most N rows (default: {DefaultRows}).");
        var seconds = CheckedOptions.Count("--seconds", $"Give up after N seconds (default: {DefaultSeconds}).");
        var reader = new Option<string?>("--reader-db")
        {
            Description =
                "The same PostgreSQL as a user who may only read, which a server requires "
                    + $"(default: --db, then ${ExperimentDatabase.ReaderVariable}, then ${ExperimentDatabase.ConnectionVariable}).",
            HelpName = "URL",
        };
        var asOwner = new Option<bool>("--as-owner")
        {
            Description = "Ask as a user who may do more than read: only for statements that you wrote or trust.",
        };
        return new Verb("query", "Asks the database in SQL, through a window that cannot write.",
        [
            ("experiments query \"SELECT source, victim, error_rate FROM v_transfer WHERE study = 'quick'\"",
                "A view with names joined in."),
            ("experiments query \"SELECT model, error_rate FROM v_errors\" --format latex", "For a paper (needs the booktabs package)."),
            ("experiments query \"SELECT * FROM v_models\" --reader-db postgres://experiments_reader@db.lab/lab",
                "From a server, as a user who may only read (infra/reader.sql makes one)."),
            ("experiments query \"SELECT * FROM v_examples\" --rows 1000000 --format csv > examples.csv", "For other programs."),
        ])
        {
            Arguments = { sql },
            Options = { format, rows, seconds, reader, asOwner },
            Run = (context, cancellationToken) => RunAsync(
                AsReader(context, context.Line.GetValue(reader)), context.Line.GetRequiredValue(sql),
                context.Line.GetValue(format) ?? (context.Settings.Json ? "json" : "text"),
                new QueryLimits(
                    context.Line.GetValue(rows) ?? DefaultRows, TimeSpan.FromSeconds(context.Line.GetValue(seconds) ?? DefaultSeconds))
                {
                    AsOwner = context.Line.GetValue(asOwner),
                },
                cancellationToken),
        };
    }

    /// <summary>The whole command goes by the reader's connection: no other is opened. A variable is no match for a database that the
    /// command line names.</summary>
    private static VerbContext AsReader(VerbContext context, string? reader)
    {
        var variable = context.Settings.NamesDatabase ? null : context.Host.ReadEnvironment(ExperimentDatabase.ReaderVariable);
        return (reader ?? variable) is { Length: > 0 } connection
            ? context with { Settings = context.Settings with { Database = new ConnectionText(connection), Cluster = null } }
            : context;
    }

    private static async Task<int> RunAsync(
        VerbContext context, string sql, string format, QueryLimits limits, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        try
        {
            var output = Enum.Parse<TableFormat>(format, ignoreCase: true);
            var more = output is TableFormat.Csv or TableFormat.Json
                ? await StreamAsync(context, session, sql, output, limits, cancellationToken)
                : await CollectAsync(context, session, sql, output, limits, cancellationToken);
            if (more)
            {
                context.Host.Error.Say($"only the first {HumanFormat.Plural(limits.Rows, "row")}; --rows N shows more");
            }

            return ExitCode.Done;
        }
        catch (QueryException wrong) when (UnknownTable().Match(wrong.Message) is { Success: true } unknown)
        {
            var views = ResultTable.All.Select(table => table.ViewName).OfType<string>();
            throw new QueryException(
                $"{wrong.Message}{(wrong.Message.EndsWith('.') ? "" : ".")}{Spelling.Hint(unknown.Groups["name"].Value, views)}"
                    + " docs/tables.md has the views.");
        }
    }

    /// <summary>Writes rows while the database finds the next, in the memory of a few.</summary>
    private static async Task<bool> StreamAsync(
        VerbContext context, IStudySession session, string sql, TableFormat format, QueryLimits limits, CancellationToken cancellationToken)
    {
        var batches = Channel.CreateBounded<QueryBatch>(BatchesOnTheWay);
        var writing = Task.Run(() => WriteAsync(context, format, batches), CancellationToken.None);
        var more = false;
        try
        {
            more = await session.Tools.QueryAsync(
                sql, limits, batch => batches.Writer.WriteAsync(batch, cancellationToken), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The writer has failed, and says why.
        }
        finally
        {
            // What is there is written before a fault of the query is told.
            batches.Writer.TryComplete();
            await writing;
        }

        return more;
    }

    private static async Task WriteAsync(VerbContext context, TableFormat format, Channel<QueryBatch, QueryBatch> batches)
    {
        try
        {
            TableWriter<QueryRow>? writer = null;
            await foreach (var batch in batches.Reader.ReadAllAsync(CancellationToken.None))
            {
                if (writer is null)
                {
                    writer = context.Results.TableWriter(format, Table(batch.Columns, _ => ColumnFormat.Text));
                    writer.Begin();
                }

                for (var i = 0; i < batch.Count; i++)
                {
                    writer.Write(new QueryRow(batch, i * batch.Columns.Count));
                }

                batch.GiveBack();
            }

            writer?.End();
        }
        catch (Exception fault)
        {
            batches.Writer.TryComplete(fault);
            throw;
        }
    }

    /// <summary>Texts for people have columns as wide as their widest cell: they need all rows.</summary>
    private static async Task<bool> CollectAsync(
        VerbContext context, IStudySession session, string sql, TableFormat format, QueryLimits limits, CancellationToken cancellationToken)
    {
        List<QueryBatch> batches = [];
        var length = 0L;
        var more = await session.Tools.QueryAsync(
            sql, limits,
            batch =>
            {
                length = KeptQuery.AddLength(length, batch);
                batches.Add(batch);
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        List<QueryRow> rows =
            [.. batches.SelectMany(batch => Enumerable.Range(0, batch.Count).Select(i => new QueryRow(batch, i * batch.Columns.Count)))];
        context.Results.WriteTable(format, Table(batches[0].Columns, column => Format(rows, column)), rows);
        return more;
    }

    /// <summary>As SQLite and as PostgreSQL say it.</summary>
    [GeneratedRegex("""(no such table: |relation ")(?<name>[^\s".]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex UnknownTable();

    private static TableDefinition<QueryRow> Table(IReadOnlyList<string> columns, Func<int, ColumnFormat> format)
    {
        var names = new List<string>();
        foreach (var column in columns)
        {
            // Fields of a JSON object have to differ.
            var same = names.Count(
                n => n == column || n.StartsWith($"{column}_", StringComparison.Ordinal) && int.TryParse(n[(column.Length + 1)..], out _));
            names.Add(same == 0 ? column : $"{column}_{same + 1}");
        }

        return new(
            "query", "Query",
            [.. names.Select((name, i) => new TableColumn<QueryRow>(name, name, format(i), row => row[i]) { JsonName = name })])
        {
            KeepsColumns = true,
        };
    }

    /// <summary>SQLite may mix types within a column.</summary>
    private static ColumnFormat Format(List<QueryRow> rows, int column)
    {
        var kinds = rows.Select(row => row[column].Kind).ToHashSet();
        return kinds.Contains(TableValueKind.Number) ? ColumnFormat.Number
            : kinds.Contains(TableValueKind.Whole) ? ColumnFormat.Ordinal
            : ColumnFormat.Text;
    }

    private readonly record struct QueryRow(QueryBatch Batch, int First)
    {
        internal TableValue this[int column] => Batch.Values[First + column];
    }
}
