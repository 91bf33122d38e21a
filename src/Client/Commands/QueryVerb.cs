using System.CommandLine;
using System.Text.RegularExpressions;
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
        QueryResult result;
        try
        {
            result = await session.Tools.QueryAsync(sql, limits, cancellationToken);
        }
        catch (QueryException wrong) when (UnknownTable().Match(wrong.Message) is { Success: true } unknown)
        {
            var views = ResultTable.All.Select(table => table.ViewName).OfType<string>();
            throw new QueryException(
                $"{wrong.Message}{(wrong.Message.EndsWith('.') ? "" : ".")}{Spelling.Hint(unknown.Groups["name"].Value, views)}"
                    + " docs/tables.md has the views.");
        }

        context.Results.WriteTable(Enum.Parse<TableFormat>(format, ignoreCase: true), Table(result), result.Rows);
        if (result.More)
        {
            context.Host.Error.Say($"only the first {HumanFormat.Plural(limits.Rows, "row")}; --rows N shows more");
        }

        return ExitCode.Done;
    }

    /// <summary>As SQLite and as PostgreSQL say it.</summary>
    [GeneratedRegex("""(no such table: |relation ")(?<name>[^\s".]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex UnknownTable();

    private static TableDefinition<IReadOnlyList<object?>> Table(QueryResult result)
    {
        var names = new List<string>();
        foreach (var column in result.Columns)
        {
            // Fields of a JSON object have to differ.
            var same = names.Count(
                n => n == column || n.StartsWith($"{column}_", StringComparison.Ordinal) && int.TryParse(n[(column.Length + 1)..], out _));
            names.Add(same == 0 ? column : $"{column}_{same + 1}");
        }

        return new(
            "query", "Query",
            [.. names.Select((name, i) =>
                new TableColumn<IReadOnlyList<object?>>(name, name, Format(result, i), row => TableValue.Of(row[i])) { JsonName = name })])
        {
            KeepsColumns = true,
        };
    }

    /// <summary>SQLite may mix types within a column.</summary>
    private static ColumnFormat Format(QueryResult result, int column)
    {
        var values = result.Rows.Select(row => row[column]).OfType<object>().ToList();
        return values.Any(value => value is double) ? ColumnFormat.Number
            : values.Any(value => value is long) ? ColumnFormat.Ordinal
            : ColumnFormat.Text;
    }
}
