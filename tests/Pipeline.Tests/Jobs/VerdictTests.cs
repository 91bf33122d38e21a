using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Numerics;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Evaluate;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Tests;

public sealed class VerdictTests
{
    private static readonly JobKey Job = new(new string('a', 64));

    [Fact]
    public async Task Run_TransferCells_AreCountedFromTheVerdictsThatAreKept()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);

        var cells = (await bench.Studies.ReadTablesAsync("tiny-study", default)).Of<TransferCellRow>();
        var verdicts = await VerdictsAsync(bench);

        Assert.Equal(14, cells.Count);
        Assert.All(cells, cell =>
        {
            var own = verdicts.Where(v => v.Names.Job == cell.Names.Job && v.Names.Table == cell.Names.Table).Select(v => v.Row).ToList();
            Assert.Equal(
                (cell.Row.Images, cell.Row.Errors, cell.Row.VictimCorrect, cell.Row.ErrorsAmongVictimCorrect, cell.Row.NoClass),
                (own.Count, own.Count(v => v.Prediction != v.Label), own.Count(v => v.CleanPrediction == v.Label),
                    own.Count(v => v.CleanPrediction == v.Label && v.Prediction != v.Label), own.Count(v => v.Prediction == -1)));
            Assert.Equal(cell.Row.NoiseErrors, cell.Row.Set is null ? null : own.Count(v => v.NoisePrediction != v.Label));
        });
    }

    [Fact]
    public async Task Run_VerdictsOfTheSource_AreThoseThatTheAttackWasJudgedBy()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document, shardImages: 3);

        var examples = (await bench.Studies.StreamRowsAsync("tiny-study", ResultTable.Of(typeof(AdversarialExampleRow)), default)
            .Cast<StudyRow<AdversarialExampleRow>>().ToListAsync()).Where(e => e.Names is { Attack: "lbfgs" }).ToList();
        var verdicts = (await VerdictsAsync(bench)).Where(v => v.Names.Source == v.Names.Victim).ToDictionary(
            v => (v.Names.Source, v.Names.Attack, v.Row.Image));

        Assert.Equal(40, examples.Count);
        Assert.All(examples, e =>
        {
            var verdict = verdicts[(e.Names.Source, "lbfgs", e.Row.Image)].Row;
            Assert.Equal(
                (e.Row.Label, e.Row.PredictedBefore, e.Row.PredictedAfter), (verdict.Label, verdict.CleanPrediction, verdict.Prediction));
        });
    }

    [Fact]
    public async Task Run_EveryTransferTable_HasTheCleanImagesAsItsFirstRow()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);

        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);

        Assert.All(tables.Shapes, shape => Assert.Equal(new TransferRowName(null, "clean"), shape.Rows[0]));
        var clean = tables.Of<TransferCellRow>().Where(cell => cell.Names.Attack == "clean").ToList();
        Assert.Equal(["table2/linear", "table2/mlp", "small/mlp"], clean.Select(cell => $"{cell.Names.Table}/{cell.Names.Victim}"));
        Assert.All(clean, cell => Assert.Equal((null, null, 0), (cell.Row.Set, cell.Row.TargetHits, cell.Row.ErrorsAmongVictimCorrect)));
        foreach (var cell in tables.Of<TransferCellRow>().Where(cell => cell.Names.Table == "table2"))
        {
            Assert.Equal(clean.First(c => c.Names.Victim == cell.Names.Victim).Row.ErrorRate!.Value, cell.Row.CleanErrorRate!.Value, 12);
            Assert.Equal(cell.Row.ErrorRate - cell.Row.CleanErrorRate, cell.Row.LiftOverClean);
        }
    }

    [Fact]
    public void Read_AttackThatIsCalledClean_IsRefused()
    {
        var error = Assert.Throws<StudyValidationException>(
            () => TinyStudy.Read(TinyStudy.Text.Replace("\"noise\"", "\"clean\"", StringComparison.Ordinal)));

        Assert.Contains(
            "attacks[1].name: name is 'clean'; it must be another: the row of the images without a change has this name in every transfer "
                + "table.",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_LogitThatIsNoFiniteNumber_IsNoClassAndNeverClassZero()
    {
        float[] images = [0, 0.25f, 0.5f, 1];

        var classes = Prediction.Classes(new Broken(), images, default);

        Assert.Equal([1, -1, -1, -1], classes);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(254, 1)]
    [InlineData(255, 2)]
    [InlineData(1000, 2)]
    public void Pack_AnyNumberOfClasses_IsUnpackedAsItWas(int classes, int width)
    {
        var images = Images(0, 60);
        int[] predictions = [.. Enumerable.Range(0, 60).Select(i => i == 7 ? -1 : i == 8 ? classes - 1 : i % classes)];

        var blocks = new VerdictPacking(Job, classes).Pack(SetVerdicts.OfClean(images, predictions)).ToList();

        Assert.All(blocks, block => Assert.Equal((width, 60, 60 * width), (block.Width, block.Images, block.Predictions.Length)));
        Assert.Equal(predictions, VerdictPacking.Unpack(blocks));
    }

    [Fact]
    public void Pack_ImagesWithGaps_KeepsTheirPlaces()
    {
        var part = Images(0, 60, new PartSettings { Part = 1, Parts = 3, Seed = 7, Start = 0, End = 20 });
        var whole = Images(5, 25);

        var gaps = Assert.Single(new VerdictPacking(Job, 3).Pack(part));
        var consecutive = Assert.Single(new VerdictPacking(Job, 3).Pack(whole));

        Assert.Equal(
            part.Positions.ToArray(),
            Enumerable.Range(0, 20).Select(i => gaps.FirstImage + (gaps.Offsets![3 * i] << 16 | gaps.Offsets[3 * i + 1] << 8
                | gaps.Offsets[3 * i + 2])));
        Assert.Equal((5, null), (consecutive.FirstImage, consecutive.Offsets));
    }

    [Fact]
    public void Count_SetThatLacksImages_SaysSo()
    {
        var verdicts = new SetVerdicts(Images(0, 3), [0, 0, 0]);
        verdicts.Add(position: 1, draw: 2, perturbed: 0, inNoise: 0, target: null);

        var error = Assert.Throws<InvalidOperationException>(verdicts.Count);

        Assert.Equal("draw 2 of the set has 1 images; it must have all 3 that it is made of.", error.Message);
    }

    private static JobImages Images(int start, int end, PartSettings? part = null)
    {
        var library = new TinyLibrary();
        var version = library.Datasets[0].Split("test").Format.ContentHash;
        return JobImages.Load(
            library, new DataSettings { Dataset = "tiny", Version = version, Split = "test", Start = start, End = end, Part = part });
    }

    private static async Task<List<StudyRow<VerdictRow>>> VerdictsAsync(Workbench bench) =>
        await bench.Studies.StreamRowsAsync("tiny-study", ResultTable.Of(typeof(VerdictRow)), default).Cast<StudyRow<VerdictRow>>()
            .ToListAsync();

    /// <summary>A network of one pixel and two classes whose first logit is a number where the pixel is 0 only.</summary>
    private sealed class Broken : IClassifier, IClassifierPass
    {
        public TensorShape InputShape { get; } = new(1, 1, 1);

        public int ClassCount => 2;

        public IReadOnlyList<LayerInfo> Layers => [];

        public int Capacity => int.MaxValue;

        public IReadOnlyList<int> Inputs(int layer) => [];

        public IClassifierPass OpenPass(int capacity) => this;

        public IClassifier Suffix(int layer) => this;

        public void Forward(ReadOnlySpan<float> x, int n, Span<float> logits)
        {
            for (var i = 0; i < n; i++)
            {
                logits[2 * i] = x[i] switch { 0 => 1, < 0.5f => float.NaN, < 1 => float.PositiveInfinity, _ => float.NegativeInfinity };
                logits[2 * i + 1] = 2;
            }
        }

        public ReadOnlySpan<float> Activations(int layer) => [];

        public void InputGradient(ReadOnlySpan<float> logitGradient, Span<float> inputGradient) => inputGradient.Clear();

        public void Dispose()
        {
        }
    }
}
