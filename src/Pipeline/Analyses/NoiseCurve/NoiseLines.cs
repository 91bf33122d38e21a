using Experiments.Contracts;

namespace Experiments.Pipeline;

/// <summary>Rows of the noise analyses under the study's names.</summary>
internal static class NoiseLines
{
    internal static NoiseLine Of(StudyJob name, NoiseCurveRow row) => new()
    {
        Analysis = name.Table!,
        Model = name.Model!,
        Perturbation = row.Perturbation,
        Size = row.Size,
        Images = row.Images,
        Correct = row.Correct,
        Accuracy = (double)row.Correct / row.Images,
        Low = row.AccuracyLow,
        High = row.AccuracyHigh,
        MeanDistortion = row.MeanDistortion,
    };

    internal static RandomDirectionLine Of(StudyJob name, RandomDirectionRow row) => new()
    {
        Analysis = name.Table!,
        Source = name.Source!,
        Attack = name.Attack!,
        Clipped = row.Clipped,
        Images = row.Images,
        Moved = row.Moved,
        Tries = row.Tries,
        Fooled = row.Fooled,
        FooledRate = (double)row.Fooled / row.Tries,
        Low = row.FooledLow,
        High = row.FooledHigh,
        ImagesFooled = row.ImagesFooled,
        AdversarialDistortion = row.AdversarialDistortion,
        MeanDistortion = row.MeanDistortion,
    };
}
