namespace Experiments.Contracts;

/// <summary>What submitting a study would run.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Kinds">Per kind of job, in the order of the plan.</param>
/// <param name="EstimatedTime">From the durations of like jobs in this database; null where nothing like them has run.</param>
public sealed record PlanSummary(string Study, IReadOnlyList<PlanLine> Kinds, TimeSpan? EstimatedTime)
{
    /// <summary>What the study needs and this process has not, for people; null for nothing.</summary>
    public string? Missing { get; init; }

    public int Jobs => Kinds.Sum(k => k.Jobs);

    public int Cached => Kinds.Sum(k => k.Cached);
}

/// <param name="Kind">The kind of job.</param>
/// <param name="Jobs">Jobs that the study needs.</param>
/// <param name="Cached">Of these, jobs whose results exist already.</param>
public sealed record PlanLine(string Kind, int Jobs, int Cached);

/// <summary>Where a study stands.</summary>
public sealed record StudySummary
{
    public required string Name { get; init; }

    public string? Title { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required JobCounts Jobs { get; init; }

    /// <summary>What the study needs and this process has not, for people; null for nothing.</summary>
    public string? Missing { get; init; }
}

/// <summary>Jobs by state.</summary>
public sealed record JobCounts(int Waiting, int Ready, int Leased, int Done, int Failed, int Cancelled)
{
    public int Total => Waiting + Ready + Leased + Done + Failed + Cancelled;

    /// <summary>Nothing can run any more. Jobs behind a failed one stay waiting for ever.</summary>
    public bool Finished => Ready == 0 && Leased == 0 && (Waiting == 0 || Failed > 0);

    /// <summary>As <see cref="Finished"/>, or stopped with cancelled jobs: nobody has to run the study on.</summary>
    public bool Over => Finished || this is { Ready: 0, Leased: 0, Cancelled: > 0 };
}

/// <summary>A moment of a running study.</summary>
public sealed record StudyProgress
{
    public required JobCounts Jobs { get; init; }

    /// <summary>Jobs in hand in this process, the longest running first.</summary>
    public required IReadOnlyList<RunningJob> Running { get; init; }

    /// <summary>Images perturbed per second by all running attacks together.</summary>
    public required double AttackImagesPerSecond { get; init; }

    public required double GradientEvaluationsPerSecond { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>Null until there is something to estimate from.</summary>
    public required TimeSpan? Remaining { get; init; }
}

/// <param name="Name">For people: <c>train FC100-100-10</c>.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; an upper bound where a stop rule can end it earlier.</param>
/// <param name="Unit"><c>epochs</c>, <c>images</c>.</param>
/// <param name="Note">The latest figure: <c>loss 0.0123, test 1.9 %</c>; null for none.</param>
public sealed record RunningJob(string Name, int Done, int Total, string Unit, string? Note)
{
    /// <summary>Who runs it, <c>host/process</c>; null for this process.</summary>
    public string? Worker { get; init; }
}

/// <summary>A worker process.</summary>
public sealed record WorkerLine
{
    /// <summary><c>host/process</c>.</summary>
    public required string Worker { get; init; }

    public required WorkerState State { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Jobs that it runs at the same time; null before its first word.</summary>
    public required int? Slots { get; init; }

    public required IReadOnlyList<RunningJob> Running { get; init; }

    /// <summary>Jobs finished.</summary>
    public required int Done { get; init; }

    /// <summary>Measured durations of the finished jobs, summed.</summary>
    public required TimeSpan Busy { get; init; }

    /// <summary>Images perturbed per second by its running attacks together.</summary>
    public required double AttackImagesPerSecond { get; init; }

    public required double GradientEvaluationsPerSecond { get; init; }
}

public enum WorkerState
{
    /// <summary>Seen a moment ago.</summary>
    Alive,

    /// <summary>Not seen for longer than its word can be late; its jobs come back when their leases end.</summary>
    Silent,

    /// <summary>It said that it ended.</summary>
    Ended,
}

/// <param name="Done">Jobs compared.</param>
/// <param name="Total">Jobs of the sample.</param>
public sealed record VerifyProgress(int Done, int Total);

/// <summary>What became of a comparison.</summary>
/// <param name="Finished">Finished jobs of the study.</param>
/// <param name="Compared">Of these, jobs that were run again.</param>
/// <param name="Rows">Result rows compared.</param>
/// <param name="Artifacts">Files compared.</param>
/// <param name="Differences">In the order of the plan.</param>
public sealed record VerifyReport(int Finished, int Compared, int Rows, int Artifacts, IReadOnlyList<Difference> Differences);

/// <param name="Job">The job's key.</param>
/// <param name="Name">For people.</param>
/// <param name="Place">Which value: <c>AdversarialExample image 3 draw 0: distortion</c>, <c>artifact weights</c>.</param>
/// <param name="Stored">As the database has it.</param>
/// <param name="Recomputed">As the job gives it now.</param>
public sealed record Difference(JobKey Job, string Name, string Place, string Stored, string Recomputed);

/// <param name="Job">The job's key.</param>
/// <param name="Name">For people: <c>craft lbfgs on FC10(1)</c>.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">What went wrong in the last try.</param>
public sealed record FailedJob(JobKey Job, string Name, int Attempts, string Error);

/// <summary>The tables of one study. Those of analyses are empty where the study has none.</summary>
public sealed record StudyTables
{
    public required string Study { get; init; }

    public string? Title { get; init; }

    public required IReadOnlyList<ModelLine> Models { get; init; }

    public required IReadOnlyList<ErrorLine> Errors { get; init; }

    public required IReadOnlyList<DistortionLine> Distortion { get; init; }

    public required IReadOnlyList<TransferLine> Transfer { get; init; }

    /// <summary>What the publication that the study compares itself with says, and what the study found; empty where it names none.</summary>
    public IReadOnlyList<ClaimLine> Claims { get; init; } = [];

    /// <summary>What the study's file says of itself; null where that is not known.</summary>
    public StudyOrigin? Origin { get; init; }

    /// <summary>Groups of networks that differ in their seeds, in the order of the comparisons.</summary>
    public IReadOnlyList<ModelGroupLine> Groups { get; init; } = [];

    /// <summary>How far layers can lengthen changes.</summary>
    public IReadOnlyList<SpectralLine> Spectral { get; init; } = [];

    /// <summary>How far they do.</summary>
    public IReadOnlyList<GainLine> Gains { get; init; } = [];

    /// <summary>Perturbations on images that they were not made for.</summary>
    public IReadOnlyList<UniversalLine> Universal { get; init; } = [];

    /// <summary>How far perturbations have to be lengthened to fool victims.</summary>
    public IReadOnlyList<TransferDistanceLine> TransferDistances { get; init; } = [];

    /// <summary>The curves of <see cref="TransferDistances"/>.</summary>
    public IReadOnlyList<TransferDistancePointLine> TransferDistancePoints { get; init; } = [];

    /// <summary>Units against directions: one line for each layer looked at and basis.</summary>
    public IReadOnlyList<UnitLine> Units { get; init; } = [];

    /// <summary>Accuracy against the size of noise and of adversarial perturbations.</summary>
    public IReadOnlyList<NoiseLine> NoiseCurves { get; init; } = [];

    /// <summary>How often random directions of an adversarial norm fool a network.</summary>
    public IReadOnlyList<RandomDirectionLine> RandomDirections { get; init; } = [];

    /// <summary>The transfer tables as the study states them, in its order: what is in here and not in <see cref="Transfer"/> has not run or has failed.</summary>
    public IReadOnlyList<TransferShape> Shapes { get; init; } = [];
}

/// <summary>Where a study comes from.</summary>
/// <param name="Description">What it is about; null for nothing.</param>
/// <param name="Seed">Everything random in it derives from this, unless it names seeds of its own.</param>
/// <param name="Publication">The publication that it compares itself with: authors, title, year; null for none.</param>
/// <param name="Datasets">The data sets that it reads.</param>
public sealed record StudyOrigin(string? Description, ulong Seed, string? Publication, IReadOnlyList<string> Datasets);

/// <summary>What a publication says, and what the study found.</summary>
public sealed record ClaimLine
{
    /// <summary>Unique in the publication.</summary>
    public required string Claim { get; init; }

    /// <summary>Section, table or figure of the publication.</summary>
    public required string Place { get; init; }

    /// <summary>What is claimed, in words.</summary>
    public required string Statement { get; init; }

    /// <summary>How it is judged: <c>number</c>, <c>always</c>, <c>at-most</c> or <c>more-than</c>.</summary>
    public required string Rule { get; init; }

    /// <summary><c>rate</c>, a fraction of 1, or <c>distortion</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The published number or bound; null for an order.</summary>
    public required double? Theirs { get; init; }

    /// <summary>Ours; for an order the share of the comparisons that hold.</summary>
    public required double Ours { get; init; }

    /// <summary>95 %; null for an order.</summary>
    public required double? Low { get; init; }

    public required double? High { get; init; }

    /// <summary><c>reproduced</c>, <c>inside the interval</c> or <c>deviates</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>What was counted; null for a number.</summary>
    public required string? Detail { get; init; }

    /// <summary>Why it deviates, where that is known.</summary>
    public required string? Why { get; init; }

    /// <summary>The job that judged.</summary>
    public required string Key { get; init; }
}

/// <summary>The rows and columns of one transfer table, whether or not they have results yet.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Title">Its title; null for none.</param>
/// <param name="Data">The study's name for the images that are perturbed.</param>
/// <param name="Rows">In the order of the table.</param>
/// <param name="Victims">In the order of the table.</param>
public sealed record TransferShape(string Table, string? Title, string Data, IReadOnlyList<TransferRowName> Rows, IReadOnlyList<string> Victims);

/// <param name="Source">The source model; null for controls.</param>
/// <param name="Attack">The attack's name.</param>
public sealed record TransferRowName(string? Source, string Attack);

/// <summary>One trained network of a study. Rates are fractions of 1.</summary>
public sealed record ModelLine
{
    public required string Model { get; init; }

    public required string Architecture { get; init; }

    public required long Parameters { get; init; }

    public required string TrainedOn { get; init; }

    /// <summary>Denominator of <see cref="TrainError"/>.</summary>
    public int? TrainImages { get; init; }

    public required double TrainError { get; init; }

    public double? PaperTrainError { get; init; }

    /// <summary>On the first data of the model's <c>evaluateOn</c> that comes from a test split; null where there is none or it has not run yet.</summary>
    public required double? TestError { get; init; }

    /// <summary>Denominator of <see cref="TestError"/>; null where that is null.</summary>
    public int? TestImages { get; init; }

    public double? PaperTestError { get; init; }

    public required int Epochs { get; init; }

    public required string StoppedBy { get; init; }

    public required string Backend { get; init; }

    public required bool Deterministic { get; init; }

    /// <summary>Of its initial weights and the order of its images; null where that is not known.</summary>
    public ulong? Seed { get; init; }

    public required string Key { get; init; }
}

/// <summary>The error of one network on one slice of clean data.</summary>
public sealed record ErrorLine
{
    public required string Model { get; init; }

    /// <summary>The study's name for the data.</summary>
    public required string Data { get; init; }

    public required int Images { get; init; }

    public required int Errors { get; init; }

    public required double ErrorRate { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    public double? PaperErrorRate { get; init; }
}

/// <summary>Networks that differ only in their seeds, on one slice of clean data. Rates are fractions of 1; see <see cref="ModelGroupRow"/>.</summary>
public sealed record ModelGroupLine
{
    /// <summary>The comparison.</summary>
    public required string Table { get; init; }

    public required string Group { get; init; }

    /// <summary>The study's name for the data.</summary>
    public required string Data { get; init; }

    /// <summary>Networks, one per seed.</summary>
    public required int Models { get; init; }

    /// <summary>Images per network.</summary>
    public required int Images { get; init; }

    public required double MeanError { get; init; }

    /// <summary>Of the mean: sample standard deviation / sqrt(networks); null for one network.</summary>
    public required double? StandardError { get; init; }

    public required double? Low { get; init; }

    public required double? High { get; init; }

    public required double SmallestError { get; init; }

    public required double LargestError { get; init; }

    /// <summary>The group that this one is compared with; null for none.</summary>
    public required string? Baseline { get; init; }

    /// <summary>Networks of both groups with equal seeds.</summary>
    public required int Pairs { get; init; }

    public required double? MeanDifference { get; init; }

    public required double? DifferenceLow { get; init; }

    public required double? DifferenceHigh { get; init; }

    public double? PaperError { get; init; }
}

/// <summary>How far images had to be moved.</summary>
public sealed record DistortionLine
{
    public required string Table { get; init; }

    /// <summary>The source model; null for controls.</summary>
    public required string? Source { get; init; }

    public required string Attack { get; init; }

    public required int Images { get; init; }

    /// <summary>Clean images that the source model misclassified before any change.</summary>
    public required int? MisclassifiedBefore { get; init; }

    /// <summary>Share of the images that the source model reads as the attack wanted; null for controls.</summary>
    public required double? Success { get; init; }

    public required double MeanDistortion { get; init; }

    public required double MedianDistortion { get; init; }

    public double? PaperDistortion { get; init; }

    /// <summary>Mean gradients of the source model per image.</summary>
    public required double GradientEvaluations { get; init; }
}

/// <summary>One cell of a transfer table.</summary>
public sealed record TransferLine
{
    public required string Table { get; init; }

    public required string? Source { get; init; }

    public required string Attack { get; init; }

    public required string Victim { get; init; }

    public required int Images { get; init; }

    public required int Errors { get; init; }

    public required double ErrorRate { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    /// <summary>Images whose clean original the victim classifies correctly.</summary>
    public required int ImagesVictimCorrect { get; init; }

    /// <summary>The error rate among <see cref="ImagesVictimCorrect"/>; null where that is 0.</summary>
    public required double? ErrorRateVictimCorrect { get; init; }

    /// <summary>Share of the images that the victim gives the attack's target class; null where there is none.</summary>
    public required double? TargetHitRate { get; init; }

    public double? PaperErrorRate { get; init; }

    public required double MeanDistortion { get; init; }
}

/// <summary>One perturbed image.</summary>
public sealed record ExampleLine
{
    public required string Table { get; init; }

    public required string? Source { get; init; }

    public required string Attack { get; init; }

    public required int Image { get; init; }

    public required int Draw { get; init; }

    public required int Label { get; init; }

    public required int? TargetClass { get; init; }

    public required int? PredictedBefore { get; init; }

    public required int? PredictedAfter { get; init; }

    public required double Distortion { get; init; }

    public required double? C { get; init; }

    public required int Iterations { get; init; }

    public required int GradientEvaluations { get; init; }

    public required double? ProjectedGradientNorm { get; init; }

    public required bool? Success { get; init; }
}

/// <summary>A perturbed image beside its original.</summary>
/// <param name="Line">Its figures.</param>
/// <param name="Channels">Colour channels: 1 or 3.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Original">[channels, height, width], values in [0, 1].</param>
/// <param name="Perturbed">Same shape and range.</param>
public sealed record ExamplePicture(ExampleLine Line, int Channels, int Height, int Width, ReadOnlyMemory<float> Original, ReadOnlyMemory<float> Perturbed);
