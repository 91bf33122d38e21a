using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The columns of every table of a study. A new table is one more definition here.</summary>
public static class StudyTableDefinitions
{
    /// <summary>The networks of a study.</summary>
    public static TableDefinition<ModelLine> Models { get; } = new("models", "Models",
    [
        new("model", "model", ColumnFormat.Text, line => line.Model) { NamesRow = true },
        new("architecture", "architecture", ColumnFormat.Text, line => line.Architecture),
        new("parameters", "parameters", ColumnFormat.Count, line => line.Parameters),
        new("trainedOn", "trained on", ColumnFormat.Text, line => line.TrainedOn),
        new("trainImages", "training images", ColumnFormat.Count, line => line.TrainImages),
        new("trainError", "training error", ColumnFormat.Rate, line => line.TrainError),
        new("paperTrainError", "paper: training error", ColumnFormat.PublishedRate, line => line.PaperTrainError),
        new("testImages", "test images", ColumnFormat.Count, line => line.TestImages),
        new("testError", "test error", ColumnFormat.Rate, line => line.TestError),
        new("paperTestError", "paper: test error", ColumnFormat.PublishedRate, line => line.PaperTestError),
        new("epochs", "epochs", ColumnFormat.Count, line => line.Epochs),
        new("stoppedBy", "stopped by", ColumnFormat.Text, line => line.StoppedBy),
        new("backend", "backend", ColumnFormat.Text, line => line.Backend),
        new("deterministic", "deterministic", ColumnFormat.Text, line => line.Deterministic),
        new("key", "key", ColumnFormat.Key, line => line.Key),
    ]);

    /// <summary>Errors on clean data.</summary>
    public static TableDefinition<ErrorLine> Errors { get; } = new("errors", "Errors on clean images",
    [
        new("model", "model", ColumnFormat.Text, line => line.Model) { NamesRow = true },
        new("data", "data", ColumnFormat.Text, line => line.Data) { NamesRow = true },
        new("images", "images", ColumnFormat.Count, line => line.Images),
        new("errors", "errors", ColumnFormat.Count, line => line.Errors),
        new("errorRate", "error", ColumnFormat.Rate, line => line.ErrorRate),
        new("low", "95 % from", ColumnFormat.Rate, line => line.Low),
        new("high", "to", ColumnFormat.Rate, line => line.High),
        new("paperErrorRate", "paper", ColumnFormat.PublishedRate, line => line.PaperErrorRate),
    ]);

    /// <summary>How far images had to be moved.</summary>
    public static TableDefinition<DistortionLine> Distortion { get; } = new("distortion", "Distortion (root mean square change per pixel)",
    [
        new("table", "table", ColumnFormat.Text, line => line.Table) { NamesRow = true },
        new("model", "source", ColumnFormat.Text, line => line.Source) { NamesRow = true },
        new("attack", "attack", ColumnFormat.Text, line => line.Attack) { NamesRow = true },
        new("images", "images", ColumnFormat.Count, line => line.Images),
        new("misclassifiedBefore", "wrong before", ColumnFormat.Count, line => line.MisclassifiedBefore),
        new("success", "success", ColumnFormat.Rate, line => line.Success),
        new("meanDistortion", "mean distortion", ColumnFormat.Distortion, line => line.MeanDistortion),
        new("medianDistortion", "median", ColumnFormat.Distortion, line => line.MedianDistortion),
        new("paperDistortion", "paper: mean", ColumnFormat.PublishedDistortion, line => line.PaperDistortion),
        new("gradientEvaluations", "gradients per image", ColumnFormat.Number, line => line.GradientEvaluations),
    ]);

    /// <summary>What the victims make of the perturbed images.</summary>
    public static TableDefinition<TransferLine> Transfer { get; } = new("transfer", "Transfer",
    [
        new("table", "table", ColumnFormat.Text, line => line.Table) { NamesRow = true },
        new("source", "source", ColumnFormat.Text, line => line.Source) { NamesRow = true },
        new("attack", "attack", ColumnFormat.Text, line => line.Attack) { NamesRow = true },
        new("victim", "victim", ColumnFormat.Text, line => line.Victim) { NamesRow = true },
        new("images", "images", ColumnFormat.Count, line => line.Images),
        new("errors", "errors", ColumnFormat.Count, line => line.Errors),
        new("errorRate", "error", ColumnFormat.Rate, line => line.ErrorRate),
        new("low", "95 % from", ColumnFormat.Rate, line => line.Low),
        new("high", "to", ColumnFormat.Rate, line => line.High),
        new("imagesVictimCorrect", "victim right on clean", ColumnFormat.Count, line => line.ImagesVictimCorrect),
        new("errorRateVictimCorrect", "error on these", ColumnFormat.Rate, line => line.ErrorRateVictimCorrect),
        new("targetHitRate", "target class", ColumnFormat.Rate, line => line.TargetHitRate),
        new("paperErrorRate", "paper: error", ColumnFormat.PublishedRate, line => line.PaperErrorRate),
        new("meanDistortion", "mean distortion", ColumnFormat.Distortion, line => line.MeanDistortion),
    ]);

    /// <summary>What the publication says and what the study found.</summary>
    public static TableDefinition<ClaimLine> Claims { get; } = new("claims", "Claims of the publication",
    [
        new("place", "where", ColumnFormat.Text, line => line.Place) { NamesRow = true },
        new("statement", "claim", ColumnFormat.Text, line => line.Statement) { NamesRow = true },
        new("verdict", "verdict", ColumnFormat.Text, line => line.Verdict),
        new("unit", "unit", ColumnFormat.Text, line => line.Unit),
        new("ours", "ours", ColumnFormat.Number, line => line.Ours),
        new("low", "95 % from", ColumnFormat.Number, line => line.Low),
        new("high", "to", ColumnFormat.Number, line => line.High),
        new("theirs", "theirs", ColumnFormat.Number, line => line.Theirs),
        new("rule", "rule", ColumnFormat.Text, line => line.Rule),
        new("detail", "counted", ColumnFormat.Text, line => line.Detail),
        new("why", "why", ColumnFormat.Text, line => line.Why),
        new("claim", "name", ColumnFormat.Text, line => line.Claim),
        new("key", "key", ColumnFormat.Key, line => line.Key),
    ]);

    /// <summary>Ways to train, over seeds.</summary>
    public static TableDefinition<ModelGroupLine> Groups { get; } = new("groups", "Groups of networks over seeds",
    [
        new("table", "table", ColumnFormat.Text, line => line.Table) { NamesRow = true },
        new("group", "group", ColumnFormat.Text, line => line.Group) { NamesRow = true },
        new("data", "data", ColumnFormat.Text, line => line.Data),
        new("models", "networks", ColumnFormat.Count, line => line.Models),
        new("images", "images each", ColumnFormat.Count, line => line.Images),
        new("meanError", "mean error", ColumnFormat.Rate, line => line.MeanError),
        new("standardError", "standard error", ColumnFormat.Rate, line => line.StandardError),
        new("low", "95 % from", ColumnFormat.Rate, line => line.Low),
        new("high", "to", ColumnFormat.Rate, line => line.High),
        new("smallestError", "smallest", ColumnFormat.Rate, line => line.SmallestError),
        new("largestError", "largest", ColumnFormat.Rate, line => line.LargestError),
        new("baseline", "baseline", ColumnFormat.Text, line => line.Baseline),
        new("pairs", "pairs", ColumnFormat.Count, line => line.Pairs),
        new("meanDifference", "difference", ColumnFormat.Rate, line => line.MeanDifference),
        new("differenceLow", "95 % from", ColumnFormat.Rate, line => line.DifferenceLow),
        new("differenceHigh", "to", ColumnFormat.Rate, line => line.DifferenceHigh),
        new("paperError", "paper", ColumnFormat.PublishedRate, line => line.PaperError),
    ]);

    /// <summary>Every perturbed image.</summary>
    public static TableDefinition<ExampleLine> Examples { get; } = new("examples", "Perturbed images",
    [
        new("table", "table", ColumnFormat.Text, line => line.Table) { NamesRow = true },
        new("source", "source", ColumnFormat.Text, line => line.Source) { NamesRow = true },
        new("attack", "attack", ColumnFormat.Text, line => line.Attack) { NamesRow = true },
        new("image", "image", ColumnFormat.Ordinal, line => line.Image) { NamesRow = true },
        new("draw", "draw", ColumnFormat.Ordinal, line => line.Draw),
        new("label", "label", ColumnFormat.Ordinal, line => line.Label),
        new("targetClass", "target class", ColumnFormat.Ordinal, line => line.TargetClass),
        new("predictedBefore", "read before", ColumnFormat.Ordinal, line => line.PredictedBefore),
        new("predictedAfter", "read after", ColumnFormat.Ordinal, line => line.PredictedAfter),
        new("distortion", "distortion", ColumnFormat.Distortion, line => line.Distortion),
        new("c", "c", ColumnFormat.Number, line => line.C),
        new("iterations", "iterations", ColumnFormat.Count, line => line.Iterations),
        new("gradientEvaluations", "gradients", ColumnFormat.Count, line => line.GradientEvaluations),
        new("projectedGradientNorm", "projected gradient", ColumnFormat.Number, line => line.ProjectedGradientNorm),
        new("success", "success", ColumnFormat.Text, line => line.Success),
    ]);
}
