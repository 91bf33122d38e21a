using Experiments.Testing;

namespace Experiments.Silo.Tests;

/// <summary>The tables that Orleans' membership and reminders need.</summary>
internal static class OrleansTables
{
    private const string Variable = "EXPERIMENTS_ORLEANS_SQL";

    /// <summary>Orleans' own scripts, in the order in which they build on each other.</summary>
    private static readonly string[] Scripts = ["PostgreSQL-Main.sql", "PostgreSQL-Clustering.sql", "PostgreSQL-Reminders.sql"];

    internal static Task CreateAsync(PostgresServer server, string connection) =>
        CreateAsync(sql => server.ExecuteAsync(new Uri(connection).AbsolutePath[1..], sql));

    /// <param name="execute">Runs a script as the tables' owner.</param>
    internal static async Task CreateAsync(Func<string, Task> execute)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        var files = string.IsNullOrEmpty(folder)
            ? [Path.Combine(AppContext.BaseDirectory, "OrleansTables.sql")]
            : Scripts.Select(s => Path.Combine(folder, s));
        foreach (var file in files)
        {
            await execute(await File.ReadAllTextAsync(file));
        }
    }
}
