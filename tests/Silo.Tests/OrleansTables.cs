using Experiments.Testing;

namespace Experiments.Silo.Tests;

/// <summary>The tables that Orleans' membership and reminders need.</summary>
internal static class OrleansTables
{
    private const string Variable = "EXPERIMENTS_ORLEANS_SQL";

    /// <summary>Orleans' own scripts, in the order in which they build on each other.</summary>
    private static readonly string[] Scripts = ["PostgreSQL-Main.sql", "PostgreSQL-Clustering.sql", "PostgreSQL-Reminders.sql"];

    internal static async Task CreateAsync(PostgresServer server, string connection)
    {
        var database = new Uri(connection).AbsolutePath[1..];
        var folder = Environment.GetEnvironmentVariable(Variable);
        var files = string.IsNullOrEmpty(folder)
            ? [Path.Combine(AppContext.BaseDirectory, "OrleansTables.sql")]
            : Scripts.Select(s => Path.Combine(folder, s));
        foreach (var file in files)
        {
            await server.ExecuteAsync(database, await File.ReadAllTextAsync(file));
        }
    }
}
