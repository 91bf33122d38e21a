using System.Globalization;
using System.Reflection;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>
/// Brings a database to this program's schema, in the one writing transaction that it is given: of several processes that start at the same moment
/// one migrates, the others find it done, and a process that dies half-way leaves nothing behind.
/// </summary>
internal static class Migrator
{
    private static readonly Assembly Scripts = typeof(Migrator).Assembly;

    /// <summary>All migrations in order, by the name of their scripts: <c>0001_initial.sqlite.sql</c>.</summary>
    internal static IReadOnlyList<(int Version, string Name)> Versions(string dialect) =>
        [.. Scripts.GetManifestResourceNames()
            .Where(name => char.IsAsciiDigit(name[0]) && name.EndsWith($".{dialect}.sql", StringComparison.Ordinal))
            .Select(name => name[..^$".{dialect}.sql".Length])
            .Order(StringComparer.Ordinal)
            .Select(name => (int.Parse(name[..4], CultureInfo.InvariantCulture), name))];

    /// <returns>How many migrations were applied.</returns>
    /// <exception cref="StorageException">The database was made by a newer program.</exception>
    internal static async Task<int> MigrateAsync(RelationalDatabase database, SqlSession session, CancellationToken cancellationToken)
    {
        // Not part of a migration: the first one has to be recorded as well. Asked for first, because even CREATE TABLE IF NOT EXISTS needs the right
        // to create tables, and a worker or a reader of a finished schema has none.
        var found = await session.QueryAsync(database.FindTable, reader => reader.GetString(0), cancellationToken, ("@name", "schema_versions"));
        if (found.Count == 0)
        {
            await session.ExecuteAsync(Script("schema_versions", database.Dialect), cancellationToken);
        }

        var applied = await session.QueryAsync("SELECT version FROM schema_versions", reader => reader.GetInt32(0), cancellationToken);
        var versions = Versions(database.Dialect);
        if (applied.Count > 0 && applied.Max() > versions[^1].Version)
        {
            throw new StorageException(
                $"schema version of {database.Description} is {applied.Max()}; it must be at most {versions[^1].Version} for this program: use a newer program.",
                transient: false);
        }

        var pending = versions.Where(v => !applied.Contains(v.Version)).ToList();
        foreach (var (version, name) in pending)
        {
            await session.ExecuteAsync(Script(name, database.Dialect), cancellationToken);
            await session.ExecuteAsync(
                "INSERT INTO schema_versions (version, name, applied_at) VALUES (@version, @name, @now)",
                cancellationToken,
                ("@version", version), ("@name", name), ("@now", database.Now()));
        }

        return pending.Count;
    }

    private static string Script(string name, string dialect)
    {
        using var stream = Scripts.GetManifestResourceStream($"{name}.{dialect}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
