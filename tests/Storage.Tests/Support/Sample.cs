using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage.Tests;

/// <summary>Small plans and rows with every column set.</summary>
internal static class Sample
{
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    internal static readonly WorkerId Alice = new("host-a", 101, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal static readonly WorkerId Bob = new("host-b", 202, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal static JobKey Key(string name) => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("job " + name))));

    internal static ArtifactHash Hash(string text) => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    internal static Job Job(string name, params string[] inputs) => new()
    {
        Key = Key(name),
        Kind = name.Split('-')[0],
        Version = 1,
        Settings = new JsonObject { ["name"] = name },
        Inputs = [.. inputs.Select(input => new JobInput("input", Key(input)))],
    };

    /// <summary>Jobs given as "name" or "name: input input"; priorities fall from the first to the last.</summary>
    internal static Plan Plan(string study, params string[] jobs)
    {
        var planned = jobs.Select((text, i) =>
        {
            var parts = text.Split(':');
            return new PlannedJob(
                Job(parts[0], parts.Length == 1 ? [] : parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)), jobs.Length - i);
        }).ToList();
        return Plan(study, planned);
    }

    /// <summary>So many jobs without inputs.</summary>
    internal static Plan Flat(string study, int count, string prefix = "flat") =>
        Plan(study, [.. Enumerable.Range(0, count).Select(
            i => new PlannedJob(Job(string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}")), 1))]);

    internal static Plan Plan(string study, IReadOnlyList<PlannedJob> jobs) => new()
    {
        Study = study,
        Title = $"Title of {study}",
        Definition = $$"""{"name":"{{study}}","jobs":{{jobs.Count}},"last":"{{jobs[^1].Job.Key.Short}}"}""",
        Jobs = jobs,
        Names =
        [
            .. jobs.Select((j, i) => new StudyJob
            {
                Job =
                    j.Job.Key,
                    Kind = j.Job.Kind,
                    Ordinal = i,
                    Table = "table2",
                    Model = null,
                    Source = "FC10(1)",
                    Attack = "lbfgs",
                    Victim = null,
                    Data = "test",
            }),
        ],
    };

    internal static LeaseRequest Request(int count = 1, WorkerId? worker = null, string? study = null) =>
        new(study, worker ?? Alice, count, Lease);

    /// <summary>Whether anybody could lease a job, or waits for one.</summary>
    internal static Task<bool> WaitForWorkAsync(
        this ILedger ledger, string? study, TimeSpan timeout, CancellationToken cancellationToken) =>
        ledger.WaitForJobsAsync(Request(study: study), timeout, cancellationToken);

    internal static JobResult Empty { get; } = new([], [], TimeSpan.FromMilliseconds(5));

    internal static JobResult Result(params ResultRow[] rows) => new(rows, [], TimeSpan.FromMilliseconds(5));

    internal static AdversarialExampleRow Example(JobKey job, int image, int draw = 0) => new()
    {
        Job = job,
        Image = image,
        Draw = draw,
        Label = image % 10,
        TargetClass = (image + 1) % 10,
        PredictedBefore = image % 10,
        PredictedAfter = (image + 1) % 10,
        PredictedAsBytes = image % 10,
        Distortion = 0.05 + image * 1e-7,
        Linf = 0.25 + image * 1e-7,
        C = 0.1,
        Iterations = 40,
        GradientEvaluations = 90,
        ProjectedGradientNorm = 0.0031,
        Success = true,
        SuccessAsBytes = false,
    };

    internal static TransferCellRow Cell(JobKey job, JobKey set, JobKey victim) => new()
    {
        Job = job,
        Set = set,
        CleanJob = victim,
        Victim = victim,
        Images = 1000,
        Errors = 117,
        VictimCorrect = 925,
        ErrorsAmongVictimCorrect = 50,
        TargetHits = 12,
        NoClass = 2,
        NoiseErrors = 80,
    };

    /// <summary>A victim's verdicts on the first images, none of them wrong, in bytes of one class.</summary>
    internal static VerdictBlockRow Block(JobKey job, int draw = 0, int block = 0) => new()
    {
        Job = job, Draw = draw, Block = block, Images = 3, Width = 1, Predictions = [1, 2, 0], NoisePredictions = [1, 10, 255],
    };

    internal static VerdictImageRow BlockImages(JobKey job, int block = 0) => new()
    {
        Job = job, Block = block, FirstImage = 7, Offsets = null, Width = 1, Labels = [1, 2, 3],
    };

    internal static ClaimRow Claim(JobKey job) => new()
    {
        Job = job,
        Publication = "szegedy2013",
        Claim = "table2: error of AE400-10, fed lbfgs on FC10(1)",
        Place = "table 2",
        Statement = "error of AE400-10, fed lbfgs on FC10(1)",
        Rule = "number",
        Unit = "rate",
        Theirs = 0.344,
        Ours = 0.245,
        Low = 0.219,
        High = 0.273,
        Verdict = "deviates",
        Detail = "counted",
        Why = "nobody knows",
    };

    internal static ModelGroupRow Group(JobKey job, bool compared = true) => new()
    {
        Job = job,
        Data = "mnist/test",
        Images = 10_000,
        Models = compared ? 5 : 1,
        MeanError = 0.0151,
        ErrorDeviation = compared ? 0.0007 : null,
        ErrorLow = compared ? 0.0142 : null,
        ErrorHigh = compared ? 0.016 : null,
        SmallestError = 0.0143,
        LargestError = 0.0158,
        Pairs = compared ? 5 : 0,
        MeanDifference = compared ? -0.0012345678901234567 : null,
        DifferenceLow = compared ? -0.002 : null,
        DifferenceHigh = compared ? -0.0004 : null,
    };

    internal static AdversarialSetRow Set(JobKey job, JobKey? source) => new()
    {
        Job = job,
        Source = source,
        AttackType = "lbfgs",
        AttackClass = AttackClasses.FixedBudget,
        Norm = "linf",
        Epsilon = 0.031372549019607843,
        Data = "mnist/test[0..1000)",
        Images = 1000,
        MisclassifiedBefore = 75,
        Attacked = 925,
        Successes = 920,
        Failures = 5,
        Wanted = 980,
        MeanDistortion = 0.062,
        MedianDistortion = 0.059,
        MeanDistortionWanted = 0.058,
        MeanL2 = 1.736,
        MeanLinf = 0.31,
        GradientEvaluations = 5_000_000_000,
        Survivors = 540,
        NoClass = 3,
    };

    internal static ModelRow Model(JobKey job, ArtifactHash weights) => new()
    {
        Job = job,
        Architecture = "784-100-100-10 sigmoid",
        Parameters = 89_610,
        TrainedOn = "mnist/train",
        TrainImages = 60_000,
        TrainErrors = 3,
        TrainLoss = 0.0123456789012345678,
        Epochs = 40,
        StoppedBy = "training-error",
        Seed = ulong.MaxValue - 7,
        Weights = weights,
        Backend = "cpu",
        Deterministic = true,
    };

    internal static TrainingEpochRow Epoch(JobKey job, string stage, int epoch) => new()
    {
        Job = job, Stage = stage, Epoch = epoch, LearningRate = 0.001, Loss = 1.0 / epoch, RunningTrainError = stage == "classifier"
            ? 0.25
            : null, HeldOutError = null,
    };

    internal static SpectralLayerRow Spectral(JobKey job, JobKey model, int layer) => new()
    {
        Job =
            job,
            Model = model,
            Layer = layer,
            Name = "0",
            Kind = "conv2d-relu",
            OutputShape = "32x28x28",
            OperationBound = 2.5,
            Method = "Fourier transform on a 32x32 torus",
        ZeroPaddedNorm = 2.4, ActivationBound = 1, Bound = 2.5, CumulativeBound = 2.5, Converged = true,
    };

    internal static LayerGainRow Gain(JobKey job, JobKey model, JobKey set, string direction) => new()
    {
        Job = job, Model = model, Set = set, Direction = direction, Layer = 1, Images = 1000, MeanGain = 1.1, MedianGain = 1, MaxGain = 2.2,
        MeanCumulativeGain = 3.3, MedianCumulativeGain = 3, MaxCumulativeGain = 4.4,
    };

    internal static UniversalPerturbationRow Universal(JobKey job, JobKey source) => new()
    {
        Job =
            job,
            Source = source,
            Data = "mnist/train[0..500)",
            Images = 500,
            Fooled = 401,
            Rounds = 2,
            Distortion = 0.1,
            GradientEvaluations = 8000,
    };

    internal static UniversalCellRow UniversalCell(JobKey job, JobKey source, JobKey victim) => new()
    {
        Job = job, Perturbation = "universal", Source = source, Victim = victim, Images = 1000, Fooled = 800, VictimCorrect = 980,
        ErrorsAmongVictimCorrect = 784, MeanDistortion = 0.08,
    };

    internal static TransferDistanceRow Distance(JobKey job, JobKey set, JobKey victim) => new()
    {
        Job =
            job,
            Set = set,
            Victim = victim,
            Images = 1000,
            VictimCorrect = 980,
            Fooled = 490,
            Cap = 16,
            FirstQuartile = 1.5,
            MedianMagnification = 3.25,
            ThirdQuartile = null,
        MedianDistortion = 0.21,
    };

    internal static TransferDistancePointRow Point(JobKey job, int step) => new()
    {
        Job = job, Axis = "magnification", Step = step, Limit = 0.5 * (step + 1), Images = 980, Fooled = 245,
    };

    internal static ModelErrorRow Errors(JobKey job, JobKey model) => new()
    {
        Job = job, Model = model, Data = "mnist/test", Images = 10_000, Errors = 164,
    };

    internal static UnitGroupRow Units(JobKey job, JobKey model) => new()
    {
        Job =
            job,
            Basis = "random-direction",
            Model = model,
            Data = "mnist/test",
            Layer = 1,
            LayerKind = "linear",
            Units = 100,
            Top = 8,
            Draws = 200,
            Tied = 3,
        Purity = 0.81, PurityLow = 0.79, PurityHigh = 0.83, Entropy = 0.62, EntropyLow = 0.55, EntropyHigh = 0.69,
    };

    internal static UnitDrawRow UnitDraw(JobKey job, string basis, int draw) => new()
    {
        Job =
            job,
            Basis = basis,
            Draw = draw,
            Tied = draw == 1,
            Label = 3,
            Purity = 0.875,
            Entropy = 0.5435644431995964,
            Images = "9999 12 3 0",
    };

    internal static NoiseCurveRow NoisePoint(JobKey job, JobKey model, string perturbation, int step) => new()
    {
        Job = job, Perturbation = perturbation, Step = step, Size = 0.1
            * (step + 1), Model = model, Data = "mnist/test", Images = 10_000, Correct = 5100,
        MeanDistortion = perturbation == "adversarial-within" ? null : 0.0999,
    };

    internal static RandomDirectionRow Directions(JobKey job, JobKey set, bool clipped) => new()
    {
        Job = job, Clipped = clipped, Set = set, Model = job, Images = 1000, Moved = 980, Tries = 98_000, Fooled = 49, ImagesFooled = 7,
        AdversarialDistortion = 0.05, MeanDistortion = clipped ? 0.04 : 0.05,
    };
}
