using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The columns of the tables of random distortion.</summary>
public static class NoiseTableDefinitions
{
    /// <summary>Accuracy against size.</summary>
    public static TableDefinition<NoiseLine> NoiseCurves { get; } = new("noise-curves", "Accuracy against the size of a perturbation",
    [
        new("analysis", "analysis", ColumnFormat.Text, line => line.Analysis) { NamesRow = true },
        new("model", "model", ColumnFormat.Text, line => line.Model) { NamesRow = true },
        new("perturbation", "perturbation", ColumnFormat.Text, line => line.Perturbation) { NamesRow = true },
        new("size", "size", ColumnFormat.Number, line => line.Size) { NamesRow = true },
        new("images", "images", ColumnFormat.Count, line => line.Images),
        new("correct", "correct", ColumnFormat.Count, line => line.Correct),
        new("accuracy", "accuracy", ColumnFormat.Rate, line => line.Accuracy),
        new("low", "95 % from", ColumnFormat.Rate, line => line.Low),
        new("high", "to", ColumnFormat.Rate, line => line.High),
        new("meanDistortion", "mean distortion", ColumnFormat.Distortion, line => line.MeanDistortion),
    ]);

    /// <summary>Random directions of an adversarial norm.</summary>
    public static TableDefinition<RandomDirectionLine> RandomDirections { get; } = new("random-directions", "Random directions of the adversarial norm",
    [
        new("analysis", "analysis", ColumnFormat.Text, line => line.Analysis) { NamesRow = true },
        new("source", "network", ColumnFormat.Text, line => line.Source) { NamesRow = true },
        new("attack", "attack", ColumnFormat.Text, line => line.Attack) { NamesRow = true },
        new("clipped", "clipped", ColumnFormat.Text, line => line.Clipped) { NamesRow = true },
        new("images", "images", ColumnFormat.Count, line => line.Images),
        new("moved", "moved", ColumnFormat.Count, line => line.Moved),
        new("tries", "directions", ColumnFormat.Count, line => line.Tries),
        new("fooled", "fooled", ColumnFormat.Count, line => line.Fooled),
        new("fooledRate", "rate", ColumnFormat.Rate, line => line.FooledRate),
        new("low", "95 % from", ColumnFormat.Rate, line => line.Low),
        new("high", "to", ColumnFormat.Rate, line => line.High),
        new("imagesFooled", "images fooled", ColumnFormat.Count, line => line.ImagesFooled),
        new("adversarialDistortion", "adversarial distortion", ColumnFormat.Distortion, line => line.AdversarialDistortion),
        new("meanDistortion", "mean distortion", ColumnFormat.Distortion, line => line.MeanDistortion),
    ]);
}
