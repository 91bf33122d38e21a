using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

/// <summary>
/// Tables of the size and shape of the paper's, for tests of how they look. The published values are the paper's; ours are made up from them by fixed rules,
/// so that they have realistic lengths.
/// </summary>
public static class SampleStudy
{
    private const int Images = 1000;

    private static readonly string[] Sources = ["FC10(1e-4)", "FC10(1e-2)", "FC10(1)", "FC100-100-10", "FC200-200-10", "AE400-10"];

    private static readonly double[][] Table2 =
    [
        [100, 11.7, 22.7, 2, 3.9, 2.7, 0.062],
        [87.1, 100, 35.2, 35.9, 27.3, 9.8, 0.1],
        [71.9, 76.2, 100, 48.1, 47, 34.4, 0.14],
        [28.9, 13.7, 21.1, 100, 6.6, 2, 0.058],
        [38.2, 14, 23.8, 20.3, 100, 2.7, 0.065],
        [23.4, 16, 24.8, 9.4, 6.6, 100, 0.086],
        [5, 10.1, 18.3, 0, 0, 0.8, 0.1],
        [15.6, 11.3, 22.7, 5, 4.3, 3.1, 0.3],
    ];

    private static readonly (string Model, double Train, double Test, int Epochs)[] Table1 =
    [
        ("FC10(1e-4)", 6.7, 7.4, 180), ("FC10(1e-2)", 10, 9.4, 120), ("FC10(1)", 21.2, 20, 60),
        ("FC100-100-10", 0, 1.64, 91), ("FC200-200-10", 0, 1.54, 64), ("AE400-10", 0.57, 1.9, 240),
    ];

    /// <summary>Six networks and the paper's Table 2.</summary>
    public static StudyTables Paper { get; } = MakePaper();

    /// <summary>Three networks on halves of the training set: the paper's Tables 3 and 4, with rows of different sizes and one victim unfinished.</summary>
    public static StudyTables Halves { get; } = MakeHalves();

    /// <summary>Two comparisons of ways to train; the second has one network and no baseline.</summary>
    public static StudyTables Comparison { get; } = new()
    {
        Study = "comparison",
        Models = [],
        Errors = [],
        Distortion = [],
        Transfer = [],
        Groups =
        [
            Group("recipes", "weight decay", null, 0.01642, 0),
            Group("recipes", "dropout", "weight decay", 0.01432, -0.0021),
            Group("recipes", "pools for the input and both hidden layers", "weight decay", 0.01186, 0.00046),
            Group("alone", "one", null, 0.0164, 0) with { Models = 1, StandardError = null, Low = null, High = null, SmallestError = 0.0164, LargestError = 0.0164, PaperError = null },
        ],
    };

    public static StudyTables Empty { get; } = new() { Study = "empty", Models = [], Errors = [], Distortion = [], Transfer = [] };

    public static IReadOnlyList<ExampleLine> Examples { get; } =
    [
        Example("FC10(1e-4)", "lbfgs", 0, 7, 3, 7, 3, 0.0517634291, 0.0042, success: true),
        Example("FC10(1e-4)", "lbfgs", 1, 2, 0, 2, 2, 0, null, success: false),
        Example(null, "noise-0.1", 0, 7, null, null, null, 0.0837, null, success: null),
    ];

    private static StudyTables MakePaper()
    {
        var rows = Sources.Select(source => new TransferRowName(source, "lbfgs"))
            .Append(new TransferRowName(null, "noise-0.1")).Append(new TransferRowName(null, "noise-0.3")).ToList();
        return new StudyTables
        {
            Study = "szegedy2013",
            Title = "Intriguing properties of neural networks",
            Models = [.. Table1.Select((m, i) => Model(m.Model, m.Train, m.Test, m.Epochs, i, 60_000))],
            Errors = [.. Table1.Select((m, i) => Error(m.Model, "test", (int)Math.Round((m.Test * 100) + (3 * i)), 10_000, m.Test))],
            Distortion = [.. rows.Select((row, i) => Distance("table2", row, Table2[i][^1], Images))],
            Transfer = [.. rows.SelectMany((row, i) => Sources.Select((victim, j) =>
                Cell("table2", row, victim, Table2[i][j], Table2[i][^1], row.Source is null ? 4 * Images : Images)))],
            Shapes = [new("table2", "cross-model generalisation", "test", rows, Sources)],
        };
    }

    private static StudyTables MakeHalves()
    {
        string[] models = ["FC100-100-10 P1", "FC123-456-10 P1", "FC100-100-10' P2"];
        double[][] errors = [[0, 2.4, 2], [0, 2.5, 2.1], [2.3, 0, 2.1]];
        string[] data = ["p1", "p2", "test"];
        List<TransferRowName> rows = [.. models.Select(m => new TransferRowName(m, "lbfgs")), new(null, "noise-0.06"), .. models.Select(m => new TransferRowName(m, "amplified-0.1"))];
        return new StudyTables
        {
            Study = "halves",
            Models = [.. models.Select((m, i) => Model(m, 0, errors[i][2], 77, i, 30_000))],
            Errors = [.. models.SelectMany((m, i) => data.Select((d, j) => Error(m, d, (int)(errors[i][j] * (d == "test" ? 100 : 300)) + j, d == "test" ? 10_000 : 30_000, errors[i][j])))],
            Distortion = [.. rows.Take(6).Select((row, i) => Distance("table4", row, row.Attack == "lbfgs" ? 0.062 - (0.002 * i) : 0.1, Images))],
            Transfer = [.. rows.Take(6).SelectMany(row => models.Take(2).Select(victim => Cell("table4", row, victim, row.Source == victim ? 100 : 5.9, 0.06, Images)))],
            Shapes = [new("table4", null, "test", rows, models)],
        };
    }

    private static ModelLine Model(string name, double train, double test, int epochs, int index, int images) => new()
    {
        Model = name,
        Architecture = index < 3 ? "784-10" : "784-100-100-10 sigmoid",
        Parameters = 7850 + (81_760L * index),
        TrainedOn = images == 60_000 ? "mnist/train" : $"mnist/train part {index / 2 + 1} of 2",
        TrainImages = images,
        TrainError = Math.Round(train * images / 100) / images,
        PaperTrainError = train / 100,
        TestImages = 10_000,
        TestError = Math.Round((test * 100) + (3 * index)) / 10_000,
        PaperTestError = test / 100,
        Epochs = epochs,
        StoppedBy = train == 0 ? "training-error" : "loss-change",
        Backend = "cpu",
        Deterministic = true,
        Key = string.Concat(Enumerable.Repeat($"{index}0123456789abcde", 4)),
    };

    private static ErrorLine Error(string model, string data, int errors, int images, double paper)
    {
        var interval = WilsonInterval.For(errors, images);
        return new ErrorLine
        {
            Model = model, Data = data, Images = images, Errors = errors, ErrorRate = errors / (double)images,
            Low = interval.Low, High = interval.High, PaperErrorRate = paper / 100,
        };
    }

    private static ModelGroupLine Group(string table, string name, string? baseline, double error, double difference) => new()
    {
        Table = table, Group = name, Data = "test", Models = 5, Images = 10_000, MeanError = error, StandardError = 0.00031, Low = error - 0.00086, High = error + 0.00086,
        SmallestError = error - 0.0008, LargestError = error + 0.0007, Baseline = baseline, Pairs = baseline is null ? 0 : 5,
        MeanDifference = baseline is null ? null : difference, DifferenceLow = baseline is null ? null : difference - 0.0009, DifferenceHigh = baseline is null ? null : difference + 0.0009,
        PaperError = baseline is null ? 0.016 : null,
    };

    private static DistortionLine Distance(string table, TransferRowName row, double paper, int images) => new()
    {
        Table = table,
        Source = row.Source,
        Attack = row.Attack,
        Images = row.Source is null ? 4 * images : images,
        MisclassifiedBefore = row.Source is null ? null : 74,
        Success = row.Source is null ? null : 1,
        MeanDistortion = paper * 0.93,
        MedianDistortion = paper * 0.91,
        PaperDistortion = paper,
        GradientEvaluations = row.Source is null ? 0 : 438.75,
    };

    private static TransferLine Cell(string table, TransferRowName row, string victim, double paper, double distortion, int images)
    {
        var errors = paper == 100 ? images : (int)Math.Round(paper * images / 110);
        var correct = images * 92 / 100;
        var errorsAmongCorrect = Math.Max(0, errors - (images - correct));
        var interval = WilsonInterval.For(errors, images);
        return new TransferLine
        {
            Table = table, Source = row.Source, Attack = row.Attack, Victim = victim, Images = images, Errors = errors, ErrorRate = errors / (double)images,
            Low = interval.Low, High = interval.High, ImagesVictimCorrect = correct, ErrorRateVictimCorrect = errorsAmongCorrect / (double)correct,
            TargetHitRate = row.Source is null ? null : paper == 100 ? 1 : 0.031, PaperErrorRate = paper / 100, MeanDistortion = distortion * 0.93,
        };
    }

    private static ExampleLine Example(string? source, string attack, int image, int label, int? target, int? before, int? after, double distortion, double? c, bool? success) => new()
    {
        Table = "table2", Source = source, Attack = attack, Image = image, Draw = 0, Label = label, TargetClass = target, PredictedBefore = before,
        PredictedAfter = after, Distortion = distortion, C = c, Iterations = source is null ? 0 : 120, GradientEvaluations = source is null ? 0 : 439,
        ProjectedGradientNorm = c is null ? null : 0.00127, Success = success,
    };
}
