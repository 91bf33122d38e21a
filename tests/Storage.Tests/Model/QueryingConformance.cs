using Experiments.Contracts;
using Experiments.Ports;
using Experiments.Testing;
using Microsoft.EntityFrameworkCore;
using static Experiments.Storage.Tests.Sample;

namespace Experiments.Storage.Tests;

/// <summary>The results for LINQ, as docs/querying.md shows them.</summary>
public abstract class QueryingConformance(StorageFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private TestDatabase _test = null!;
    private ExperimentDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _test = await fixture.CreateAsync();
        _database = await _test.OpenAsync();
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    // <example>
    private static Task<List<string>> WorstTransfersAsync(ExperimentsContext results, string study) => results
        .Results<TransferCellRow>()
        .Where(cell => cell.Study == study && cell.Source != cell.Victim && cell.Row.ErrorRateLow > 0.05)
        .OrderByDescending(cell => cell.Row.ErrorRate).ThenBy(cell => cell.Position)
        .Select(cell => $"{cell.Attack} on {cell.Source} fools {cell.Victim}: {cell.Row.Errors} of {cell.Row.Images}")
        .ToListAsync();
    // </example>

    [DatabaseFact]
    public async Task Results_ExampleOfTheDocument_Runs()
    {
        await FillAsync(errors: [117, 400, 30]);
        await using var results = CreateContext(_test);

        Assert.Equal(
            ["lbfgs on FC10(1) fools victim 1: 400 of 1000", "lbfgs on FC10(1) fools victim 0: 117 of 1000"],
            await WorstTransfersAsync(results, "s"));
    }

    [DatabaseFact]
    public async Task DerivedColumns_InCSharpInTheViewAndInLinq_AreTheSameBits()
    {
        int[] errors = [0, 1, 2, 3, 7, 117, 499, 500, 501, 925, 997, 999, 1000];
        await FillAsync(errors);
        await using var results = CreateContext(_test);

        var asked = await results.Set<TransferCellRow>().OrderBy(cell => cell.Errors)
            .Select(cell => new
            {
                cell.ErrorRate,
                cell.ErrorRateLow,
                cell.ErrorRateHigh,
                cell.ErrorRateVictimCorrect,
                cell.CleanErrorRate,
                cell.NoiseErrorRateHigh,
                cell.LiftOverClean,
                cell.LiftOverNoise,
            }).ToListAsync();
        var rows = (await _database.Results.ReadRowsAsync<TransferCellRow>("s", None)).OrderBy(cell => cell.Errors).ToList();
        var view = await _database.Tools.QueryAsync(
            """
            SELECT error_rate, error_rate_low, error_rate_high, error_rate_victim_correct,
                clean_error_rate, noise_error_rate_high, lift_over_clean, lift_over_noise
            FROM v_transfer ORDER BY errors
            """,
            new QueryLimits(100, TimeSpan.FromSeconds(20)) { AsOwner = true }, None);

        Assert.Equal(errors.Length, rows.Count);
        Assert.Equal(
            rows.Select(row => (
                row.ErrorRate, row.ErrorRateLow, row.ErrorRateHigh, row.ErrorRateVictimCorrect,
                row.CleanErrorRate, row.NoiseErrorRateHigh, row.LiftOverClean, row.LiftOverNoise)),
            asked.Select(row => (
                row.ErrorRate, row.ErrorRateLow, row.ErrorRateHigh, row.ErrorRateVictimCorrect,
                row.CleanErrorRate, row.NoiseErrorRateHigh, row.LiftOverClean, row.LiftOverNoise)));
        Assert.Equal(
            rows.Select(row => new object?[]
            {
                row.ErrorRate, row.ErrorRateLow, row.ErrorRateHigh, row.ErrorRateVictimCorrect,
                row.CleanErrorRate, row.NoiseErrorRateHigh, row.LiftOverClean, row.LiftOverNoise,
            }),
            view.Rows);
    }

    [DatabaseFact]
    public async Task DerivedColumns_OfACountThatIsMissing_AreMissing()
    {
        await FillAsync(errors: [117], noiseErrors: null);
        await using var results = CreateContext(_test);

        var row = await results.Set<TransferCellRow>()
            .Select(cell => new { cell.NoiseErrorRate, cell.NoiseErrorRateLow, cell.NoiseErrorRateHigh, cell.LiftOverNoise }).SingleAsync();
        var view = await _database.Tools.QueryAsync(
            "SELECT noise_error_rate, noise_error_rate_low, noise_error_rate_high, lift_over_noise FROM v_transfer",
            new QueryLimits(100, TimeSpan.FromSeconds(20)) { AsOwner = true }, None);

        Assert.Equal((null, null, null, null), (row.NoiseErrorRate, row.NoiseErrorRateLow, row.NoiseErrorRateHigh, row.LiftOverNoise));
        Assert.Equal([null, null, null, null], Assert.Single(view.Rows));
    }

    [DatabaseFact]
    public async Task DerivedColumns_FilterInTheDatabase_WhereThereAreNone()
    {
        await FillAsync(errors: [10]);
        await using var results = CreateContext(_test);

        Assert.Equal(1, await results.Set<TransferCellRow>().CountAsync(cell => cell.ErrorRateVictimCorrect == null));
        Assert.Equal(0, await results.Set<ModelGroupRow>().CountAsync(group => group.StandardError > 0.01));
    }

    [DatabaseFact]
    public async Task SaveChanges_IsRefused()
    {
        await using var results = CreateContext(_test);

        var error = await Assert.ThrowsAsync<NotSupportedException>(() => results.SaveChangesAsync());

        Assert.Equal("results are written by jobs; this context only reads.", error.Message);
    }

    [DatabaseFact]
    public void Document_ShowsTheCodeThatRuns()
    {
        var code = File.ReadAllText(Repository.PathOf("tests/Storage.Tests/Model/QueryingConformance.cs"))
            .Split("// <example>\n")[1].Split("    // </example>")[0].Replace("\n    ", "\n", StringComparison.Ordinal).Trim();

        Assert.Contains($"```csharp\n{code}\n```", File.ReadAllText(Repository.PathOf("docs/querying.md")), StringComparison.Ordinal);
    }

    private protected abstract ExperimentsContext CreateContext(TestDatabase database);

    private async Task FillAsync(int[] errors, int? noiseErrors = 80)
    {
        var plan = Flat("s", errors.Length);
        await _database.Ledger.SubmitAsync(
            plan with
            {
                Names = [.. plan.Jobs.Select((job, i) => new StudyJob
                {
                    Job = job.Job.Key,
                    Kind = "evaluate",
                    Ordinal = i,
                    Table = "table2",
                    Source = "FC10(1)",
                    Attack = "lbfgs",
                    Victim = $"victim {i}",
                })],
            },
            None);
        foreach (var lease in await _database.Ledger.LeaseAsync(Request(errors.Length), None))
        {
            var key = lease.Job.Key;
            var count = errors[plan.Jobs.ToList().FindIndex(job => job.Job.Key == key)];
            var cell = Cell(key, key, key) with { Errors = count, TargetHits = 0, NoClass = 0, NoiseErrors = noiseErrors,
                VictimCorrect = count == 10 ? 0 : 1000, ErrorsAmongVictimCorrect = count == 10 ? 0 : count };
            Assert.True(await _database.Ledger.CommitAsync(lease, Result(cell, Set(key, key)), None));
        }
    }
}

public sealed class SqliteQueryingTests(SqliteFixture fixture) : QueryingConformance(fixture), IClassFixture<SqliteFixture>
{
    private protected override ExperimentsContext CreateContext(TestDatabase database) =>
        ExperimentsContext.ForSqlite(((SqliteTestDatabase)database).Home);
}

[Collection(PostgresFixture.Collection)]
public sealed class PostgresQueryingTests(PostgresFixture fixture) : QueryingConformance(fixture)
{
    private protected override ExperimentsContext CreateContext(TestDatabase database) =>
        ExperimentsContext.ForPostgres(((PostgresTestDatabase)database).Connection);
}
