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
