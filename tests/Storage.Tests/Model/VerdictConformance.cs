using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Experiments.Contracts;
using Experiments.Ports;
using Experiments.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;
using static Experiments.Storage.Tests.Sample;

namespace Experiments.Storage.Tests;

/// <summary>Verdicts are stored packed and read one by one.</summary>
public abstract partial class VerdictConformance(StorageFixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Images = 5_000;

    private const int Victims = 10;

    private const int Attacks = 9;

    private const int Verdicts = Images * Victims * (Attacks + 1);

    private static readonly CancellationToken None = CancellationToken.None;

    private TestDatabase _test = null!;
    private ExperimentDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _test = await fixture.CreateAsync();
        _database = await _test.OpenAsync();
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [DatabaseFact]
    public async Task Verdicts_OneByteAndConsecutiveImages_AreTakenApart()
    {
        await CommitAsync(
            [BlockImages(Key("clean")), Block(Key("clean")) with { Predictions = [1, 3, 0], NoisePredictions = null }],
            [Block(Key("fed")), Block(Key("fed"), draw: 1) with { Predictions = [255, 254, 1] }]);

        var verdicts = await _database.Results.ReadRowsAsync<VerdictRow>("s", None);

        Assert.Equal(
            [
                Verdict("clean", 7, 0, label: 0, clean: 0, prediction: 0, noise: null),
                Verdict("clean", 8, 0, label: 1, clean: 2, prediction: 2, noise: null),
                Verdict("clean", 9, 0, label: 2, clean: -1, prediction: -1, noise: null),
                Verdict("fed", 7, 0, label: 0, clean: 0, prediction: 0, noise: 0),
                Verdict("fed", 7, 1, label: 0, clean: 0, prediction: 254, noise: 0),
                Verdict("fed", 8, 0, label: 1, clean: 2, prediction: 1, noise: 9),
                Verdict("fed", 8, 1, label: 1, clean: 2, prediction: 253, noise: 9),
                Verdict("fed", 9, 0, label: 2, clean: -1, prediction: -1, noise: 254),
                Verdict("fed", 9, 1, label: 2, clean: -1, prediction: 0, noise: 254),
            ],
            verdicts);
    }

    [DatabaseFact]
    public async Task Verdicts_TwoBytesGapsAndSeveralBlocks_AreTakenApart()
    {
        await CommitAsync(
            [
                BlockImages(Key("clean")) with { Offsets = [0, 0, 0, 0, 1, 2, 3, 4, 5], Width = 2, Labels = [0, 1, 1, 0, 3, 232] },
                BlockImages(Key("clean"), 1) with { FirstImage = 5_000_000, Labels = [9] },
                Block(Key("clean")) with { Width = 2, Predictions = [0, 0, 1, 0, 3, 232], NoisePredictions = null },
                Block(Key("clean"), block: 1) with { Images = 1, Predictions = [4], NoisePredictions = null },
            ],
            [
                Block(Key("fed")) with { Width = 2, Predictions = [0, 1, 0, 0, 1, 1], NoisePredictions = [0, 2, 0, 3, 255, 255] },
                Block(Key("fed"), block: 1) with { Images = 1, Predictions = [5], NoisePredictions = [6] },
            ]);

        var verdicts = (await _database.Results.ReadRowsAsync<VerdictRow>("s", None)).Where(verdict => verdict.Job == Key("fed"));

        Assert.Equal(
            [
                Verdict("fed", 7, 0, label: 0, clean: -1, prediction: 0, noise: 1),
                Verdict("fed", 7 + 258, 0, label: 255, clean: 255, prediction: -1, noise: 2),
                Verdict("fed", 7 + 197_637, 0, label: 999, clean: 999, prediction: 256, noise: 65_534),
                Verdict("fed", 5_000_000, 0, label: 8, clean: 3, prediction: 4, noise: 5),
            ],
            verdicts);
    }

    [DatabaseFact]
    public async Task Verdicts_InLinq_AreThoseOfTheView()
    {
        await CommitAsync([BlockImages(Key("clean")), Block(Key("clean")) with { NoisePredictions = null }], [Block(Key("fed"))]);
        await using var results = CreateContext(_test);

        var wrong = await results.Results<VerdictRow>()
            .Where(verdict => verdict.Study == "s" && verdict.Row.Prediction != verdict.Row.Label)
            .OrderBy(verdict => verdict.Position).Select(verdict => new { verdict.Attack, verdict.Row.Image }).ToListAsync();

        Assert.Equal([("clean", 9), ("lbfgs", 9)], wrong.Select(verdict => (verdict.Attack!, verdict.Image)));
    }

    [DatabaseFact]
    public async Task Document_ItsQueries_Run()
    {
        await CommitAsync([BlockImages(Key("clean")), Block(Key("clean")) with { NoisePredictions = null }], [Block(Key("fed"))]);
        var document = await File.ReadAllTextAsync(Repository.PathOf("docs/querying.md"));
        var queries = Query().Matches(document).Select(match => match.Groups[1].Value).ToList();

        foreach (var query in queries)
        {
            await _database.Tools.QueryAsync(query, new QueryLimits(100, TimeSpan.FromSeconds(20)) { AsOwner = true }, None);
        }

        Assert.True(queries.Count >= 2);
    }

    /// <summary>Nine sets of images, and the clean ones, fed to ten victims. How fast a machine is, plain rows of numbers say, read right
    /// before; others that use it can only make one of them slower, so the least of several tries counts.</summary>
    [DatabaseFact]
    public async Task Verdicts_Many_TakeAtMostFourBytesEachAndAreReadNearlyAsFastAsPlainRows()
    {
        var empty = await SizeAsync();
        await FillAsync(classes: 10);
        var bytes = await SizeAsync() - empty;
        var least = double.PositiveInfinity;
        for (var attempt = 0; attempt < 10 && least > 3; attempt++)
        {
            var plain = await TimeAsync(
                $"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Verdicts}) SELECT i, i, i, i, i FROM n");
            var reading = await TimeAsync("SELECT image, draw, label, clean_prediction, prediction FROM v_verdicts WHERE study = 's'");
            output.WriteLine($"{bytes / (double)Verdicts:0.00} bytes a verdict, {Verdicts} read in {reading}, plain rows in {plain}");
            least = Math.Min(least, reading / plain);
        }

        Assert.InRange(bytes, Verdicts, 4 * Verdicts);
        Assert.InRange(least, 0, 3);
    }

    private protected abstract ExperimentsContext CreateContext(TestDatabase database);

    /// <summary>Bytes that the verdicts take.</summary>
    private async Task<long> SizeAsync()
    {
        await using var connection = await ConnectAsync(_test);
        await using var command = connection.CreateCommand();
        command.CommandText = SizeSql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private protected abstract string SizeSql { get; }

    private protected abstract Task<DbConnection> ConnectAsync(TestDatabase database);

    private static VerdictRow Verdict(string job, int image, int draw, int label, int clean, int prediction, int? noise) => new()
    {
        Job = Key(job), Image = image, Draw = draw, Label = label, CleanPrediction = clean, Prediction = prediction,
        NoisePrediction = noise,
    };

    private static TransferCellRow CleanCell(string job) =>
        Cell(Key(job), Key(job), Key(job)) with { Set = null, CleanJob = null, TargetHits = null, NoiseErrors = null };

    private async Task CommitAsync(ResultRow[] clean, ResultRow[] fed) => await CommitAsync(
        ("clean", "clean", [CleanCell("clean"), .. clean]),
        ("fed", "lbfgs", [Cell(Key("fed"), Key("fed"), Key("fed")) with { CleanJob = Key("clean") }, Set(Key("fed"), null), .. fed]));

    private async Task CommitAsync(params IReadOnlyList<(string Job, string Attack, ResultRow[] Rows)> jobs)
    {
        var plan = Plan("s", [.. jobs.Select(job => job.Job)]);
        await _database.Ledger.SubmitAsync(
            plan with
            {
                Names = [.. plan.Names.Select((name, i) => name with { Kind = "evaluate", Attack = jobs[i].Attack, Victim = "B" })],
            },
            None);
        foreach (var lease in await _database.Ledger.LeaseAsync(Request(jobs.Count), None))
        {
            Assert.True(await _database.Ledger.CommitAsync(lease, Result(jobs.First(job => Key(job.Job) == lease.Job.Key).Rows), None));
        }
    }

    private async Task FillAsync(int classes)
    {
        ResultRow[] Blocks(string job, bool isClean) => [.. Enumerable.Range(0, (Images + VerdictBlockRow.Size - 1) / VerdictBlockRow.Size)
            .SelectMany(block =>
            {
                var count = Math.Min(VerdictBlockRow.Size, Images - block * VerdictBlockRow.Size);
                byte[] Classes(int shift) => [.. Enumerable.Range(0, count).Select(i => (byte)(1 + (i * 7 + block + shift) % classes))];
                var row = Block(Key(job), block: block) with { Images = count, Predictions = Classes(1),
                    NoisePredictions = isClean ? null : Classes(2) };
                ResultRow image = BlockImages(Key(job), block) with { FirstImage = block * VerdictBlockRow.Size, Labels = Classes(0) };
                return isClean ? new[] { row, image } : [row];
            })];
        await CommitAsync([.. Enumerable.Range(0, Victims).SelectMany(victim => Enumerable.Range(0, Attacks)
            .Select(attack => ($"fed-{victim}-{attack}", "lbfgs", new ResultRow[]
            {
                Cell(Key($"fed-{victim}-{attack}"), Key($"fed-{victim}-{attack}"), Key("clean-0")) with
                {
                    CleanJob = Key($"clean-{victim}"),
                },
            }.Concat(Blocks($"fed-{victim}-{attack}", isClean: false)).ToArray()))
            .Prepend(($"clean-{victim}", "clean", [CleanCell($"clean-{victim}"), .. Blocks($"clean-{victim}", isClean: true)])))]);
    }

    private async Task<TimeSpan> TimeAsync(string sql)
    {
        var started = Stopwatch.GetTimestamp();
        var rows = 0;
        await _database.Tools.QueryAsync(
            sql, new QueryLimits(Verdicts, TimeSpan.FromSeconds(60)) { AsOwner = true },
            batch =>
            {
                rows += batch.Count;
                return ValueTask.CompletedTask;
            },
            None);
        Assert.Equal(Verdicts, rows);
        return Stopwatch.GetElapsedTime(started);
    }

    [GeneratedRegex(@"```sql\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Query();
}

public sealed class SqliteVerdictTests(SqliteFixture fixture, ITestOutputHelper output)
    : VerdictConformance(fixture, output), IClassFixture<SqliteFixture>
{
    /// <summary>The whole file: there is little else in it.</summary>
    private protected override string SizeSql => "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";

    private protected override ExperimentsContext CreateContext(TestDatabase database) =>
        ExperimentsContext.ForSqlite(((SqliteTestDatabase)database).Home);

    private protected override async Task<DbConnection> ConnectAsync(TestDatabase database)
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={((SqliteTestDatabase)database).Home.DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}

[Collection(PostgresFixture.Collection)]
public sealed class PostgresVerdictTests(PostgresFixture fixture, ITestOutputHelper output) : VerdictConformance(fixture, output)
{
    private protected override string SizeSql =>
        "SELECT pg_total_relation_size('verdict_blocks') + pg_total_relation_size('verdict_images')";

    private protected override ExperimentsContext CreateContext(TestDatabase database) =>
        ExperimentsContext.ForPostgres(((PostgresTestDatabase)database).Connection);

    private protected override async Task<DbConnection> ConnectAsync(TestDatabase database)
    {
        var connection = new Npgsql.NpgsqlConnection(
            PostgresConnectionText.Parse(((PostgresTestDatabase)database).Connection).ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
