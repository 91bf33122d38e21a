using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Experiments.Ports;
using static Experiments.Storage.Tests.Sample;

namespace Experiments.Storage.Tests;

public sealed partial class SqliteSchemaTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    private EmbeddedHome Home => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Migrate_FromManyProcessesAtOnce_HappensOnce()
    {
        using var barrier = new Barrier(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                OpenAsync().GetAwaiter().GetResult().DisposeAsync().AsTask().GetAwaiter().GetResult();
            },
            None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal([Migrator.Versions("sqlite")[^1].Name], await QueryAsync("SELECT name FROM schema_versions"));
    }

    [Fact]
    public async Task Migrate_TransactionDies_LeavesNothingBehind()
    {
        await using var database = new SqliteDatabase(Home.DatabaseFile, TimeProvider.System, new StorageOptions());

        await Assert.ThrowsAsync<TimeoutException>(() => database.WriteAsync<int>(
            async session =>
            {
                await Migrator.MigrateAsync(database, session, None);
                throw new TimeoutException();
            },
            None));

        Assert.Empty(await QueryAsync("SELECT name FROM sqlite_master"));
        await using var again = await OpenAsync();
    }

    /// <summary>The view of single verdicts was not found, and every upgrade ended with "view verdicts already exists".</summary>
    [Fact]
    public async Task Migrate_DatabaseWithItsViews_TakesAllOfThemAwayAndMakesThemAnew()
    {
        await using (await OpenAsync())
        {
        }

        const string Views = "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name";
        var before = await QueryAsync(Views);
        await using var database = new SqliteDatabase(Home.DatabaseFile, TimeProvider.System, new StorageOptions());
        var between = await database.WriteAsync(
            async session =>
            {
                List<string> left = [];
                await Migrator.RenewViewsAsync(
                    database, session, async () => left = await session.QueryAsync(Views, reader => reader.GetString(0), None), None);
                return left;
            },
            None);

        Assert.Contains("verdicts", before);
        Assert.Empty(between);
        Assert.Equal(before, await QueryAsync(Views));
    }

    [Fact]
    public async Task Open_NewerDatabase_IsRefused()
    {
        await using (await OpenAsync())
        {
        }

        await QueryAsync("INSERT INTO schema_versions VALUES (9999, 'future', 0) RETURNING name");

        var error = await Assert.ThrowsAsync<StorageException>(OpenAsync);

        Assert.Equal(
            $"schema version of SQLite file {Home.DatabaseFile} is 9999; it must be at most {Migrator.Versions("sqlite")[^1].Version} for "
                + "this program: use a newer program.",
            error.Message);
    }

    [Fact]
    public async Task Open_FileThatIsNoDatabase_SaysSo()
    {
        await File.WriteAllTextAsync(Home.DatabaseFile, new string('x', 5000));

        var error = await Assert.ThrowsAsync<StorageException>(OpenAsync);

        Assert.Equal($"database {Home.DatabaseFile} is not an SQLite database; name another folder or move the file away.", error.Message);
    }

    [Fact]
    public async Task Open_FolderBelowAFile_SaysSo()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        var home = new EmbeddedHome(Path.Combine(file, "home"));

        var error =
            await Assert.ThrowsAsync<StorageException>(() => ExperimentDatabase.OpenSqliteAsync(home, TimeProvider.System, null, None));

        Assert.StartsWith($"home folder {home.Folder} cannot be created: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Open_DatabaseIsAFolder_SaysSo()
    {
        Directory.CreateDirectory(Home.DatabaseFile);

        var error = await Assert.ThrowsAsync<StorageException>(OpenAsync);

        Assert.Equal($"database {Home.DatabaseFile} cannot be opened; its folder must exist and be writable.", error.Message);
    }

    [Fact]
    public async Task Write_LockedByAnotherProgram_SaysSoAfterTheWait()
    {
        await using var database = await ExperimentDatabase.OpenSqliteAsync(
            Home, TimeProvider.System, new StorageOptions { BusyTimeout = TimeSpan.FromSeconds(1) }, None);
        await using var other = new SqliteConnection($"Data Source={Home.DatabaseFile}");
        await other.OpenAsync();
        await using var transaction = other.BeginTransaction(deferred: false);

        var error = await Assert.ThrowsAsync<StorageException>(() => database.Ledger.SubmitAsync(Plan("s", "train-a"), None));

        Assert.Equal(
            $"database {Home.DatabaseFile} is locked by another program for more than 1 s; end that program or try again.", error.Message);
        Assert.True(error.Transient);
        await transaction.RollbackAsync();
        await database.Ledger.SubmitAsync(Plan("s", "train-a"), None);
    }

    [Fact]
    public async Task Write_LockedByAnotherProgram_IsSaidWhileItWaits()
    {
        var log = new WarningQueue();
        await using var database = await ExperimentDatabase.OpenSqliteAsync(
            Home, TimeProvider.System, new StorageOptions { BusyTimeout = TimeSpan.FromMinutes(5), Logging = log }, None);
        await using var other = new SqliteConnection($"Data Source={Home.DatabaseFile}");
        await other.OpenAsync();
        await using var transaction = other.BeginTransaction(deferred: false);

        var submission = Task.Run(() => database.Ledger.SubmitAsync(Plan("s", "train-a"), None));
        Assert.Equal(
            $"waiting for the database: {Home.DatabaseFile} is locked by another program; it is tried for 300 s.",
            await log.NextAsync());
        await transaction.RollbackAsync();
        await submission;

        Assert.Equal("the database is back", await log.NextAsync());
    }

    [Fact]
    public async Task Open_WhileAnotherProgramWrites_ReadsAtOnce()
    {
        await using (var database = await OpenAsync())
        {
            await database.Ledger.SubmitAsync(Plan("s", "train-a"), None);
        }

        await using var other = new SqliteConnection($"Data Source={Home.DatabaseFile}");
        await other.OpenAsync();
        await using var transaction = other.BeginTransaction(deferred: false);

        // It would fail at once if it asked for the lock.
        await using var reader = await ExperimentDatabase.OpenSqliteAsync(
            Home, TimeProvider.System, new StorageOptions { BusyTimeout = TimeSpan.Zero }, None);

        Assert.Equal(1, (await reader.Ledger.CountAsync("s", None)).Ready);
    }

    [Fact]
    public async Task Open_WhereNoLogCanBeMade_ReadsTheClosedDatabaseAsItStands()
    {
        await using (var database = await OpenAsync())
        {
            await database.Ledger.SubmitAsync(Plan("s", "train-a"), None);
        }

        SqliteConnection.ClearAllPools();
        Directory.CreateDirectory($"{Home.DatabaseFile}-shm");

        await using var reader = await OpenAsync();

        Assert.Equal(1, (await reader.Ledger.CountAsync("s", None)).Ready);
        var limits = new QueryLimits(1, TimeSpan.FromMinutes(1));
        Assert.Equal("s", (await reader.Tools.QueryAsync("SELECT name FROM studies", limits, None)).Rows[0][0]);
        var error = await Assert.ThrowsAsync<StorageException>(() => reader.Ledger.SubmitAsync(Plan("t", "train-b"), None));
        Assert.Equal($"database {Home.DatabaseFile} cannot be written; its file and folder must be writable.", error.Message);
    }

    [Fact]
    public async Task Open_MistypedHome_IsAnErrorAndMakesNothing()
    {
        var home = new EmbeddedHome(Path.Combine(_folder.Path, "mistyped"));

        var error = await Assert.ThrowsAsync<StorageException>(
            () => ExperimentDatabase.OpenSqliteAsync(home, TimeProvider.System, new StorageOptions { Create = false }, None));

        Assert.Equal(
            $"home is {home.Folder}, which has no experiments.db; it must be a folder that a study was run or submitted in.",
            error.Message);
        Assert.False(Directory.Exists(home.Folder));
    }

    [Fact]
    public async Task Write_ReadOnlyDatabase_SaysSoAndReadsGoOn()
    {
        await using var database = await OpenAsync();
        await database.Ledger.SubmitAsync(Plan("s", "train-a"), None);
        await database.Database.WriteAsync(session => session.ExecuteAsync("PRAGMA query_only = ON", None), None);

        var error = await Assert.ThrowsAsync<StorageException>(() => database.Ledger.LeaseAsync(Request(), None));

        Assert.Equal($"database {Home.DatabaseFile} cannot be written; its file and folder must be writable.", error.Message);
        Assert.False(error.Transient);
        Assert.Equal(1, (await database.Ledger.CountAsync("s", None)).Ready);
    }

    [Fact]
    public async Task Write_DiskFull_SaysSoAndChangesNothing()
    {
        await using var database = await OpenAsync();
        await database.Database.WriteAsync(
            session => session.QueryAsync("PRAGMA max_page_count = 60", reader => reader.GetInt64(0), None), None);

        var error = await Assert.ThrowsAsync<StorageException>(() => database.Ledger.SubmitAsync(Flat("s", 2000), None));

        Assert.Equal($"database {Home.DatabaseFile} cannot grow: the disk is full; free some space and run again.", error.Message);
        Assert.True(error.Transient);
        Assert.Null(await database.Results.FindStudyAsync("s", None));
        await database.Ledger.SubmitAsync(Flat("s", 20), None);
    }

    [Theory]
    [InlineData(
        nameof(LeaseScope.All), "SEARCH jobs USING INDEX ix_jobs_priority_sequence|SCAN jobs USING INDEX ix_jobs_priority_sequence")]
    [InlineData(nameof(LeaseScope.OfStudy), "SEARCH jobs USING INDEX ix_jobs_study_priority_sequence (study=?)")]
    [InlineData(nameof(LeaseScope.OwnOfStudy), "SEARCH jobs USING INDEX ix_jobs_study_priority_sequence (study=?)")]
    [InlineData(nameof(LeaseScope.Nobodys), "SEARCH jobs USING INDEX ix_jobs_study_priority_sequence (study=?)")]
    public async Task Claim_QueryPlan_ReadsTheFrontOfAnIndexOfReadyJobs(string name, string access)
    {
        var scope = Enum.Parse<LeaseScope>(name);
        await using var database = await OpenAsync();
        var abilities = new JobAbilities(["cpu", "any"], [("craft", 1), ("train", 1)]);

        var plan = await QueryAsync(
            Values().Replace($"EXPLAIN QUERY PLAN {LeaseSql.Lease(database.Database, scope, 3, abilities)}", "'1'"), column: 3);

        Assert.Contains(plan, step => access.Split('|').Any(a => step.StartsWith(a, StringComparison.Ordinal)));
        Assert.DoesNotContain(plan, step => step is "SCAN jobs" or "SCAN study_jobs");
        Assert.Equal(scope == LeaseScope.OfStudy, plan.Any(step => step.StartsWith("SEARCH study_jobs USING", StringComparison.Ordinal)
            && step.Contains("ix_study_jobs_study_borrowed_job (study=? AND borrowed=?)", StringComparison.Ordinal)));
    }

    private Task<ExperimentDatabase> OpenAsync() => ExperimentDatabase.OpenSqliteAsync(Home, TimeProvider.System, null, None);

    private async Task<List<string>> QueryAsync(string sql, int column = 0)
    {
        await using var connection = new SqliteConnection($"Data Source={Home.DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(column));
        }

        return rows;
    }

    /// <summary>Tables, indexes and views, the definitions of a table in the order of their texts: without quotes, layout and the words
    /// that change no meaning here.</summary>
    internal static async Task<IReadOnlyList<string>> ReadSchemaAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL";
        await using var reader = await command.ExecuteReaderAsync();
        List<string> schema = [];
        while (await reader.ReadAsync())
        {
            var sql = NullableOrRowid().Replace(Layout().Replace(reader.GetString(0).Replace("\"", "", StringComparison.Ordinal), " "), "");
            schema.Add(sql.StartsWith("CREATE TABLE", StringComparison.Ordinal) ? InOrder(sql) : sql);
        }

        return [.. schema.Order(StringComparer.Ordinal)];
    }

    private static string InOrder(string table)
    {
        var open = table.IndexOf('(', StringComparison.Ordinal);
        List<string> definitions = [""];
        var depth = 0;
        foreach (var letter in table[(open + 1)..table.LastIndexOf(')')])
        {
            depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            if (letter == ',' && depth == 0)
            {
                definitions.Add("");
            }
            else
            {
                definitions[^1] += letter;
            }
        }

        return $"{table[..open].Trim()} "
            + $"({string.Join(", ", definitions.Select(definition => definition.Trim()).Order(StringComparer.Ordinal))})";
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Values();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Layout();

    // " NULL" says nothing that the absence of NOT NULL does not; WITHOUT ROWID is a way of storing.
    [GeneratedRegex(@"(?<!NOT) NULL(?= ?[,)])| WITHOUT ROWID$")]
    private static partial Regex NullableOrRowid();
}
