using Experiments.Contracts;
using Experiments.Ports;
using static Experiments.Storage.Tests.Sample;

namespace Experiments.Storage.Tests;

/// <summary>What queries, views, reports and the removal of garbage promise. Runs on each database.</summary>
public abstract class ToolsConformance(StorageFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly QueryLimits Limits = new(100, TimeSpan.FromSeconds(20)) { AsOwner = true };

    private TestDatabase _test = null!;
    private ExperimentDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _test = await fixture.CreateAsync();
        _database = await _test.OpenAsync();
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [DatabaseFact]
    public async Task Query_ValuesOfEveryKind_ComeBackAlike()
    {
        var result = await _database.Tools.QueryAsync(
            " -- a comment\n/* another */ SELECT 1 AS whole, 0.5e0 * 0.1e0 AS number, 'text' AS word, NULL AS empty UNION ALL SELECT 2, "
                + "3e0, 'it''s', 'x' ORDER BY 1;",
            Limits, None);

        Assert.Equal(["whole", "number", "word", "empty"], result.Columns);
        Assert.Equal([1L, 0.05, "text", null], result.Rows[0]);
        Assert.Equal([2L, 3.0, "it's", "x"], result.Rows[1]);
        Assert.False(result.More);
    }

    /// <summary>A buffer of 8 KB for each value would be 8 GB; what others allocate meanwhile is far less than the bound.</summary>
    [DatabaseFact]
    public async Task Query_ManyRows_TakesMemoryForItsValues()
    {
        const int Rows = 200_000;
        var before = GC.GetTotalAllocatedBytes();

        var result = await _database.Tools.QueryAsync(
            $"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows}) SELECT i, i, 0.5e0, 'text', i FROM n",
            Limits with { Rows = Rows }, None);

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 2L << 30);
        Assert.Equal([200_000L, 200_000L, 0.5, "text", 200_000L], result.Rows[^1]);
    }

    [DatabaseFact]
    public async Task Query_MoreRowsThanTheLimit_SaysSo()
    {
        await _database.Ledger.SubmitAsync(Flat("s", 5), None);

        var result = await _database.Tools.QueryAsync("SELECT sequence FROM jobs ORDER BY sequence", Limits with { Rows = 3 }, None);

        Assert.Equal([1L, 2L, 3L], result.Rows.Select(row => row[0]));
        Assert.True(result.More);
        Assert.False((await _database.Tools.QueryAsync("SELECT key FROM jobs", Limits with { Rows = 5 }, None)).More);
    }

    [DatabaseTheory]
    [InlineData("")]
    [InlineData("-- nothing")]
    [InlineData("DELETE FROM jobs")]
    [InlineData("INSERT INTO schema_versions VALUES (1000, 'x', 0)")]
    [InlineData("DROP TABLE study_jobs")]
    [InlineData("CREATE TABLE t (x integer)")]
    [InlineData("PRAGMA query_only = 0")]
    [InlineData("ATTACH 'other.db' AS other")]
    [InlineData("COMMIT")]
    [InlineData("COPY jobs TO '/tmp/jobs'")]
    [InlineData("SET TRANSACTION READ WRITE")]
    [InlineData("WITH gone AS (SELECT key FROM jobs) DELETE FROM jobs WHERE key IN (SELECT key FROM gone)")]
    [InlineData("SELECT 1; DELETE FROM jobs")]
    [InlineData("SELECT 1; COMMIT; DELETE FROM jobs")]
    [InlineData("SELECT * FROM nowhere")]
    [InlineData("SELECT ' FROM jobs")]
    public async Task Query_ThatIsNotOneReadingStatement_IsRefusedInOneLineAndChangesNothing(string sql)
    {
        await _database.Ledger.SubmitAsync(Flat("s", 5), None);

        var error = await Assert.ThrowsAsync<QueryException>(() => _database.Tools.QueryAsync(sql, Limits, None));

        Assert.StartsWith("query ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(5, (await _database.Ledger.CountAsync(null, None)).Ready);
    }

    [DatabaseFact]
    public async Task Query_ThatTakesTooLong_IsEnded()
    {
        const string Endless =
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000000000) SELECT COUNT(*) FROM n";

        var error = await Assert.ThrowsAsync<QueryException>(
            () => _database.Tools.QueryAsync(Endless, Limits with { Time = TimeSpan.FromMilliseconds(200) }, None));

        Assert.Equal("query took longer than 0.2 s, its limit.", error.Message);
    }

    [DatabaseFact]
    public async Task Views_HaveTheColumnsThatTheirRecordsDeclare()
    {
        foreach (var (table, end) in ResultTable.All.Where(table => table.View is not null)
            .SelectMany(table => new[] { (table, ""), (table, ViewSql.OfEveryRevision) }))
        {
            var result = await _database.Tools.QueryAsync($"SELECT * FROM {table.ViewName}{end}", Limits, None);

            Assert.Equal(
                [
                    "study", "revision", "position",
                    .. table.Names.Select(name => name switch { StudyName.Table =>
                        "table_name", StudyName.ModelGroup => "model_group", _ => name.ToString().ToLowerInvariant() }),
                    "replicate",
                    .. table.Columns.Where(column => !column.IsHidden && column != table.Job).Select(column => column.Name),
                    .. table.Joined.SelectMany(
                        joined => joined.Columns.Select(property => ResultTable.Of(joined.Table).Column(property).Name)),
                    "job",
                ],
                result.Columns);
        }
    }

    [DatabaseFact]
    public async Task Views_FinishedStudy_JoinNamesAndWorkOutRates()
    {
        var (train, errors, set, cell, shard) = (Key("train-a"), Key("errors-a"), Key("collect-a"), Key("evaluate-a"), Key("craft-a"));
        await _database.Ledger.SubmitAsync(Plan("s", "train-a", "errors-a", "collect-a", "evaluate-a", "craft-a"), None);
        await CommitAsync(new()
        {
            [train] = [Model(train, Hash("w"))],
            [errors] = [Errors(errors, train)],
            [set] = [Set(set, train)],
            [cell] = [Cell(cell, set, train) with { VictimCorrect = 0, ErrorsAmongVictimCorrect = 0 }],
            [shard] = [Example(shard, 3)],
        });

        Assert.Equal(
            ["s", "784-100-100-10 sigmoid", 3L, 3 / 60_000.0],
            await RowAsync("SELECT study, architecture, train_errors, train_error_rate FROM v_models"));
        Assert.Equal(["test", 164L, 0.0164], await RowAsync("SELECT data, errors, error_rate FROM v_errors"));
        Assert.Equal(
            ["table2", "FC10(1)", "lbfgs", 920 / 925.0, 5e6],
            await RowAsync("SELECT table_name, source, attack, success_rate, gradient_evaluations_per_image FROM v_distortion"));
        Assert.Equal(
            [0.117, null, 0.012, 0.062],
            await RowAsync("SELECT error_rate, error_rate_victim_correct, target_hit_rate, mean_distortion FROM v_transfer"));
        Assert.Equal(["FC10(1)", 3L, 4L, shard.Value], await RowAsync("SELECT source, image, target_class, job FROM v_examples"));
    }

    [DatabaseFact]
    public async Task Views_SpectralAnalysisAndUniversality_JoinNamesAndWorkOutRates()
    {
        var (train, layers, gains, cell, far) =
            (Key("train-a"), Key("spectral"), Key("layer-gains"), Key("universal-cell"), Key("transfer-distance"));
        var jobs = new[] { "train-a", "spectral", "layer-gains", "universal-cell", "transfer-distance" };
        var plan = Plan("s", jobs);
        await _database.Ledger.SubmitAsync(
            plan with { Names = [.. plan.Names.Select(
                (name, i) => name with { Kind = i == 0 ? "train" : jobs[i], Victim = "FC10(1e-2)", Model = "FC10(1)" })] },
            None);
        await CommitAsync(new()
        {
            [train] = [],
            [layers] = [Spectral(layers, train, 1)],
            [gains] = [Gain(gains, train, train, "set")],
            [cell] = [UniversalCell(cell, train, train)],
            [far] = [Distance(far, train, train), Point(far, 0)],
        });

        Assert.Equal(
            ["table2", "FC10(1)", 1L, 2.5, 2.4], await RowAsync("SELECT analysis, model, layer, bound, zero_padded_norm FROM v_spectral"));
        Assert.Equal(["FC10(1)", "set", 1.1, 4.4], await RowAsync("SELECT source, direction, mean_gain, max_cumulative_gain FROM v_gains"));
        Assert.Equal(
            ["FC10(1e-2)", "universal", 0.8, 0.8],
            await RowAsync("SELECT victim, perturbation, fooling_rate, error_rate_victim_correct FROM v_universal"));
        Assert.Equal(
            [0.5, 3.25, null], await RowAsync("SELECT fooled_rate, median_magnification, third_quartile FROM v_transfer_distances"));
        Assert.Equal(["magnification", 0.5, 0.25], await RowAsync("SELECT axis, limit_value, fooled_rate FROM v_transfer_distance_points"));
    }

    [DatabaseFact]
    public async Task Views_UnitsAndNoise_WorkOutRatesOfTheirOwnKindOfJob()
    {
        var (units, noise, directions) = (Key("units"), Key("noise"), Key("random"));
        var plan = Plan("s", "units", "noise", "random");
        string[] kinds = ["units", "noise-curve", "random-directions"];
        await _database.Ledger.SubmitAsync(plan with { Names = [.. plan.Names.Select((n, i) => n with { Kind = kinds[i] })] }, None);
        await CommitAsync(new()
        {
            [units] = [Units(units, units), UnitDraw(units, "random-direction", 3)],
            [noise] = [NoisePoint(noise, units, "noise", 9)],
            [directions] = [Directions(directions, units, clipped: true)],
        });

        Assert.Equal(["table2", "random-direction", 0.81, 3L], await RowAsync("SELECT analysis, basis, purity, tied FROM v_units"));
        Assert.Equal([1L, 3L, 0.875, "9999 12 3 0"], await RowAsync("SELECT layer, draw, purity, images FROM v_unit_draws"));
        Assert.Equal([1.0, 0.51, 0.0999], await RowAsync("SELECT size, accuracy, mean_distortion FROM v_noise_curves"));
        Assert.Equal(
            ["FC10(1)", "lbfgs", 0.0005, 7L], await RowAsync("SELECT source, attack, fooled_rate, images_fooled FROM v_random_directions"));
    }

    [DatabaseFact]
    public async Task Garbage_JobsAndArtifactsOfNoStudy_AreCountedThenRemoved()
    {
        var kept = await WriteAsync("kept");
        var left = await WriteAsync("left");
        await WriteAsync("of nobody");
        await _database.Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b", "evaluate-b: craft-b"), None);
        await CommitAsync(new() { [Key("craft-a")] = [Example(Key("craft-a"), 1)],
            [Key("craft-b")] = [Example(Key("craft-b"), 1), Example(Key("craft-b"), 2)] },
            new() { [Key("craft-a")] = kept, [Key("craft-b")] = left });
        await _database.Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        await _database.Ledger.RemoveAsync(new("s", 1), SubmitOptions.None, None);

        Assert.Equal(
            new GarbageSummary(2, 2, 2, left.Bytes + "of nobody".Length, 0), await _database.Tools.CollectGarbageAsync(apply: false, None));
        Assert.Equal(3, (await _database.Ledger.CountAsync(null, None)).Total);
        Assert.Equal(
            new GarbageSummary(2, 2, 2, left.Bytes + "of nobody".Length, 0), await _database.Tools.CollectGarbageAsync(apply: true, None));

        Assert.Equal(new GarbageSummary(0, 0, 0, 0, 0), await _database.Tools.CollectGarbageAsync(apply: true, None));
        Assert.Equal(1, (await _database.Ledger.CountAsync(null, None)).Total);
        Assert.Single(await _database.Results.ReadRowsAsync<AdversarialExampleRow>("s", None));
        await using (await _database.Artifacts.OpenReadAsync(kept.Hash, None))
        {
        }

        await Assert.ThrowsAsync<ArtifactDamagedException>(() => _database.Artifacts.OpenReadAsync(left.Hash, None));
    }

    [DatabaseFact]
    public async Task Garbage_WhileAJobRuns_LeavesArtifactsAlone()
    {
        await WriteAsync("not committed yet");
        await _database.Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        await _database.Ledger.LeaseAsync(Request(), None);

        Assert.Equal(new GarbageSummary(0, 0, 0, 0, 1), await _database.Tools.CollectGarbageAsync(apply: true, None));
    }

    [DatabaseFact]
    public async Task Report_OfAWorker_TellsWhatItRunsUntilItEnds()
    {
        await _database.Ledger.SubmitAsync(Plan("s", "craft-a", "craft-b"), None);
        var lease = Assert.Single(await _database.Ledger.LeaseAsync(Request(), None));
        var began = _test.Time.GetUtcNow();
        var activity = new JobActivity(3, 20, "images", null);

        await _database.Ledger.ReportAsync(
            new WorkerReport(Alice, 2, 12.5, 900, [new JobReport(lease.Job.Key, began, new JobActivity(1, 20, "images", "slow"))]), None);
        await _database.Ledger.ReportAsync(new WorkerReport(Alice, 2, 13, 950, [new JobReport(lease.Job.Key, began, activity)]), None);

        Assert.Equal([new LeasedJob(lease.Job.Key, Alice, began, activity)], await _database.Ledger.ListLeasedAsync("s", None));
        Assert.Empty(await _database.Ledger.ListLeasedAsync("other", None));
        var worker = Assert.Single(await _database.Ledger.ListWorkersAsync(None));
        Assert.Equal((2, 13.0, 950.0, 1), (worker.Slots, worker.ImagesPerSecond, worker.GradientEvaluationsPerSecond, worker.Leased));

        await _database.Ledger.CommitAsync(lease, Empty, None);
        await _database.Ledger.ReportAsync(new WorkerReport(Alice, 0, 0, 0, []), None);

        Assert.Empty(await _database.Ledger.ListLeasedAsync(null, None));
        Assert.Equal(0, Assert.Single(await _database.Ledger.ListWorkersAsync(None)).Slots);
    }

    [DatabaseFact]
    public async Task Report_OfATakenOverJob_IsTheNewWorkersWord()
    {
        await _database.Ledger.SubmitAsync(Plan("s", "craft-a"), None);
        var lease = Assert.Single(await _database.Ledger.LeaseAsync(Request(), None));
        await _database.Ledger.ReportAsync(new WorkerReport(
            Alice, 1, 0, 0, [new JobReport(lease.Job.Key, _test.Time.GetUtcNow(), new JobActivity(9, 20, "images", null))]), None);
        _test.Time.Advance(Lease * 2);
        await _database.Ledger.LeaseAsync(Request(worker: Bob), None);

        Assert.Equal([new LeasedJob(lease.Job.Key, Bob, null, JobActivity.Started)], await _database.Ledger.ListLeasedAsync(null, None));
        await _database.Ledger.ReportAsync(
            new WorkerReport(Bob, 1, 0, 0, [new JobReport(lease.Job.Key, _test.Time.GetUtcNow(), new JobActivity(1, 20, "images", null))]),
            None);

        Assert.Equal(1, Assert.Single(await _database.Ledger.ListLeasedAsync(null, None)).Activity.Done);
    }

    [DatabaseFact]
    public async Task FindNames_JobOfTwoStudies_IsTheFirstStudys()
    {
        await _database.Ledger.SubmitAsync(Plan("z", "craft-a", "craft-b"), None);
        await _database.Ledger.SubmitAsync(Plan("b", "craft-a"), None);

        var names = await _database.Results.FindNamesAsync([Key("craft-a"), Key("craft-b"), Key("nothing")], None);

        Assert.Equal(
            [("b", "lbfgs"), ("z", "lbfgs")],
            new[] { names[Key("craft-a")], names[Key("craft-b")] }.Select(n => (n.Study, n.Name.Attack!)));
        Assert.Equal(2, names.Count);
        Assert.Equal(2, (await _database.Ledger.CountAsync(null, None)).Total);
    }

    private async Task<IReadOnlyList<object?>> RowAsync(string sql) =>
        Assert.Single((await _database.Tools.QueryAsync(sql, Limits, None)).Rows);

    private Task<JobArtifact> WriteAsync(string text) =>
        _database.Artifacts.WriteAsync(
            "images", (stream, stop) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), stop).AsTask(), None);

    private async Task CommitAsync(Dictionary<JobKey, ResultRow[]> rows, Dictionary<JobKey, JobArtifact>? artifacts = null)
    {
        while (await _database.Ledger.LeaseAsync(Request(10), None) is { Count: > 0 } leases)
        {
            foreach (var lease in leases.Where(c => rows.ContainsKey(c.Job.Key)))
            {
                List<JobArtifact> files = artifacts?.GetValueOrDefault(lease.Job.Key) is { } file ? [file] : [];
                files.AddRange(rows[lease.Job.Key].OfType<ModelRow>().Select(m => new JobArtifact("weights", m.Weights, 1)));
                Assert.True(await _database.Ledger.CommitAsync(
                    lease, new JobResult(rows[lease.Job.Key], files, TimeSpan.FromMilliseconds(5)), None));
            }

            var others = leases.Where(c => !rows.ContainsKey(c.Job.Key)).ToList();
            if (others.Count > 0)
            {
                await _database.Ledger.ReleaseAsync(others, None);
                return;
            }
        }
    }
}
