namespace Experiments.Pipeline.Studies.Warnings;

/// <summary>What makes examples of one transfer table work for another reason than that they generalise.</summary>
internal sealed class TransferWarnings(WarnedStudy of, StudyTransfer transfer)
{
    private readonly HashSet<StudyModel> _sources = Trained(of, transfer.Sources);
    private readonly HashSet<StudyModel> _victims = Trained(of, transfer.Victims);

    internal void Run()
    {
        WarnOfSeeds();
        WarnOfTrainingParts();
        WarnOfImages();
    }

    private static HashSet<StudyModel> Trained(WarnedStudy of, IReadOnlyList<string> names) =>
        new(names.Select(of.Model).Where(model => model.Pretrained is null), ReferenceEqualityComparer.Instance);

    /// <summary>Sources and victims, each once.</summary>
    private IEnumerable<StudyModel> All => _sources.Concat(_victims.Where(victim => !_sources.Contains(victim)));

    private void WarnOfSeeds()
    {
        foreach (var group in All.GroupBy(model => of.Study.SeedOf(model)).Select(group => group.ToList()))
        {
            // Two networks, of which one is a source and one, perhaps the same, is a victim: two of them are a source and its victim.
            if (group.Count > 1 && group.Exists(_sources.Contains) && group.Exists(_victims.Contains))
            {
                var names = WarnedStudy.Quoted([.. group.Select(model => model.Name)]);
                of.Warn(
                    transfer, "victims",
                    $"sources and victims have {names} with the same seed, {of.Study.SeedOf(group[0])}: networks of one seed start "
                        + "alike, and examples transfer between them more strongly than between independent ones. Leave \"seed\" out, or "
                        + "give each its own.");
            }
        }
    }

    /// <summary>The same images for both are a setting of its own; parts that were meant to be disjoint and are not are a
    /// mistake.</summary>
    private void WarnOfTrainingParts()
    {
        var seen = new HashSet<(string, string)>();
        var victims = _victims.DistinctBy(victim => victim.TrainOn).ToList();
        foreach (var source in _sources.DistinctBy(source => source.TrainOn))
        {
            foreach (var victim in victims.Where(victim => victim.TrainOn != source.TrainOn))
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
        if (of.Places(source.TrainOn) is { } own && of.Places(victim.TrainOn) is { } other
            && of.Shared(own, other) is > 0 and var shared && !own.Same(other))
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
        if (of.Places(transfer.Images)?.First(transfer.MaxImages ?? int.MaxValue) is not { } images)
        {
            return;
        }

        foreach (var training in All.GroupBy(model => model.TrainOn))
        {
            if (of.Places(training.Key) is { } places && of.Shared(images, places) is > 0 and var shared)
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
