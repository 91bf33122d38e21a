using Microsoft.Data.Sqlite;
using Experiments.Ports;

namespace Experiments.Storage.Tests;

/// <summary>What a query may use of SQLite. The bound of memory is the process's: no other test runs meanwhile.</summary>
[Collection(nameof(SqliteQueryBoundsTests))]
[CollectionDefinition(nameof(SqliteQueryBoundsTests), DisableParallelization = true)]
public sealed class SqliteQueryBoundsTests(SqliteFixture fixture) : IAsyncLifetime, IClassFixture<SqliteFixture>
{
    private static readonly QueryLimits Limits = new(100, TimeSpan.FromSeconds(60));

    private TestDatabase _test = null!;
    private ExperimentDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _test = await fixture.CreateAsync();
        _database = await _test.OpenAsync();
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    [InlineData("SELECT hex(zeroblob(400000000))")]
    [InlineData("SELECT randomblob(500000000)")]
    [InlineData("SELECT group_concat(hex(zeroblob(1000000)), '') FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10))")]
    [InlineData("SELECT 'x' LIKE replace(hex(zeroblob(1000)), '00', '%x')")]
    [InlineData("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100) SELECT hex(zeroblob(5000000)) AS h FROM n "
        + "ORDER BY h, random()")]
    public async Task Query_ThatNeedsTooMuchMemory_IsRefusedAndTheNextOneRuns(string sql)
    {
        var error = await Assert.ThrowsAsync<QueryException>(() => _database.Tools.QueryAsync(sql, Limits, CancellationToken.None));

        Assert.StartsWith("query ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("limit.", error.Message, StringComparison.Ordinal);
        Assert.Equal(1L, (await _database.Tools.QueryAsync("SELECT 1", Limits, CancellationToken.None)).Rows[0][0]);
        Assert.Equal(0, SQLitePCL.raw.sqlite3_hard_heap_limit64(-1));
    }

    /// <summary>SQLite's own answer to a format that is longer than its limit.</summary>
    [Theory]
    [InlineData("SELECT printf('%1000000000d', 1)")]
    [InlineData("SELECT printf('%.*c', 100000000, 'x')")]
    public async Task Query_FormatThatIsTooLong_GivesNothing(string sql) =>
        Assert.Null((await _database.Tools.QueryAsync(sql, Limits, CancellationToken.None)).Rows[0][0]);

    [Fact]
    public async Task Query_RowsThatAreTooLongTogether_AreRefused()
    {
        const string Sql =
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100) SELECT hex(zeroblob(4000000)) FROM n";

        var error = await Assert.ThrowsAsync<QueryException>(() => _database.Tools.QueryAsync(Sql, Limits, CancellationToken.None));

        Assert.Equal("query gives more than 268435456 characters; it must ask for fewer rows or shorter values.", error.Message);
    }

    /// <summary>What is handed over need not be kept.</summary>
    [Fact]
    public async Task Query_RowsThatAreTooLongTogether_AreHandedOverOneAfterTheOther()
    {
        const string Sql =
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 50) SELECT x, hex(zeroblob(4000000)) FROM n";
        List<int> counts = [];

        await _database.Tools.QueryAsync(
            Sql, Limits,
            batch =>
            {
                counts.Add(batch.Count);
                return ValueTask.CompletedTask;
            },
            CancellationToken.None);

        Assert.Equal([0, .. Enumerable.Repeat(1, 50), 0], counts);
    }

    [Theory]
    [InlineData("SELECT ?", "?")]
    [InlineData("SELECT 1, :image", ":image")]
    public async Task Query_WithAParameter_IsRefused(string sql, string name)
    {
        var error = await Assert.ThrowsAsync<QueryException>(() => _database.Tools.QueryAsync(sql, Limits, CancellationToken.None));

        Assert.Equal($"query has the parameter {name}; it must have the value itself.", error.Message);
    }

    [Theory]
    [InlineData("'ä\U0001F600'", "ä\U0001F600")]
    [InlineData("x'00ff'", "00ff")]
    [InlineData("'a' || char(0) || 'b'", "a\0b")]
    [InlineData("CAST(x'41ff' AS TEXT)", "A\ufffd")]
    [InlineData("''", "")]
    [InlineData("9e999", null)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public async Task Query_UnusualValue_IsShown(string expression, object? value) => Assert.Equal(
        [value, 1L], (await _database.Tools.QueryAsync($"SELECT {expression}, 1", Limits, CancellationToken.None)).Rows[0]);

    /// <summary>As somebody else may have made it.</summary>
    [Fact]
    public async Task Query_DatabaseInUtf16_HasItsTexts()
    {
        using var folder = new TemporaryFolder();
        var home = new EmbeddedHome(folder.Path);
        await using (var other = new SqliteConnection($"Data Source={home.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync();
            await using var encoding = other.CreateCommand();
            encoding.CommandText = "PRAGMA encoding = 'UTF-16'; CREATE TABLE texts (word); INSERT INTO texts VALUES ('größer')";
            await encoding.ExecuteNonQueryAsync();
        }

        await using var database = await ExperimentDatabase.OpenSqliteAsync(home, TimeProvider.System, null, CancellationToken.None);

        Assert.Equal(
            ["größer", "ö"],
            (await database.Tools.QueryAsync("SELECT word, 'ö' FROM texts", Limits, CancellationToken.None)).Rows[0]);
    }

    [Fact]
    public async Task Query_FaultInALaterRow_IsToldAfterTheRowsBefore()
    {
        const string Sql =
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 50000) "
                + "SELECT abs(x - 9223372036854775807 - 20001) FROM n";
        var rows = 0;

        var error = await Assert.ThrowsAsync<QueryException>(() => _database.Tools.QueryAsync(
            Sql, Limits with { Rows = 50_000 },
            batch =>
            {
                rows += batch.Count;
                return ValueTask.CompletedTask;
            },
            CancellationToken.None));

        Assert.Equal("query is wrong: SQLite Error 1: 'integer overflow'.", error.Message);
        Assert.Equal(16_384, rows);
    }

    [Fact]
    public async Task Query_TakerThatFails_EndsTheQueryWithItsFault() => await Assert.ThrowsAsync<IOException>(
        () => _database.Tools.QueryAsync("SELECT 1", Limits, _ => throw new IOException(), CancellationToken.None));

    [Fact]
    public async Task Query_ThatIsOneLongFunction_EndsForItsCallerAtTheLimit()
    {
        // No step of SQLite's ends before the function does: an interrupt is not seen. It takes seconds, and the next one waits for it.
        var error = await Assert.ThrowsAsync<QueryException>(() => _database.Tools.QueryAsync(
            "SELECT instr(zeroblob(800000), CAST(zeroblob(400000) || x'01' AS BLOB))",
            Limits with { Time = TimeSpan.FromMilliseconds(1) }, CancellationToken.None));

        Assert.Equal("query took longer than 0.001 s, its limit.", error.Message);
        Assert.Equal(1L, (await _database.Tools.QueryAsync("SELECT 1", Limits, CancellationToken.None)).Rows[0][0]);
    }

    /// <summary>A statement that was interrupted while it was compiled was said to be wrong, or to be several.</summary>
    [Fact]
    public async Task Query_InterruptedAtAnyMoment_TookTooLong()
    {
        var statement = $"SELECT {string.Join(" + ", Enumerable.Repeat("(SELECT count(*) FROM jobs)", 100))}";
        for (var i = 0; i < 300; i++)
        {
            var time = TimeSpan.FromMicroseconds(20 * (i + 1));
            try
            {
                Assert.Single((await _database.Tools.QueryAsync(statement, Limits with { Time = time }, CancellationToken.None)).Rows);
            }
            catch (QueryException error)
            {
                Assert.StartsWith("query took longer than ", error.Message, StringComparison.Ordinal);
            }
        }
    }
}
