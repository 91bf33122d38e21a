using System.Text.RegularExpressions;
using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Experiments.Storage;

/// <summary>The scripts that the program makes and migrates databases by, as EF writes them from its model. They are files, so that the
/// program needs no EF.</summary>
internal static partial class SchemaScripts
{
    /// <summary>Every table of an empty database.</summary>
    internal static string Schema(string dialect)
    {
        using var context = Context(dialect);
        // Weights and pixels do not compress; trying costs more than it saves.
        var storage = dialect == "postgres" ? "ALTER TABLE artifact_chunks ALTER COLUMN data SET STORAGE EXTERNAL;\n" : "";
        return Tidy($"{context.Database.GenerateCreateScript()}{storage}\n{VerdictSql.FillPlaces}\n");
    }

    /// <summary>All views; what takes packed rows apart comes before the views that read it.</summary>
    internal static string Views(string dialect) =>
        Tidy(string.Join("\n", ResultTable.All.Where(table => table.View is not null)
            .Select(table => ViewSql.Create(table, dialect)).Prepend(VerdictSql.Create(dialect))));

    /// <summary>A migration, as the model is now.</summary>
    internal static string Of(Migration migration, string dialect)
    {
        using var context = Context(dialect);
        var change = new SchemaChange(context);
        migration.Change(change);
        var model = context.GetService<IDesignTimeModel>().Model;
        var commands = context.GetService<IMigrationsSqlGenerator>().Generate(change.Operations, model);
        return Tidy(string.Join("\n", commands.Select(command => command.CommandText)));
    }

    // Nothing connects.
    private static ExperimentsContext Context(string dialect)
    {
        var options = new DbContextOptionsBuilder<ExperimentsContext>();
        return new((dialect == "sqlite" ? options.UseSqlite("Data Source=:memory:") : options.UseNpgsql("Host=nowhere")).Options);
    }

    /// <summary>On SQLite a table with a key of several columns is its own index: half the size, and one tree to write.</summary>
    private static string Tidy(string script)
    {
        var lines = CompositeKey().Replace(script.ReplaceLineEndings("\n"), match => $"{match.Value[..^1]} WITHOUT ROWID;");
        return $"-- Written from the records by a test; see CONTRIBUTING.md.\n\n{BlankLines().Replace(lines.Trim(), "\n\n")}\n";
    }

    [GeneratedRegex(@"CREATE TABLE ""[^;]*?PRIMARY KEY \(""\w+"", [^;]*?\n\);")]
    private static partial Regex CompositeKey();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex BlankLines();
}
