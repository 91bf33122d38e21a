using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>
/// Brings a database to this program's schema, in the one writing transaction that it is given: of several processes that start at the same
/// moment one migrates, the others find it done, and a process that dies half-way leaves nothing behind. An empty database gets the schema
/// whole, another one the migrations that it lacks, and its views anew.
/// </summary>
internal static partial class Migrator
{
    /// <summary>The schema that migrations begin with.</summary>
    internal const int Oldest = 9;

    private static readonly Assembly Scripts = typeof(Migrator).Assembly;

    /// <summary>All migrations in order, by the name of their scripts: <c>0010_rates.sqlite.sql</c>.</summary>
    internal static IReadOnlyList<(int Version, string Name)> Versions(string dialect) =>
        [.. Scripts.GetManifestResourceNames()
            .Where(name => char.IsAsciiDigit(name[0]) && name.EndsWith($".{dialect}.sql", StringComparison.Ordinal))
            .Select(name => name[..^$".{dialect}.sql".Length])
            .Order(StringComparer.Ordinal)
            .Select(name => (int.Parse(name[..4], CultureInfo.InvariantCulture), name))];

    /// <summary>Whether the schema is this program's, found out by reading alone.</summary>
    /// <returns>False where the database has no schema yet or an older one.</returns>
    /// <exception cref="StorageException">The database was made by a newer program, or by one that is too old.</exception>
    internal static async Task<bool> IsCurrentAsync(
        RelationalDatabase database, SqlSession session, CancellationToken cancellationToken) =>
        await FindVersionAsync(database, session, cancellationToken) == Versions(database.Dialect)[^1].Version;

    /// <returns>How many migrations were applied.</returns>
    /// <exception cref="StorageException">The database was made by a newer program, or by one that is too old.</exception>
    internal static async Task<int> MigrateAsync(RelationalDatabase database, SqlSession session, CancellationToken cancellationToken)
    {
        var versions = Versions(database.Dialect);
        if (await FindVersionAsync(database, session, cancellationToken) is not { } last)
        {
            await session.ExecuteAsync(Script("schema", database.Dialect), cancellationToken);
            await session.ExecuteAsync(Script("views", database.Dialect), cancellationToken);
            await RecordAsync(versions[^1]);
            return 1;
        }

        var pending = versions.Where(version => version.Version > last).ToList();
        if (pending.Count == 0)
        {
            return 0;
        }

        await RenewViewsAsync(
            database, session,
            async () =>
            {
                foreach (var version in pending)
                {
                    await session.ExecuteAsync(Script(version.Name, database.Dialect), cancellationToken);
                    await RecordAsync(version);
                }
            },
            cancellationToken);
        return pending.Count;

        Task RecordAsync((int Version, string Name) version) => session.ExecuteAsync(
            "INSERT INTO schema_versions (version, name, applied_at) VALUES (@version, @name, @now)",
            cancellationToken,
            ("@version", version.Version), ("@name", version.Name), ("@now", database.Now()));
    }

    /// <summary>Takes the views away, which stand in the way of a change of what they read, and makes them anew.</summary>
    internal static async Task RenewViewsAsync(
        RelationalDatabase database, SqlSession session, Func<Task> between, CancellationToken cancellationToken)
    {
        var views = Script("views", database.Dialect);

        // The last first: it may read others. Then those that this program does not know any more.
        foreach (Match view in View().Matches(views).Reverse())
        {
            await session.ExecuteAsync($"DROP VIEW IF EXISTS {view.Groups["name"].Value}", cancellationToken);
        }

        foreach (var view in await session.QueryAsync(database.FindViews, reader => reader.GetString(0), cancellationToken))
        {
            await session.ExecuteAsync($"DROP VIEW {view}", cancellationToken);
        }

        await between();
        await session.ExecuteAsync(views, cancellationToken);
    }

    [GeneratedRegex(@"^CREATE VIEW (?<name>\w+)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex View();

    /// <returns>Null where there is no schema.</returns>
    private static async Task<int?> FindVersionAsync(RelationalDatabase database, SqlSession session, CancellationToken cancellationToken)
    {
        var found =
            await session.QueryAsync(database.FindTable, reader => reader.GetString(0), cancellationToken, ("@name", "schema_versions"));
        if (found.Count == 0)
        {
            return null;
        }

        var last =
            (await session.QueryAsync("SELECT MAX(version) FROM schema_versions", reader => reader.GetInt32(0), cancellationToken))[0];
        var latest = Versions(database.Dialect)[^1].Version;
        var (rule, advice) = last < Oldest ? ($"at least {Oldest}", "let an earlier version of the program open it first")
            : ($"at most {latest}", "use a newer program");
        return last >= Oldest && last <= latest ? last : throw new StorageException(
            $"schema version of {database.Description} is {last}; it must be {rule} for this program: {advice}.", transient: false);
    }

    private static string Script(string name, string dialect)
    {
        using var stream = Scripts.GetManifestResourceStream($"{name}.{dialect}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
