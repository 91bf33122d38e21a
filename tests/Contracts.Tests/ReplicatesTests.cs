namespace Experiments.Contracts.Tests;

public sealed class ReplicatesTests
{
    private static readonly JobKey Key = new(new string('a', 64));

    [Fact]
    public void Summarised_ThreeReplicates_AreOneRowWithTheMeanAndStudentsInterval()
    {
        var tables = Study.With([Cell("A", 1, 10), Cell("B", 1, 4), Cell("A", 2, 20), Cell("B", 2, 4), Cell("A", 3, 30), Cell("B", 3, 4)]);

        var cells = tables.Summarised().Of<TransferCellRow>();

        Assert.True(tables.HasReplicates);
        Assert.Equal([("A", 3), ("B", 3)], cells.Select(cell => (cell.Names.Victim!, cell.Replicates.Count)));
        Assert.Equal(0.2, cells[0].Row.ErrorRate!.Value, 12);
        // t(2) = 4.302652729911275, standard deviation 0.1.
        Assert.Equal(0, cells[0].Row.ErrorRateLow!.Value);
        Assert.Equal(0.2 + (4.302652729911275 * 0.1 / Math.Sqrt(3)), cells[0].Row.ErrorRateHigh!.Value, 12);
        Assert.Equal((0.04, 0.04), (cells[1].Row.ErrorRateLow, cells[1].Row.ErrorRateHigh));
    }

    [Fact]
    public void Summarised_OneReplicate_KeepsWilsonsInterval()
    {
        var tables = Study.With([Cell("A", 1, 10), Cell("B", 1, 10), Cell("B", 2, 20)]);

        var alone = tables.Summarised().Of<TransferCellRow>()[0].Row;

        Assert.Equal(WilsonInterval.For(10, 100), new WilsonInterval(alone.ErrorRateLow!.Value, alone.ErrorRateHigh!.Value));
    }

    [Fact]
    public void Summarised_NumbersWithAPoint_AreMeans()
    {
        var tables = Study.With([Epoch(1, 1, 0.4), Epoch(1, 2, 0.3), Epoch(2, 1, 0.2), Epoch(2, 2, 0.1)]);

        Assert.Equal([0.3, 0.2], tables.Summarised().Of<TrainingEpochRow>().Select(epoch => Math.Round(epoch.Row.Loss, 12)));
    }

    [Fact]
    public void Summarised_NoReplicates_IsTheSame()
    {
        var tables = Study.With([Cell("A", 1, 10)]);

        Assert.Same(tables, tables.Summarised());
    }

    private static StudyTables Study { get; } = new() { Study = "s" };

    private static StudyRow<TransferCellRow> Cell(string victim, int replicate, int errors) => new(
        new StudyJob
        {
            Job = Key, Kind = "evaluate", Ordinal = 10 * replicate, Table = "t", Attack = "a", Victim = victim, Replicate = replicate,
        },
        new TransferCellRow
        {
            Job = Key, Set = Key, Victim = Key, Images = 100, Errors = errors, VictimCorrect = 90, ErrorsAmongVictimCorrect = 0,
            TargetHits = null, CleanJob = null, NoClass = 0, NoiseErrors = null,
        });

    private static StudyRow<TrainingEpochRow> Epoch(int replicate, int epoch, double loss) => new(
        new StudyJob { Job = Key, Kind = "train", Ordinal = 0, Model = "A", Replicate = replicate },
        new TrainingEpochRow
        {
            Job = Key, Stage = "train", Epoch = epoch, LearningRate = 0.1, Loss = loss, RunningTrainError = null, HeldOutError = null,
        });
}
