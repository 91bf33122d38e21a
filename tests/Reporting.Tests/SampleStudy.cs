using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

/// <summary>Tables of the size and shape of the paper's, for tests of how they look. The published values are the paper's; ours are made up
/// from them by fixed rules, so that they have realistic lengths.</summary>
public static class SampleStudy
{
    private const int Images = 1000;

    private static readonly string[] Sources = ["FC10(1e-4)", "FC10(1e-2)", "FC10(1)", "FC100-100-10", "FC200-200-10", "AE400-10"];

    private static readonly TransferRowName Clean = new(null, TransferCellRow.Clean);

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

    /// <summary>Three networks on halves of the training set: the paper's Tables 3 and 4, with rows of different sizes and one victim
    /// unfinished.</summary>
    public static StudyTables Halves { get; } = MakeHalves();

    /// <summary>Two comparisons of ways to train; the second has one network and no baseline.</summary>
    public static StudyTables Comparison { get; } = new StudyTables { Study = "comparison" }.With(
    [
        Group("recipes", "weight decay", null, 0.01642, 0),
        Group("recipes", "dropout", "weight decay", 0.01432, -0.0021),
        Group("recipes", "pools for the input and both hidden layers", "weight decay", 0.01186, 0.00046),
        Alone(Group("alone", "one", null, 0.0164, 0)),
    ]);

    public static StudyTables Empty { get; } = new() { Study = "empty" };

    public static IReadOnlyList<StudyRow<AdversarialExampleRow>> Examples { get; } =
    [
        Example("FC10(1e-4)", "lbfgs", 0, 7, 3, 7, 3, 0.0517634291, 0.0042, success: true),
        Example("FC10(1e-4)", "lbfgs", 1, 2, 0, 2, 2, 0, null, success: false),
        Example(null, "noise-0.1", 0, 7, null, null, null, 0.0837, null, success: null),
    ];

    /// <summary>The first of the examples, as if it were made of another image.</summary>
    public static StudyRow<AdversarialExampleRow> ExampleOf(int image) => new(Examples[0].Names, Examples[0].Row with { Image = image });

    /// <summary>A job that is only named.</summary>
    public static StudyJob Names(
        string? table = null, string? model = null, string? source = null, string? attack = null, string? victim = null,
        string? data = null, int job = 0) => new()
    {
        Job =
            Key(job), Kind = "", Ordinal = 0, Table = table, Model = model, Source = source, Attack = attack, Victim = victim, Data = data,
    };

    public static JobKey Key(int index) => new(string.Concat(Enumerable.Repeat($"{index}0123456789abcde", 4)));

    private static StudyTables MakePaper()
    {
        var rows = Sources.Select(source => new TransferRowName(source, "lbfgs"))
            .Prepend(Clean).Append(new TransferRowName(null, "noise-0.1")).Append(new TransferRowName(null, "noise-0.3")).ToList();
        return new StudyTables
        {
            Study = "szegedy2013",
            Title = "Intriguing properties of neural networks",
            Shapes = [new("table2", "cross-model generalisation", "test", rows, Sources)],
            TestData = Sources.ToDictionary(source => source, _ => "test"),
        }
            .With(Table1.Select((m, i) => Model(m.Model, m.Train, m.Epochs, i, 60_000)))
            .With(Table1.Select((m, i) => Error(m.Model, "test", (int)Math.Round((m.Test * 100) + (3 * i)), 10_000, m.Test)))
            .With(rows.Skip(1).Select((row, i) => Distance("table2", row, Table2[i][^1], Images)))
            .With(Sources.Select((victim, j) => CleanCell("table2", victim, Images, noClass: j == 1 ? 3 : 0))
                .Concat(rows.Skip(1).SelectMany((row, i) => Sources.Select((victim, j) =>
                    Cell("table2", row, victim, Table2[i][j], Table2[i][^1], row.Source is null ? 4 * Images : Images)))));
    }

    private static StudyTables MakeHalves()
    {
        string[] models = ["FC100-100-10 P1", "FC123-456-10 P1", "FC100-100-10' P2"];
        double[][] errors = [[0, 2.4, 2], [0, 2.5, 2.1], [2.3, 0, 2.1]];
        string[] data = ["p1", "p2", "test"];
        List<TransferRowName> rows = [.. models.Select(m => new TransferRowName(m, "lbfgs")), new(null, "noise-0.06"), .. models.Select(
            m => new TransferRowName(m, "amplified-0.1"))];
        int ErrorsOf(int model, int data) =>
            data < 2 ? (int)(errors[model][data] * 300) + data : (int)Math.Round((errors[model][data] * 100) + (3 * model));
        return new StudyTables
        {
            Study = "halves",
            Shapes = [new("table4", null, "test", rows, models)],
            TestData = models.ToDictionary(model => model, _ => "test"),
        }
            .With(models.Select((m, i) => Model(m, 0, 77, i, 30_000)))
            .With(models.SelectMany(
                (m, i) => data.Select((d, j) => Error(m, d, ErrorsOf(i, j), d == "test" ? 10_000 : 30_000, errors[i][j]))))
            .With(rows.Take(6).Select((row, i) => Distance("table4", row, row.Attack == "lbfgs" ? 0.062 - (0.002 * i) : 0.1, Images)))
            .With(rows.Take(6).SelectMany(
                row => models.Take(2).Select(victim => Cell("table4", row, victim, row.Source == victim ? 100 : 5.9, 0.06, Images))));
    }

    private static StudyRow<ModelRow> Model(string name, double train, int epochs, int index, int images) => new(
        Names(model: name, job: index),
        new ModelRow
        {
            Job = Key(index),
            Architecture = index < 3 ? "784-10" : "784-100-100-10 sigmoid",
            Parameters = 7850 + (81_760L * index),
            TrainedOn = images == 60_000 ? "mnist/train" : $"mnist/train part {index / 2 + 1} of 2",
            TrainImages = images,
            TrainErrors = (int)Math.Round(train * images / 100),
            TrainLoss = 0.125,
            Epochs = epochs,
            StoppedBy = train == 0 ? "training-error" : "loss-change",
            Seed = 7,
            Weights = new ArtifactHash(new string('c', 64)),
            Backend = "cpu",
            Deterministic = true,
        })
    {
        Published = train / 100,
    };

    private static StudyRow<ModelErrorRow> Error(string model, string data, int errors, int images, double paper) => new(
        Names(model: model, data: data), new ModelErrorRow { Job = Key(0), Model = Key(0), Data = data, Images = images, Errors = errors })
    {
        Published = paper / 100,
    };

    private static StudyRow<ModelGroupRow> Group(string table, string name, string? baseline, double error, double difference) => new(
        Names(table, model: name, source: baseline, data: "test"),
        new ModelGroupRow
        {
            Job =
                Key(0), Data = "test", Models = 5, Images = 10_000, MeanError = error, ErrorDeviation = 0.0007, ErrorLow = error - 0.00086,
            ErrorHigh = error + 0.00086, SmallestError = error - 0.0008, LargestError = error + 0.0007, Pairs = baseline is null ? 0 : 5,
            MeanDifference = baseline is null ? null : difference, DifferenceLow = baseline is null ? null : difference - 0.0009,
            DifferenceHigh = baseline is null ? null : difference + 0.0009,
        })
    {
        Published = baseline is null ? 0.016 : null,
    };

    private static StudyRow<ModelGroupRow> Alone(StudyRow<ModelGroupRow> group) => group with
    {
        Row = group.Row with { Models = 1, ErrorDeviation = null, ErrorLow = null, ErrorHigh = null, SmallestError = 0.0164,
            LargestError = 0.0164 },
        Published = null,
    };

    private static StudyRow<AdversarialSetRow> Distance(string table, TransferRowName row, double paper, int images) => new(
        Names(table, source: row.Source, attack: row.Attack),
        new AdversarialSetRow
        {
            Job = Key(0),
            Source = row.Source is null ? null : Key(1),
            AttackType = row.Attack == "lbfgs" ? "lbfgs" : row.Source is null ? "gaussian-noise" : "amplify",
            AttackClass = row.Attack == "lbfgs" ? AttackClasses.MinimalNorm : AttackClasses.Control,
            Norm = row.Attack == "lbfgs" ? "l2" : null,
            Epsilon = null,
            Data = "mnist/test[0..1000)",
            Images = row.Source is null ? 4 * images : images,
            MisclassifiedBefore = row.Source is null ? null : 74,
            Attacked = row.Source is null ? null : images - 74,
            Successes = row.Source is null ? null : images - 74,
            Failures = row.Source is null ? null : 0,
            Wanted = row.Source is null ? null : images,
            MeanDistortion = paper * 0.94,
            MedianDistortion = paper * 0.91,
            MeanDistortionWanted = paper * 0.93,
            MeanL2 = paper * 0.94 * 28,
            MeanLinf = paper * 4.1,
            GradientEvaluations = row.Source is null ? 0 : 438_750,
            Survivors = row.Source is null ? null : images * 54 / 100,
            NoClass = row.Source is null ? null : 0,
        })
    {
        Published = paper,
    };

    private static StudyRow<TransferCellRow> Cell(
        string table, TransferRowName row, string victim, double paper, double distortion, int images)
    {
        var errors = paper == 100 ? images : (int)Math.Round(paper * images / 110);
        var correct = images * 92 / 100;
        return new(
            Names(table, source: row.Source, attack: row.Attack, victim: victim),
            new TransferCellRow
            {
                Job = Key(0), Set = Key(1), CleanJob = Key(3), Victim = Key(2), Images = images, Errors = errors,
                VictimCorrect = correct, ErrorsAmongVictimCorrect = Math.Max(0, errors - (images - correct)),
                TargetHits = row.Source is null ? null : paper == 100 ? images : images * 31 / 1000,
                NoClass = 0, NoiseErrors = images * 9 / 100,
            })
        {
            Published = paper / 100,
            Joined = [Distance(table, row, distortion, images).Row],
        };
    }

    /// <summary>The images of a table without a change.</summary>
    private static StudyRow<TransferCellRow> CleanCell(string table, string victim, int images, int noClass = 0)
    {
        var errors = images - (images * 92 / 100);
        return new(
            Names(table, attack: TransferCellRow.Clean, victim: victim),
            new TransferCellRow
            {
                Job = Key(3), Set = null, CleanJob = null, Victim = Key(2), Images = images, Errors = errors,
                VictimCorrect = images - errors, ErrorsAmongVictimCorrect = 0, TargetHits = null, NoClass = noClass, NoiseErrors = null,
            })
        {
            Joined = [null],
        };
    }

    private static StudyRow<AdversarialExampleRow> Example(
        string? source, string attack, int image, int label, int? target, int? before, int? after, double distortion, double? c,
        bool? success) => new(
        Names("table2", source: source, attack: attack),
        new AdversarialExampleRow
        {
            Job = Key(0), Image = image, Draw = 0, Label = label, TargetClass = target, PredictedBefore = before, PredictedAfter = after,
            PredictedAsBytes = after,
            Distortion = distortion,
            Linf = 4.4 * distortion,
            C = c,
            Iterations = source is null ? 0 : 120,
            GradientEvaluations = source is null ? 0 : 439,
            ProjectedGradientNorm = c is null ? null : 0.00127, Success = success, SuccessAsBytes = success,
        });
}
