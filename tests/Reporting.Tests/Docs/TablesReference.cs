using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

/// <summary>docs/tables.md as the records of the result tables and their documentation comments say it.</summary>
internal sealed class TablesReference
{
    private const string Introduction = """
        <!-- Made from the records in src/Contracts/Results: EXPERIMENTS_UPDATE_GOLDEN=1 dotnet test tests/Reporting.Tests rewrites it. -->

        # Views for people

        For psql, BI tools and `experiments query`: names joined in, rates worked out. They read the tables of [schema.md](schema.md) and
        are the same on SQLite and PostgreSQL (SQLite has 0 and 1 for no and yes). A row is there once its job is done. Order by `position`
        for the order of the study.

        ```sql
        SELECT source, attack, victim, error_rate, images FROM v_transfer WHERE study = 'quick' ORDER BY position;
        ```

        A view has the newest revision of each study. Its twin with `_revisions` behind its name has all of them:

        ```sql
        SELECT source, victim, error_rate FROM v_transfer_revisions WHERE study = 'quick' AND revision = 1 ORDER BY position;
        ```

        `experiments show STUDY --table NAME` and `experiments export` have the same columns under the same words, in JSON in camelCase
        (`errorRate`), without `study`, `revision` and `position`. Of a study with replicates they have each in CSV and JSON, in its column;
        tables for people (text, Markdown, LaTeX, the report) have one row for all, with means, and Student's 95 % interval over the
        replicates' rates in place of Wilson's of one, unless `show --replicates` asks for each. Beside some columns they say what the
        publication says that the study compares itself with: `paper_` and the column's name. The table `models` has there also
        `test_images`, `test_error_rate` and `paper_test_error_rate`: the network's errors on the first data of its `evaluateOn` that
        come from a test split.
        """;

    private static readonly Dictionary<StudyName, string> Names = new()
    {
        [StudyName.Table] = "name of the transfer table or comparison",
        [StudyName.Analysis] = "name of the analysis",
        [StudyName.Model] = "the study's name for the network",
        [StudyName.Source] = "the study's name for the network that the images were made on; null for controls",
        [StudyName.Attack] = "the study's name for the attack",
        [StudyName.Victim] = "the study's name for the network that the images are fed to",
        [StudyName.Data] = "the study's name for the images",
        [StudyName.ModelGroup] = "the study's name for the group",
        [StudyName.Baseline] = "the group that it is compared with; null for none",
    };

    private readonly Dictionary<string, XElement> _comments =
        XDocument.Load(Path.ChangeExtension(typeof(ResultRow).Assembly.Location, ".xml"))
            .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    internal string Write()
    {
        var text = new StringBuilder(Introduction).Append('\n');
        foreach (var table in StudyTable.All.Select(table => table.Declaration))
        {
            text.Append($"\n## {table.ViewName}\n\n{table.Title}. One row per {table.RowPer}. In the console: `{table.View}`.\n\n");
            text.Append("| column | unit | denominator | meaning |\n|---|---|---|---|\n");
            text.Append("| study | | | name of the study |\n| revision | | | which of its revisions, from 1: the newest |\n");
            text.Append("| position | | | place in the study's plan |\n");
            foreach (var name in table.Names)
            {
                text.Append($"| {name.Column()} | | | {Names[name]} |\n");
            }

            text.Append("| replicate | | | the replicate of the study, from 1 |\n");
            foreach (var column in table.Columns.Where(column => !column.IsHidden && column != table.Job))
            {
                Append(text, table, column);
            }

            foreach (var joined in table.Joined)
            {
                var other = ResultTable.Of(joined.Table);
                foreach (var column in joined.Columns.Select(other.Column))
                {
                    Append(text, other, column, other.ViewName is { } view ? $" (of `{view}`)" : "");
                }
            }

            text.Append("| job | key | | the job that computed the row |\n");
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, ResultTable table, ResultColumn column, string from = "")
    {
        var unit = column.Unit ?? (column.Format is ColumnFormat.Rate ? "fraction of 1" : "");
        var denominator = column.Denominator is { } of ? table.Column(of).Name : "";
        text.Append(
            $"| {column.Name} | {unit} | {denominator} | "
                + $"{Meaning(table, column)}{from}{(column.IsPublished ? $"; beside it `paper_{column.Name}`" : "")} |\n");
    }

    private string Meaning(ResultTable table, ResultColumn column)
    {
        var said = Summary(column.Property.DeclaringType!, column.Property.Name) is { Length: > 0 } summary ? Lower(summary) : null;
        return column switch
        {
            { Rate: { } rate } => $"`{Share(table, rate)}`{(said is null ? "" : $": {said}")}",
            { RateDifference: { } difference } =>
                $"`{table.Column(difference.Rate).Name} - {table.Column(difference.Less).Name}`{(said is null ? "" : $": {said}")}",
            { Wilson: { } wilson } =>
                $"{(wilson.End == IntervalEnd.Low ? "lower" : "upper")} end of Wilson's 95 % interval of "
                    + $"`{table.Column(wilson.Rate).Name}`",
            _ => said ?? "",
        };
    }

    private static string Share(ResultTable table, RateAttribute rate)
    {
        var (count, of) = (table.Column(rate.Numerator).Name, table.Column(rate.Denominator).Name);
        return rate.OfTheOthers ? $"({of} - {count}) / {of}" : $"{count} / {of}";
    }

    /// <summary>The summary of a property as one line of Markdown; what it inherits where it says so.</summary>
    private string Summary(Type type, string property)
    {
        if (!_comments.TryGetValue($"P:{type.FullName}.{property}", out var member))
        {
            return "";
        }

        if (member.Element("inheritdoc")?.Attribute("cref")?.Value is { } cref)
        {
            member = _comments[cref];
        }

        var text = string.Concat(member.Element("summary")?.Nodes().Select(Markdown) ?? []);
        return Regex.Replace(text, @"\s+", " ").Trim().TrimEnd('.').Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Markdown(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{ColumnOf(see.Attribute("cref")!.Value)}`",
        XText text => text.Value,
        _ => "",
    };

    /// <summary>A reference to a property is to a column, one to a record is to its view.</summary>
    private static string ColumnOf(string cref)
    {
        var assembly = typeof(ResultRow).Assembly;
        var name = cref[2..];
        if (cref[0] == 'P' && assembly.GetType(name[..name.LastIndexOf('.')]) is { } type)
        {
            return ResultTable.Of(type).Column(name[(name.LastIndexOf('.') + 1)..]).Name;
        }

        return ResultTable.Of(assembly.GetType(name)!).ViewName ?? name;
    }

    private static string Lower(string text) =>
        text.Length > 1 && char.IsUpper(text[1]) ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
