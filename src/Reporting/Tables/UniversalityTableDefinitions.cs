using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The columns of the tables of universality and of transfer distances.</summary>
public static class UniversalityTableDefinitions
{
    /// <summary>Perturbations on images that they were not made for.</summary>
    public static TableDefinition<UniversalLine> Universal { get; } = new("universal", "Perturbations on images that they were not made for",
    [
        new("analysis", "analysis", ColumnFormat.Text, line => line.Analysis) { NamesRow = true },
        new("source", "source", ColumnFormat.Text, line => line.Source) { NamesRow = true },
        new("attack", "attack", ColumnFormat.Text, line => line.Attack),
        new("perturbation", "perturbation", ColumnFormat.Text, line => line.Perturbation) { NamesRow = true },
        new("victim", "victim", ColumnFormat.Text, line => line.Victim) { NamesRow = true },
        new("images", "images", ColumnFormat.Count, line => line.Images),
        new("fooled", "class changed", ColumnFormat.Count, line => line.Fooled),
        new("foolingRate", "fooling rate", ColumnFormat.Rate, line => line.FoolingRate),
        new("low", "95 % from", ColumnFormat.Rate, line => line.Low),
        new("high", "to", ColumnFormat.Rate, line => line.High),
        new("imagesVictimCorrect", "victim right on clean", ColumnFormat.Count, line => line.ImagesVictimCorrect),
        new("errorRateVictimCorrect", "error on these", ColumnFormat.Rate, line => line.ErrorRateVictimCorrect),
        new("meanDistortion", "mean distortion", ColumnFormat.Distortion, line => line.MeanDistortion),
    ]);

    /// <summary>How far perturbations have to be lengthened.</summary>
    public static TableDefinition<TransferDistanceLine> TransferDistances { get; } = new("transfer-distances", "How far perturbations have to be lengthened to fool a victim",
    [
        new("analysis", "analysis", ColumnFormat.Text, line => line.Analysis) { NamesRow = true },
        new("source", "source", ColumnFormat.Text, line => line.Source) { NamesRow = true },
        new("attack", "attack", ColumnFormat.Text, line => line.Attack) { NamesRow = true },
        new("victim", "victim", ColumnFormat.Text, line => line.Victim) { NamesRow = true },
        new("images", "images", ColumnFormat.Count, line => line.Images),
        new("imagesVictimCorrect", "victim right on clean", ColumnFormat.Count, line => line.ImagesVictimCorrect),
        new("fooledRate", "fooled up to the cap", ColumnFormat.Rate, line => line.FooledRate),
        new("cap", "cap", ColumnFormat.Number, line => line.Cap),
        new("firstQuartile", "first quartile", ColumnFormat.Number, line => line.FirstQuartile),
        new("medianMagnification", "median magnification", ColumnFormat.Number, line => line.MedianMagnification),
        new("thirdQuartile", "third quartile", ColumnFormat.Number, line => line.ThirdQuartile),
        new("medianDistortion", "median distortion", ColumnFormat.Distortion, line => line.MedianDistortion),
    ]);

    /// <summary>Images fooled within growing limits.</summary>
    public static TableDefinition<TransferDistancePointLine> TransferDistancePoints { get; } = new("transfer-distance-points", "Images fooled within growing limits",
    [
        new("analysis", "analysis", ColumnFormat.Text, line => line.Analysis) { NamesRow = true },
        new("source", "source", ColumnFormat.Text, line => line.Source) { NamesRow = true },
        new("attack", "attack", ColumnFormat.Text, line => line.Attack) { NamesRow = true },
        new("victim", "victim", ColumnFormat.Text, line => line.Victim) { NamesRow = true },
        new("axis", "axis", ColumnFormat.Text, line => line.Axis) { NamesRow = true },
        new("limit", "limit", ColumnFormat.Number, line => line.Limit) { NamesRow = true },
        new("images", "images", ColumnFormat.Count, line => line.Images),
        new("fooled", "fooled", ColumnFormat.Count, line => line.Fooled),
        new("fooledRate", "share", ColumnFormat.Rate, line => line.FooledRate),
        new("low", "95 % from", ColumnFormat.Rate, line => line.Low),
        new("high", "to", ColumnFormat.Rate, line => line.High),
    ]);
}
