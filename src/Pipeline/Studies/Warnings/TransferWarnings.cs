namespace Experiments.Pipeline.Studies.Warnings;

/// <summary>What makes examples of one transfer table work for another reason than that they generalise.</summary>
internal sealed class TransferWarnings(WarnedStudy of, StudyTransfer transfer)
{
    private readonly List<StudyModel> _sources = [.. transfer.Sources.Select(of.Model).Where(IsTrained)];
    private readonly List<StudyModel> _victims = [.. transfer.Victims.Select(of.Model).Where(IsTrained)];

    internal void Run()
    {
        WarnOfSeeds();
        WarnOfTrainingParts();
        WarnOfImages();
    }

    private static bool IsTrained(StudyModel model) => model.Pretrained is null;

    private void WarnOfSeeds()
    {
        foreach (var group in _sources.Concat(_victims).Distinct().GroupBy(model => of.Study.SeedOf(model)))
        {
            if (_sources.Intersect(group).Any(source => _victims.Intersect(group).Any(victim => victim != source)))
            {
                var names = WarnedStudy.Quoted([.. group.Select(model => model.Name)]);
                of.Warn(
                    transfer, "victims",
                    $"sources and victims have {names} with the same seed, {group.Key}: networks of one seed start alike, and "
                        + "examples transfer between them more strongly than between independent ones. Leave \"seed\" out, or "
                        + "give each its own.");
            }
        }
    }

    /// <summary>The same images for both are a setting of its own; parts that were meant to be disjoint and are not are a
    /// mistake.</summary>
    private void WarnOfTrainingParts()
    {
        var seen = new HashSet<(string, string)>();
        foreach (var source in _sources)
        {
            foreach (var victim in _victims.Where(victim => victim.TrainOn != source.TrainOn))
            {
                if (!seen.Contains((victim.TrainOn, source.TrainOn)) && seen.Add((source.TrainOn, victim.TrainOn)))
                {
                    WarnOfParts(source, victim);
                }
            }
        }
    }

    private void WarnOfParts(StudyModel source, StudyModel victim)
    {
        var (own, other) = (of.Places(source.TrainOn), of.Places(victim.TrainOn));
        if (own.Shared(other) is > 0 and var shared && !own.Same(other))
        {
            of.Warn(
                transfer, "victims",
                FormattableString.Invariant($"victims has '{victim.Name}', trained on '{victim.TrainOn}', which shares {shared} of its ")
                    + FormattableString.Invariant($"{other.Positions.Count} images with '{source.TrainOn}', the training data of the ")
                    + $"source '{source.Name}'. Train both on the same images, or on disjoint parts: equal \"parts\" and \"seed\".");
        }
    }

    private void WarnOfImages()
    {
        var images = of.Places(transfer.Images).First(transfer.MaxImages ?? int.MaxValue);
        foreach (var training in _sources.Concat(_victims).Distinct().GroupBy(model => model.TrainOn))
        {
            if (images.Shared(of.Places(training.Key)) is > 0 and var shared)
            {
                of.Warn(
                    transfer, "images",
                    FormattableString.Invariant($"images is '{transfer.Images}', of which {shared} of {images.Positions.Count} are in ")
                        + $"'{training.Key}', the training data of {WarnedStudy.Quoted([.. training.Select(model => model.Name)])}. "
                        + "Perturb images that no network of the table was trained on.");
            }
        }
    }
}
