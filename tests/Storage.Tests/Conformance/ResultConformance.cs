using Experiments.Contracts;
using Experiments.Ports;
using static Experiments.Storage.Tests.Sample;

namespace Experiments.Storage.Tests;

/// <summary>What every result store promises. Runs on each database.</summary>
public abstract class ResultConformance(StorageFixture fixture) : IAsyncLifetime
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

    [DatabaseFact]
    public async Task ReadRows_EveryTable_GivesBackWhatWasCommitted()
    {
        await SubmitAndCommitAsync(Plan("s", "a", "b"), new()
        {
            ["a"] = [Model(Key("a"), Hash("w")), Epoch(Key("a"), "autoencoder", 1), Epoch(Key("a"), "classifier", 1), Errors(
                Key("a"), Key("b"))],
            ["b"] = [Set(Key("b"), Key("a")), Example(Key("b"), 3), Cell(Key("b"), Key("a"), Key("b")), Claim(Key("b"))],
        });

        Assert.Equal([Model(Key("a"), Hash("w"))], await ReadAsync<ModelRow>());
        Assert.Equal([Epoch(Key("a"), "autoencoder", 1), Epoch(Key("a"), "classifier", 1)], await ReadAsync<TrainingEpochRow>());
        Assert.Equal([Errors(Key("a"), Key("b"))], await ReadAsync<ModelErrorRow>());
        Assert.Equal([Set(Key("b"), Key("a"))], await ReadAsync<AdversarialSetRow>());
        Assert.Equal([Example(Key("b"), 3)], await ReadAsync<AdversarialExampleRow>());
        Assert.Equal([Cell(Key("b"), Key("a"), Key("b"))], await ReadAsync<TransferCellRow>());
        Assert.Equal([Claim(Key("b"))], await ReadAsync<ClaimRow>());
    }

    [DatabaseFact]
    public async Task ReadRows_TablesOfSpectralAnalysisAndUniversality_GiveBackWhatWasCommitted()
    {
        var (a, b) = (Key("a"), Key("b"));
        await SubmitAndCommitAsync(Plan("s", "a", "b"), new()
        {
            ["a"] = [Spectral(a, b, 0), Spectral(a, b, 1) with { ZeroPaddedNorm = null, Converged = false }, Gain(
                a, b, a, "random"), Gain(a, b, a, "set"), Universal(a, b)],
            ["b"] = [UniversalCell(b, a, b), Distance(b, a, b), Point(b, 0), Point(b, 1)],
        });

        Assert.Equal(
            [Spectral(a, b, 0), Spectral(a, b, 1) with { ZeroPaddedNorm = null, Converged = false }], await ReadAsync<SpectralLayerRow>());
        Assert.Equal([Gain(a, b, a, "random"), Gain(a, b, a, "set")], await ReadAsync<LayerGainRow>());
        Assert.Equal([Universal(a, b)], await ReadAsync<UniversalPerturbationRow>());
        Assert.Equal([UniversalCell(b, a, b)], await ReadAsync<UniversalCellRow>());
        Assert.Equal([Distance(b, a, b)], await ReadAsync<TransferDistanceRow>());
        Assert.Equal([Point(b, 0), Point(b, 1)], await ReadAsync<TransferDistancePointRow>());
    }

    [DatabaseFact]
    public async Task ReadRows_UnitsAndNoise_FollowTheirKeys()
    {
        await SubmitAndCommitAsync(Plan("s", "a"), new()
        {
            ["a"] =
            [
                UnitDraw(Key("a"), "unit", 10), UnitDraw(Key("a"), "unit", 2), UnitDraw(Key("a"), "random-direction", 1), Units(
                    Key("a"), Key("a")),
                Units(Key("a"), Key("a")) with { Basis = "unit", Draws = 0, Purity = null, PurityLow = null, PurityHigh = null,
                    Entropy = null, EntropyLow = null, EntropyHigh = null },
                NoisePoint(Key("a"), Key("a"), "noise", 10), NoisePoint(Key("a"), Key("a"), "noise", 9), NoisePoint(
                    Key("a"), Key("a"), "adversarial-within", 0),
                Directions(Key("a"), Key("a"), clipped: true), Directions(Key("a"), Key("a"), clipped: false),
            ],
        });

        Assert.Equal(
            [UnitDraw(Key("a"), "random-direction", 1), UnitDraw(Key("a"), "unit", 2), UnitDraw(Key("a"), "unit", 10)],
            await ReadAsync<UnitDrawRow>());
        Assert.Equal(
            [("random-direction", 0.81), ("unit", (double?)null)], (await ReadAsync<UnitGroupRow>()).Select(r => (r.Basis, r.Purity)));
        Assert.Equal(
            [NoisePoint(Key("a"), Key("a"), "adversarial-within", 0), NoisePoint(Key("a"), Key("a"), "noise", 9), NoisePoint(
                Key("a"), Key("a"), "noise", 10)],
            await ReadAsync<NoiseCurveRow>());
        Assert.Equal(
            [Directions(Key("a"), Key("a"), clipped: false), Directions(Key("a"), Key("a"), clipped: true)],
            await ReadAsync<RandomDirectionRow>());
    }

    [DatabaseFact]
    public async Task ReadRows_NullsOfControls_ComeBackAsNulls()
    {
        var control = Example(Key("a"), 1) with { TargetClass = null, PredictedBefore = null, PredictedAfter = null,
            PredictedAsBytes = null, C = null, ProjectedGradientNorm = null, Success = null, SuccessAsBytes = null };
        var set = Set(Key("a"), null) with
        {
            MisclassifiedBefore = null, Attacked = null, Successes = null, Failures = null, Wanted = null, MedianDistortion = null,
        };
        await SubmitAndCommitAsync(Plan("s", "a"), new() { ["a"] = [control, set] });

        Assert.Equal([control], await ReadAsync<AdversarialExampleRow>());
        Assert.Equal([set], await ReadAsync<AdversarialSetRow>());
    }

    [DatabaseFact]
    public async Task ReadRows_DoublesWithAllTheirBits_ComeBackUnchanged()
    {
        double[] values = [double.Epsilon, 0.1 + 0.2, Math.PI * 1e-300, 1 - 1.11e-16, double.MaxValue];
        await SubmitAndCommitAsync(
            Plan("s", "a"), new() { ["a"] = [.. values.Select((value, i) => Example(Key("a"), i) with { Distortion = value })] });

        Assert.Equal(values, (await ReadAsync<AdversarialExampleRow>()).Select(e => e.Distortion));
    }

    [DatabaseFact]
    public async Task ReadRows_ManyShards_FollowThePlanAndThenTheImages()
    {
        await SubmitAndCommitAsync(Plan("s", "shard-1", "shard-2", "shard-3"), new()
        {
            ["shard-1"] = [Example(Key("shard-1"), 1, 1), Example(Key("shard-1"), 1), Example(Key("shard-1"), 0)],
            ["shard-2"] = [Example(Key("shard-2"), 10)],
            ["shard-3"] = [Example(Key("shard-3"), 5)],
        });

        var rows = await ReadAsync<AdversarialExampleRow>();

        Assert.Equal([(0, 0), (1, 0), (1, 1), (10, 0), (5, 0)], rows.Select(r => (r.Image, r.Draw)));
    }

    [DatabaseFact]
    public async Task ReadRows_JobNamedSeveralTimes_GivesItsRowsOnce()
    {
        var plan = Plan("s", "a");
        await SubmitAndCommitAsync(
            plan with { Names = [plan.Names[0], plan.Names[0] with { Table = "table4", Ordinal = 1 }] },
            new() { ["a"] = [Example(Key("a"), 0)] });

        Assert.Single(await ReadAsync<AdversarialExampleRow>());
        Assert.Equal(["table2", "table4"], (await _database.Results.ReadStudyJobsAsync("s", None)).Select(j => j.Table));
    }

    [DatabaseFact]
    public async Task ReadRows_OtherStudiesRows_AreNotTheirs()
    {
        await SubmitAndCommitAsync(Plan("s", "a"), new() { ["a"] = [Example(Key("a"), 0)] });
        await SubmitAndCommitAsync(Plan("t", "b"), new() { ["b"] = [Example(Key("b"), 1)] });

        Assert.Equal([0], (await ReadAsync<AdversarialExampleRow>()).Select(e => e.Image));
    }

    [DatabaseFact]
    public async Task StreamRows_GivenJobs_FollowTheirOrder()
    {
        var names = Enumerable.Range(0, 150).Select(i => $"shard-{i}").ToList();
        await SubmitAndCommitAsync(
            Plan("s", [.. names]),
            names.Select((name, i) => (name, i))
                .ToDictionary(n => n.name, n => new ResultRow[] { Example(Key(n.name), 2 * n.i + 1), Example(Key(n.name), 2 * n.i) }));

        List<int> images = [];
        await foreach (var row in _database.Results.StreamRowsAsync<AdversarialExampleRow>(
            [.. names.AsEnumerable().Reverse().Select(Key), Key("nobody")], None))
        {
            images.Add(row.Image);
        }

        Assert.Equal(Enumerable.Range(0, 150).Reverse().SelectMany(i => new[] { 2 * i, 2 * i + 1 }), images);
    }

    [DatabaseFact]
    public async Task Studies_AreListedTheLatestFirst()
    {
        await _database.Ledger.SubmitAsync(Plan("s", "a"), None);
        _test.Time.Advance(TimeSpan.FromMinutes(1));
        var plan = Plan("t", "a");
        await _database.Ledger.SubmitAsync(plan with { Title = null }, None);

        Assert.Equal(
            [
                new StoredStudy("t", null, plan.Definition, _test.Time.GetUtcNow()),
                new StoredStudy("s", "Title of s", Plan("s", "a").Definition, _test.Time.GetUtcNow().AddMinutes(-1)),
            ],
            await _database.Results.ListStudiesAsync(None));
        Assert.Equal("t", (await _database.Results.FindStudyAsync("t", None))!.Name);
        Assert.Null(await _database.Results.FindStudyAsync("other", None));
    }

    [DatabaseFact]
    public async Task ReadStudyJobs_GivesTheNamesInTheirOrder()
    {
        var plan = Plan("s", "c", "a", "b");
        await _database.Ledger.SubmitAsync(plan, None);

        Assert.Equal(plan.Names, await _database.Results.ReadStudyJobsAsync("s", None));
    }

    [DatabaseFact]
    public async Task FindModels_ByTheStartOfTheirKey_FindsAllThatFit()
    {
        await SubmitAndCommitAsync(
            Plan("s", "a", "b"), new() { ["a"] = [Model(Key("a"), Hash("w"))], ["b"] = [Model(Key("b"), Hash("w"))] });

        Assert.Equal([Model(Key("a"), Hash("w"))], await _database.Results.FindModelsAsync(Key("a").Value[..8], None));
        Assert.Equal([Model(Key("b"), Hash("w"))], await _database.Results.FindModelsAsync(Key("b").Value, None));
        Assert.Equal(2, (await _database.Results.FindModelsAsync("", None)).Count);
        Assert.Empty(await _database.Results.FindModelsAsync("zz%", None));
    }

    private Task<IReadOnlyList<TRow>> ReadAsync<TRow>()
        where TRow : ResultRow =>
        _database.Results.ReadRowsAsync<TRow>("s", None);

    private async Task SubmitAndCommitAsync(Plan plan, Dictionary<string, ResultRow[]> rows)
    {
        await _database.Ledger.SubmitAsync(plan, None);
        var byKey = rows.ToDictionary(r => Key(r.Key), r => r.Value);
        foreach (var lease in await _database.Ledger.LeaseAsync(Request(1000, study: plan.Study), None))
        {
            JobArtifact[] artifacts = [.. byKey[lease.Job.Key].OfType<ModelRow>().Select(m => new JobArtifact("weights", m.Weights, 1))];
            Assert.True(await _database.Ledger.CommitAsync(lease, new JobResult(byKey[lease.Job.Key], artifacts, TimeSpan.Zero), None));
        }
    }
}
