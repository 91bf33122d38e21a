using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>Rows of spectral analyses, of universality and of transfer distances, with the study's names, for people.</summary>
internal static class AnalysisLines
{
    internal static SpectralLine Spectral(StudyJob name, SpectralLayerRow row) => new()
    {
        Analysis = name.Table!,
        Model = name.Model!,
        Layer = row.Layer,
        Name = row.Name,
        Kind = row.Kind,
        OutputShape = row.OutputShape,
        OperationBound = row.OperationBound,
        Method = row.Method,
        ZeroPaddedNorm = row.ZeroPaddedNorm,
        ActivationBound = row.ActivationBound,
        Bound = row.Bound,
        CumulativeBound = row.CumulativeBound,
        Converged = row.Converged,
    };

    internal static GainLine Gain(StudyJob name, LayerGainRow row) => new()
    {
        Analysis = name.Table!,
        Model = name.Model!,
        Source = name.Source,
        Attack = name.Attack!,
        Direction = row.Direction,
        Layer = row.Layer,
        Images = row.Images,
        MeanGain = row.MeanGain,
        MedianGain = row.MedianGain,
        MaxGain = row.MaxGain,
        MeanCumulativeGain = row.MeanCumulativeGain,
        MedianCumulativeGain = row.MedianCumulativeGain,
        MaxCumulativeGain = row.MaxCumulativeGain,
    };

    internal static UniversalLine Universal(StudyJob name, UniversalCellRow row) => new()
    {
        Analysis = name.Table!,
        Source = name.Source!,
        Attack = name.Attack!,
        Perturbation = row.Perturbation,
        Victim = name.Victim!,
        Images = row.Images,
        Fooled = row.Fooled,
        FoolingRate = (double)row.Fooled / row.Images,
        Low = row.FoolingRateLow,
        High = row.FoolingRateHigh,
        ImagesVictimCorrect = row.VictimCorrect,
        ErrorRateVictimCorrect = Share(row.ErrorsAmongVictimCorrect, row.VictimCorrect),
        MeanDistortion = row.MeanDistortion,
    };

    internal static TransferDistanceLine TransferDistance(StudyJob name, TransferDistanceRow row) => new()
    {
        Analysis = name.Table!,
        Source = name.Source,
        Attack = name.Attack!,
        Victim = name.Victim!,
        Images = row.Images,
        ImagesVictimCorrect = row.VictimCorrect,
        FooledRate = Share(row.Fooled, row.VictimCorrect),
        Cap = row.Cap,
        FirstQuartile = row.FirstQuartile,
        MedianMagnification = row.MedianMagnification,
        ThirdQuartile = row.ThirdQuartile,
        MedianDistortion = row.MedianDistortion,
    };

    internal static TransferDistancePointLine TransferDistancePoint(StudyJob name, TransferDistancePointRow row) => new()
    {
        Analysis = name.Table!,
        Source = name.Source,
        Attack = name.Attack!,
        Victim = name.Victim!,
        Axis = row.Axis,
        Limit = row.Limit,
        Images = row.Images,
        Fooled = row.Fooled,
        FooledRate = Share(row.Fooled, row.Images),
        Low = row.RateLow,
        High = row.RateHigh,
    };

    private static double? Share(int count, int of) => of == 0 ? null : (double)count / of;
}
